import * as v from 'valibot';
import { sendJson } from '../http/send.js';
import { readOrder } from './inputs.js';
import { members } from '../text/check.js';
import type { Order } from './control-context.js';

/** What the origin of upload URIs is, for the whole host. */
export function getPublicUrl({ control, response }: Order): void {
  sendJson(response, 200, { public_url: control.publicUrl ?? null });
}

const PUBLIC_URL = members(
  'member',
  { public_url: v.nullable(v.string('an origin such as https://print.example.com, or null for none')) },
  {},
);

/** Sets the origin of upload URIs, or with `null` lets it be that of each request. */
export async function setPublicUrl(order: Order): Promise<void> {
  const { control, request, response } = order;
  control.setPublicUrl((await readOrder(request, response, PUBLIC_URL)).public_url);
  getPublicUrl(order);
}
