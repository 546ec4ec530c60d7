import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { startMockHost, type Exchange, type NotificationAttempt } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';
import { Client } from '../mock/client.js';

/** 64 letters and digits that no host knows. */
export const unknownSecret = () => randomBytes(32).toString('hex');

export const CLIENT = { clientId: '0123456789abcdef0123456789abcdef', clientSecret: unknownSecret() };

/** A host, and all that anybody is shown of what passes. */
export async function startShown() {
  const exchanges: Exchange[] = [];
  const attempts: NotificationAttempt[] = [];
  const hints: string[] = [];
  let ring = () => {};
  const host = await startMockHost({
    clients: [CLIENT],
    callsPerMinute: Number.POSITIVE_INFINITY,
    pace: 'instant',
    onExchange: (exchange) => exchanges.push(exchange),
    onNotification: (attempt) => {
      attempts.push(attempt);
      ring();
    },
  });
  onTestFinished(() => host.close());
  const client = new Client(host);
  const caller = await client.authenticate();
  const { upload_uri, id } = await client.job(caller);
  const key = new URL(upload_uri).searchParams.get('Key') ?? '';
  const send = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
    const response = await fetch(host.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    hints.push(decodeURIComponent(response.headers.get('x-epson-mock-hint') ?? ''));
    return response;
  };
  const shown = async () => {
    const read = async (path: string) => (await fetch(host.url + path)).text();
    return [
      ...hints,
      ...exchanges.flatMap((exchange) => [JSON.stringify(exchange), inspect(exchange, { depth: 9 })]),
      JSON.stringify(attempts),
      await read('/_mock/api/journal'),
      await read('/_mock/api/journal.har'),
    ].join('\n');
  };
  const attempted = () =>
    new Promise<void>((resolve) => {
      ring = () => attempts.length > 0 && resolve();
      ring();
    });
  return { host, client, caller, job: { id, key }, send, shown, attempted };
}

export type Shown = Awaited<ReturnType<typeof startShown>>;

export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const bearer = ({ caller }: Shown) => ({ Authorization: `Bearer ${caller.token}`, ...JSON_TYPE });
export const printers = ({ caller }: Shown) => `/api/1/printing/printers/${caller.deviceId}`;

/** Registers a destination, or tries to. */
export const addDestination = (shown: Shown, destination: string) =>
  shown.send(
    'POST',
    `/api/1/scanning/scanners/${shown.caller.deviceId}/destinations`,
    bearer(shown),
    JSON.stringify({ alias_name: 'a', type: 'mail', destination }),
  );
