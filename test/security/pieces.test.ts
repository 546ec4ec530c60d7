import { startMockHost, type Exchange } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import {
  addDestination,
  bearer,
  CLIENT,
  JSON_TYPE,
  printers,
  startShown,
  unknownSecret,
  type Shown,
} from '../support/secrets/shown.js';

const PIECE = 8;

/** The pieces of a secret that a text shows. */
function piecesIn(text: string, secret: string): string[] {
  const pieces = Array.from({ length: secret.length - PIECE + 1 }, (_, at) => secret.slice(at, at + PIECE));
  return pieces.filter((piece) => text.includes(piece));
}

/** Places in which a hint repeats a part of the request, cut off somewhere. */
const CUT: Record<string, (started: Shown, text: string) => Promise<unknown>> = {
  'a path': ({ send }, text) => send('GET', `/${text}`),
  'the name of a file': ({ send, job }, text) =>
    send('POST', `/6d6f636b2d73746f726167652d726f6f/v1/storage/PostData?Key=${job.key}&File=${text}`),
  'a content type': ({ send, job }, text) =>
    send(
      'POST',
      `/6d6f636b2d73746f726167652d726f6f/v1/storage/PostData?Key=${job.key}&File=1.pdf`,
      { 'Content-Type': `a/${text}` },
      'x',
    ),
  'a range': ({ send, job }, text) =>
    send(
      'POST',
      `/6d6f636b2d73746f726167652d726f6f/v1/storage/PostData?Key=${job.key}&File=1.pdf`,
      { 'Content-Range': text },
      'x',
    ),
  'an encoding': (started, text) =>
    started.send('POST', `${printers(started)}/jobs`, { ...bearer(started), 'Content-Encoding': text }, '{}'),
  'the name of a member': (started, text) =>
    started.send(
      'POST',
      `${printers(started)}/jobs`,
      bearer(started),
      JSON.stringify({ job_name: 'a', print_mode: 'document', [text]: 1 }),
    ),
  'a setting': (started, text) =>
    started.send(
      'POST',
      `${printers(started)}/jobs`,
      bearer(started),
      JSON.stringify({ job_name: 'a', print_mode: 'document', print_setting: { media_size: text } }),
    ),
  'a destination': addDestination,
  'JSON that is none': (started, text) =>
    started.send('POST', `${printers(started)}/jobs`, bearer(started), `{"job_name": ${text}}`),
  'a grant': ({ send, client }, text) =>
    send(
      'POST',
      '/api/1/printing/oauth2/auth/token?subject=printer',
      { Authorization: client.basic, 'Content-Type': 'application/x-www-form-urlencoded' },
      `grant_type=${text}`,
    ),
  'the origin of a page': ({ send, caller }, text) =>
    send('OPTIONS', `/api/1/printing/printers/${caller.deviceId}`, {
      Origin: `http://${text}`,
      'Access-Control-Request-Method': 'GET',
    }),
  'a client of the control API': ({ send }, text) => send('GET', `/_mock/api/jobs?client_id=${text}`),
  'an order': ({ send }, text) =>
    send('POST', '/_mock/api/clock', JSON_TYPE, JSON.stringify({ [text]: 1, advance: text })),
  'a body that is longer than is kept': (started, text) =>
    started.send('POST', '/api/1/x', { 'Content-Type': 'text/plain' }, `${'a '.repeat(2030)}${text}${text}`),
};

describe('a secret that a hint repeats', () => {
  it.each(Object.keys(CUT))('is masked before it is cut: in %s', async (place) => {
    const started = await startShown();
    const { caller, job } = started;
    // The last one is a token that the mock does not know: of the host itself, say.
    const secrets = [caller.token, caller.refreshToken, job.key, CLIENT.clientSecret, unknownSecret()];
    for (const secret of secrets)
      for (const before of ['', 'x-'.repeat(10), 'x-'.repeat(70)])
        await CUT[place]?.(started, before + secret);
    const text = await started.shown();
    expect(secrets.flatMap((secret) => piecesIn(text, secret))).toEqual([]);
  });
});

describe('a piece of a secret that the mock knows', () => {
  it.each([
    ['the beginning', (secret: string) => secret.slice(0, PIECE)],
    ['the middle', (secret: string) => secret.slice(20, 33)],
    ['the end', (secret: string) => secret.slice(-PIECE)],
    ['nearly all', (secret: string) => secret.slice(0, 40)],
    ['the beginning, escaped', (secret: string) => hexed(secret.slice(0, 12))],
  ])('is masked wherever it stands: %s', async (_what, cut) => {
    const started = await startShown();
    const { caller, job, send } = started;
    const secrets = [caller.token, caller.refreshToken, job.key, CLIENT.clientSecret];
    for (const secret of secrets) {
      const piece = cut(secret);
      await send('GET', `/${piece}?a=${piece}`, { 'X-Own': piece });
      await send('POST', '/api/1/x', JSON_TYPE, JSON.stringify({ note: `it begins with ${piece}...` }));
      await addDestination(started, piece);
    }
    const text = await started.shown();
    expect(
      secrets.flatMap((secret) => [...piecesIn(text, secret), ...piecesIn(text, hexed(secret))]),
    ).toEqual([]);
  });

  it('is that of a secret of another form, too', async () => {
    const { host, send, shown } = await startShown();
    const clientSecret = 'Tr0ub4dor&3 is "weak"/old';
    host.control.seedClient({ clientId: 'other', clientSecret });
    await send('GET', `/${encodeURIComponent(clientSecret.slice(4, 18))}`);
    await send('POST', '/api/1/x', JSON_TYPE, JSON.stringify({ note: clientSecret.slice(-12) }));
    const text = await shown();
    for (const piece of ['b4dor&3 ', 'b4dor%263', '3%20is%20', 'weak\\"/old', 'weak"/old', 'eak'])
      expect(text).not.toContain(piece);
  });

  it('is no longer one in words, names and IDs that only look alike', async () => {
    const { client, caller, send, shown } = await startShown();
    const id = await client.executedJob(caller, {
      job_name: 'Rechnung 2026-11 (Entwurf)',
      print_mode: 'document',
    });
    await send('GET', '/api/1/printing/oauth2/authorization');
    const text = await shown();
    for (const whole of [
      id,
      caller.deviceId,
      'Rechnung 2026-11 (Entwurf)',
      '/api/1/printing/oauth2/authorization',
    ])
      expect(text).toContain(whole);
  });

  it('says nothing where the secret repeats itself, as that of the documentation does', async () => {
    const told: Exchange[] = [];
    await using host = await startMockHost({ onExchange: (exchange) => told.push(exchange) });
    const { clientId, clientSecret } = host.credentials;
    await fetch(`${host.url}/api/1/${clientId}`);
    await fetch(`${host.url}/api/1/${clientSecret}`);
    expect(told[0]?.target).toBe(`/api/1/${clientId}`);
    expect(told[1]?.target).toBe('/api/1/***');
  });
});

function hexed(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
}
