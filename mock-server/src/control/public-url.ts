import * as v from 'valibot';
import { sendJson } from '../http/send.js';
import { readCommand, type Command } from './inputs.js';
import { members } from '../text/check.js';

/** Answers with the origin of upload URIs, which is the same for all worlds. */
export function getPublicUrl({ control, response }: Command): void {
  sendJson(response, 200, { public_url: control.publicUrl ?? null });
}

const PUBLIC_URL = members(
  'member',
  { public_url: v.nullable(v.string('an origin such as https://print.example.com, or null for none')) },
  {},
);

/** Sets the origin of upload URIs, or with `null` restores that of each request. */
export async function setPublicUrl(command: Command): Promise<void> {
  const { control, request, response } = command;
  control.setPublicUrl((await readCommand(request, response, PUBLIC_URL)).public_url);
  getPublicUrl(command);
}
