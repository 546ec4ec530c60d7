import type { MockHostOptions } from 'epson-connect-mock';
import { hintOf, newClient } from './client.js';

/** Prints a file on a host of its own; returns the hint of execute and what job information says afterwards. */
export async function printResult(bytes: Buffer, name: string, options: MockHostOptions = {}) {
  const client = newClient({ pace: 'instant', ...options });
  const caller = await client.authenticate();
  const id = await client.uploadedJob(caller, undefined, bytes, name);
  const hint = hintOf(await client.execute(caller, id).expect(200));
  const { status, status_reason, total_pages } = await client.information(caller, id);
  return { hint, state: [status, status_reason, total_pages] };
}
