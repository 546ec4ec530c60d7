import { describe, expect, it } from 'vitest';
import { ConnectionError, DocumentError } from '../errors/index.js';
import { fakeClock } from '../test/fake-clock.js';
import { hanging, rejection } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { transportOn } from '../test/transport.js';
import { operations } from '../v1/operations.js';
import { send } from './send.js';
import type { Fetch } from './transport.js';

const call = { limits: {}, about: { step: 'create' } } as const;
const transport = (fetch: Fetch, more = {}) => transportOn(fetch, more);
const failing =
  (error: unknown): Fetch =>
  () =>
    Promise.reject(error);
const request = { operation: operations.createPrintJob, url: 'https://api.test/x', headers: {} };
const secret = '0123456789abcdef0123456789abcdef';

describe('send', () => {
  it('refuses redirects on every request, and passes method, headers and body on', async () => {
    let seen: RequestInit = {};
    const fetch: Fetch = async (_, init) => {
      seen = init;
      return new Response('{}', { status: 201 });
    };
    const answer = await send(transport(fetch), call, { ...request, headers: { a: 'b' }, body: 'x' });
    expect(seen).toMatchObject({ method: 'POST', redirect: 'error', headers: { a: 'b' }, body: 'x' });
    expect(answer).toMatchObject({ status: 201, ok: true, text: '{}', call });
  });

  it('does not follow a redirect of a real server, nor send anything to its target', async () => {
    await using target = await startServer();
    await using server = await startServer((_, response) =>
      response.writeHead(307, { location: target.url }).end(),
    );
    const error = await rejection(send(transport(fetch), call, { ...request, url: server.url, body: 'x' }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ message: expect.stringContaining('redirect') as string });
    expect(target.arrived).toEqual([]);
  });

  it('tells a refused connection, which sent nothing, from a broken one', async () => {
    const closed = await startServer();
    await closed[Symbol.asyncDispose]();
    const refused = await rejection(send(transport(fetch), call, { ...request, url: closed.url }));
    expect(refused).toBeInstanceOf(ConnectionError);
    expect(refused).toMatchObject({ notSent: true, code: 'connection_failed', step: 'create' });
    expect((refused as Error).message).toMatch(/ECONNREFUSED.*Check baseUrl/);

    await using dropping = await startServer((_, response) => response.socket?.destroy());
    const broken = await rejection(send(transport(fetch), call, { ...request, url: dropping.url }));
    expect(broken).toMatchObject({
      notSent: false,
      message: expect.stringContaining('may have received it') as string,
    });
    expect(dropping.arrived).toHaveLength(1);
  });

  it.each(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
    'calls it a time that is over when fetch gives up by itself: %s',
    async (code) => {
      const cause = Object.assign(new Error('Timeout Error'), { code });
      const fetch = failing(new TypeError('fetch failed', { cause }));
      const error = (await rejection(send(transport(fetch), call, request))) as Error;
      expect(error).toMatchObject({
        name: 'TimeoutError',
        code: 'timeout',
        step: 'create',
        cause: { cause: { code } },
      });
      expect(error.message).toBe(
        `The create call failed: fetch itself gave up (fetch failed: Timeout Error: ${code}). The host may have received it.`,
      );
      expect(error).not.toHaveProperty('notSent');
    },
  );

  it('reports an answer that breaks off in its body as a broken connection', async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":', () => response.socket?.destroy());
    });
    expect(await rejection(send(transport(fetch), call, { ...request, url: server.url }))).toBeInstanceOf(
      ConnectionError,
    );
  });

  it('keeps the time limit on while the body of the answer arrives', async () => {
    const clock = fakeClock();
    const started = deferred();
    await using server = await startServer((_, response) => {
      response.writeHead(200);
      response.write('{', () => started.resolve());
    });
    const waiting = rejection(
      send(transport(fetch, { clock, timeoutMs: 50 }), call, { ...request, url: server.url }),
    );
    await started.promise;
    clock.advance(50);
    expect(await waiting).toMatchObject({ name: 'TimeoutError', code: 'timeout' });
  });

  it('takes the limit of the call before the one of the client before the one of the request before 30 s', async () => {
    const limits: [number | undefined, number | undefined, number | undefined, number][] = [
      [10, 20, 30, 10],
      [undefined, 20, 30, 20],
      [undefined, undefined, 30, 30],
      [undefined, undefined, undefined, 30_000],
    ];
    for (const [ofCall, ofClient, ofRequest, expected] of limits) {
      const clock = fakeClock();
      const fetch: Fetch = (_, { signal }) => hanging({ signal } as never) as Promise<Response>;
      let ended = false;
      const more = ofRequest === undefined ? {} : { defaultTimeoutMs: ofRequest };
      const waiting = rejection(
        send(
          transport(fetch, { clock, timeoutMs: ofClient }),
          { ...call, limits: { timeoutMs: ofCall } },
          { ...request, ...more },
        ),
      ).finally(() => (ended = true));
      clock.advance(expected - 1);
      await Promise.resolve();
      expect(ended).toBe(false);
      clock.advance(1);
      expect(await waiting).toMatchObject({ code: 'timeout' });
    }
  });

  it('does not hand on what an HTTP library knows about the request', async () => {
    const inner = Object.assign(new Error(`proxy says no to ${secret}`), {
      config: { headers: { authorization: secret } },
    });
    const error = await rejection(
      send(transport(failing(new TypeError('fetch failed', { cause: inner }))), call, request),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain('fetch failed: proxy says no to [redacted]');
    expect(JSON.stringify(Object.getOwnPropertyDescriptors((error as Error).cause))).not.toContain(secret);
  });

  it.each([
    [
      'C0FF:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/record/record.c:350:\n',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      '(fetch failed: wrong version number: ERR_SSL_WRONG_VERSION_NUMBER)',
      // A host that answers in plain text after it has received the request ends like this, too.
      false,
    ],
    ['certificate has expired', 'CERT_HAS_EXPIRED', 'certificate has expired: CERT_HAS_EXPIRED', true],
    ['bad port', undefined, '(fetch failed: bad port)', true],
  ])(
    'says %j in one line, and whether it proves that nothing was sent',
    async (message, code, said, notSent) => {
      const cause = Object.assign(new Error(message), { code });
      const error = await rejection(
        send(transport(failing(new TypeError('fetch failed', { cause }))), call, request),
      );
      expect(error).toMatchObject({ notSent });
      expect((error as Error).message).toContain(said);
      expect((error as Error).message).not.toContain('\n');
    },
  );

  it('lets an error of our own through that fetch has wrapped', async () => {
    const own = new DocumentError('The stream is too short.', { code: 'unreadable_document' });
    const error = await rejection(
      send(transport(failing(new TypeError('fetch failed', { cause: own }))), call, request),
    );
    expect(error).toBe(own);
  });

  it.each([undefined, null, 'a string', 7, {}])(
    'says of a fetch that gives %j that it is no Response',
    async (given) => {
      const fetch = (() => Promise.resolve(given)) as never;
      expect(await rejection(send(transport(fetch), call, request))).toMatchObject({
        name: 'ResponseFormatError',
        code: 'bad_response',
        message: 'The create call failed: the option fetch did not return a Response.',
        step: 'create',
      });
    },
  );

  it.each([undefined, null, 'a string', 7])('survives a fetch that throws %s', async (thrown) => {
    expect(await rejection(send(transport(failing(thrown)), call, request))).toBeInstanceOf(ConnectionError);
  });
});

function deferred() {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
