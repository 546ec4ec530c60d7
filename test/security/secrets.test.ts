import { request as httpRequest } from 'node:http';
import { startMockHost, type Exchange, type NotificationAttempt } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/mock/client.js';

const CLIENT = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: 'hunter2 "quoted" & more/secret',
};
const CONTROL_TOKEN = 'control-token-of-the-mock';

type Send = (
  method: string,
  path: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<string>;

async function start() {
  const exchanges: Exchange[] = [];
  const attempts: NotificationAttempt[] = [];
  const host = await startMockHost({
    clients: [CLIENT],
    controlToken: CONTROL_TOKEN,
    callsPerMinute: Number.POSITIVE_INFINITY,
    onExchange: (exchange) => exchanges.push(exchange),
    onNotification: (attempt) => attempts.push(attempt),
  });
  onTestFinished(() => host.close());
  const client = new Client(host);
  const send: Send = (method, path, headers = {}, body = '') =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(`${host.url}/`, { method, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      });
      sent.on('error', reject).end(body);
    });
  const bearer = { Authorization: `Bearer ${CONTROL_TOKEN}` };
  /** All that anybody is shown of what passed. */
  const shown = async () => {
    const journal = await send('GET', '/_mock/api/journal', bearer);
    const har = await send('GET', '/_mock/api/journal.har', bearer);
    return [JSON.stringify(exchanges), JSON.stringify(attempts), journal, har].join('\n');
  };
  return { host, client, exchanges, send, shown };
}

/** Returns the spellings of a secret: a reader of any of them knows it. */
const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
  Buffer.from(`${CLIENT.clientId}:${secret}`).toString('base64'),
  [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ...(secret.length >= 64 ? [secret.slice(0, 48), secret.slice(-48)] : []),
];

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
const multipart = { 'Content-Type': 'multipart/form-data; boundary=b' };
const hexed = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const part = (disposition: string, text: string) =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}\r\n--b--\r\n`;

/** Places where a confused or hostile client may put a secret. */
const PLACES: Record<string, (send: Send, secret: string) => Promise<string>> = {
  'a path': (send, secret) => send('GET', `/api/1/${encodeURIComponent(secret)}`),
  'a path that a hint cuts off': (send, secret) =>
    send('GET', `/${'a'.repeat(150)}/${encodeURIComponent(secret)}`),
  'the place of a job ID': (send, secret) =>
    send('GET', `/api/1/printing/printers/x/jobs/${encodeURIComponent(secret)}`),
  'a parameter of another name': (send, secret) =>
    send('GET', `/api/1/x?apikey=${encodeURIComponent(secret)}`),
  'the name of a parameter': (send, secret) => send('GET', `/api/1/x?${encodeURIComponent(secret)}=1`),
  'a parameter in other letters': (send, secret) =>
    send('POST', `/c/v1/storage/PostData?k%65y=${hexed(secret)}`),
  'the Key of an upload': (send, secret) =>
    send(
      'POST',
      `/6d6f636b2d73746f726167652d726f6f/v1/storage/PostData?Key=${encodeURIComponent(secret)}&File=1.pdf`,
    ),
  'the File of an upload': (send, secret) =>
    send(
      'POST',
      `/6d6f636b2d73746f726167652d726f6f/v1/storage/PostData?Key=a&File=${encodeURIComponent(secret)}`,
    ),
  'a header of its own': (send, secret) => send('GET', '/api/1/x', { 'X-Api-Key': secret }),
  'the name of a header': (send, secret) => send('GET', '/api/1/x', { [secret.replace(/[^\w-]/g, '')]: 'a' }),
  'Basic in a header of its own': (send, secret) =>
    send('GET', '/api/1/x', {
      'X-Auth': `Basic ${Buffer.from(`${CLIENT.clientId}:${secret}`).toString('base64')}`,
    }),
  'Authorization without a scheme': (send, secret) => send('GET', '/api/1/x', { Authorization: secret }),
  'a cookie': (send, secret) => send('GET', '/api/1/x', { Cookie: `a=${secret}` }),
  'the referrer': (send, secret) =>
    send('GET', '/api/1/x', { Referer: `http://a/?t=${encodeURIComponent(secret)}` }),
  'the content type': (send, secret) => send('POST', '/api/1/x', { 'Content-Type': secret }, '{}'),
  'the Host': (send, secret) => send('GET', '/_mock/api/jobs', { Host: secret.replace(/[^\w]/g, '') }),
  'a form': (send, secret) =>
    send(
      'POST',
      '/api/1/printing/oauth2/auth/token?subject=printer',
      form,
      `code=${encodeURIComponent(secret)}`,
    ),
  'the user name of a form': (send, secret) =>
    send(
      'POST',
      '/api/1/printing/oauth2/auth/token?subject=printer',
      form,
      `grant_type=password&username=${encodeURIComponent(secret)}`,
    ),
  'a member of JSON': (send, secret) => send('POST', '/api/1/x', json, JSON.stringify({ note: secret })),
  'the name of a member': (send, secret) =>
    send('POST', '/_mock/api/reset', json, JSON.stringify({ [secret]: 1 })),
  'broken JSON': (send, secret) => send('POST', '/_mock/api/reset', json, `{"a": ${secret}`),
  'the name of a part': (send, secret) =>
    send('POST', '/_mock/api/print', multipart, part(`name="${secret.replaceAll('"', '')}"`, 'a')),
  'the name of a file': (send, secret) =>
    send(
      'POST',
      '/_mock/api/print',
      multipart,
      part(`name="file"; filename="${secret.replaceAll('"', '')}"`, 'a'),
    ),
  'the form for the control token': (send, secret) =>
    send('POST', '/_mock/session', form, `token=${encodeURIComponent(secret)}`),
};

describe('secrets', () => {
  it.each(Object.keys(PLACES))('in %s are never shown', async (place) => {
    const { client, send, shown, exchanges } = await start();
    const { token, refreshToken, deviceId } = await client.authenticate();
    const job = await client.job({ token, refreshToken, deviceId });
    const key = new URL(job.upload_uri).searchParams.get('Key') ?? '';
    const secrets = [token, refreshToken, key, CLIENT.clientSecret, CONTROL_TOKEN];
    for (const secret of secrets) await PLACES[place]?.(send, secret);
    const text = await shown();
    expect(exchanges.length).toBeGreaterThanOrEqual(secrets.length + 2);
    const seen = secrets.flatMap((secret) => spellings(secret).filter((spelling) => text.includes(spelling)));
    expect(seen).toEqual([]);
  });

  it('are not in the way of what is none: IDs, digests and names stay readable', async () => {
    const { client, send, shown } = await start();
    const id = await client.executedJob(await client.authenticate(), {
      job_name: 'Rechnung für März, 2026-11-22 (Kopie) 0123456789012345678901234567890123456789',
      print_mode: 'document',
    });
    await send('GET', `/api/1/${encodeURIComponent('請求書'.repeat(10))}`);
    const text = await shown();
    expect(text).toContain(id);
    expect(text).toContain('Rechnung für März, 2026-11-22 (Kopie) 0123456789012345678901234567890123456789');
    expect(text).toContain(encodeURIComponent('請求書'.repeat(10)));
  });
});
