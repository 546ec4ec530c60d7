import { AddressError } from '../epson/domain/addresses.js';
import { sendJson } from '../http/send.js';
import { invalid, optional, readOrder } from './inputs.js';
import type { Order } from './control-context.js';

/** What the origin of upload URIs is, for the whole host. */
export function getPublicUrl({ control, response }: Order): void {
  sendJson(response, 200, { public_url: control.publicUrl ?? null });
}

/** Sets the origin of upload URIs, or with `null` lets it be that of each request. */
export async function setPublicUrl(order: Order): Promise<void> {
  const { control, request, response } = order;
  const body = await readOrder(request, response, ['public_url']);
  if (body['public_url'] === undefined)
    throw invalid(
      'public_url is missing; it is an origin such as https://print.example.com, or null for none',
    );
  const url = body['public_url'] === null ? null : (optional(body, 'public_url', 'string') ?? null);
  try {
    control.setPublicUrl(url);
  } catch (error) {
    throw error instanceof AddressError ? invalid(error.message) : error;
  }
  getPublicUrl(order);
}
