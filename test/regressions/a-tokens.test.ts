import { setImmediate as turn } from 'node:timers/promises';
import { AuthenticationError, memoryTokenStore, UploadError } from 'epson-connect-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { document, journey, rejection } from '../support/mock/journey.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';

const limitless = { callsPerMinute: Number.POSITIVE_INFINITY };
const invalidGrant = { operation: 'authenticate', code: 'invalid_grant' } as const;

describe('tokens', () => {
  it('A1: no call leaves before there is a token, and each carries the newest', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journey({}, { fetch: wire.fetch });
    await Promise.all([epson.device(), epson.createJob({ job_name: 'a' })]);
    expect(wire.sent[0]?.path).toMatch(/\/token$/);
    expect(new Set(wire.bearers())).toEqual(new Set(wire.tokens));
    host.control.expireTokens();
    await epson.device();
    expect(wire.tokens).toHaveLength(2);
    expect(wire.bearers().at(-1)).toBe(wire.tokens[1]);
    expect(wire.sent.every(({ url }) => !/\/printers\/(undefined|null)?(\/|$)/.test(url))).toBe(true);
  });

  it('A2: a refused renewal rejects the call, and nothing else', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    onTestFinished(() => void process.off('unhandledRejection', onUnhandled));
    const { host, epson } = await journey();
    await epson.authenticate();
    host.control.expireTokens();
    host.control.faults.add({ ...invalidGrant, times: 2 });
    await expect(epson.createJob({ job_name: 'a' })).rejects.toThrow(AuthenticationError);
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(unhandled).toEqual([]);
  });

  it('A3: fifty concurrent calls on an expired token make one token request', async () => {
    const { host, epson, operations } = await journey(limitless, limitless);
    await epson.authenticate();
    host.control.expireTokens();
    await Promise.all(Array.from({ length: 50 }, () => epson.device()));
    expect(operations().filter((each) => each === 'authenticate')).toHaveLength(2);
  });

  it('A4: three renewals in a row succeed though each ends the refresh token before', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journey({ assume: { 'refresh-rotation': 'on' } }, { fetch: wire.fetch });
    await epson.device();
    for (let renewals = 0; renewals < 3; renewals += 1) {
      host.control.expireTokens();
      await epson.device();
    }
    expect(wire.grants()).toEqual(['password', 'refresh_token', 'refresh_token', 'refresh_token']);
  });

  it('A5: a refused refresh falls back to the password, and after two refusals the client still works', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journey({}, { fetch: wire.fetch });
    await epson.device();
    host.control.expireTokens();
    host.control.faults.add(invalidGrant);
    await epson.device();
    expect(wire.grants()).toEqual(['password', 'refresh_token', 'password']);
    host.control.expireTokens();
    host.control.faults.add({ ...invalidGrant, times: 2 });
    expect(await rejection(epson.device())).toMatchObject({
      name: 'AuthenticationError',
      code: 'invalid_grant',
      cause: { code: 'invalid_grant' },
    });
    expect(await epson.device()).toMatchObject({ ec_connected: true });
  });

  it.each(['400', '500', 'HTML', 'nothing', 'no token', 'no life'] as const)(
    'A6: a renewal that is answered by %s leaves the store as it is',
    async (what) => {
      const answers = {
        '400': () => Response.json({ error: 'invalid_grant' }, { status: 400 }),
        '500': () => Response.json({ error: 'server_error' }, { status: 500 }),
        HTML: () => new Response('<html>', { status: 200 }),
        nothing: () => new Response('', { status: 200 }),
        'no token': () => Response.json({ token_type: 'Bearer', expires_in: 3600, subject_id: 'a' }),
        'no life': () => Response.json({ access_token: 'a'.repeat(64), subject_id: 'a' }),
      };
      let isFailing = false;
      const wire = recordingFetch(({ path }) =>
        isFailing && path.endsWith('/token') ? answers[what]() : undefined,
      );
      const tokenStore = memoryTokenStore();
      const { host, epson } = await journey({}, { fetch: wire.fetch, tokenStore, retries: 0 });
      await epson.authenticate();
      const before = structuredClone(await tokenStore.read());
      host.control.expireTokens();
      isFailing = true;
      expect(await rejection(epson.device())).toHaveProperty('step', 'authenticate');
      expect(await tokenStore.read()).toEqual(before);
      isFailing = false;
      expect(await epson.device()).toMatchObject({ ec_connected: true });
    },
  );

  it('A7: new tokens are kept though a later step fails', async () => {
    const tokenStore = memoryTokenStore();
    const fault = { operation: 'uploadPrintFile', status: 413 } as const;
    const { host, epson } = await journey(
      { assume: { 'refresh-rotation': 'on' }, faults: [fault] },
      { tokenStore },
    );
    await epson.authenticate();
    const before = await tokenStore.read();
    host.control.expireTokens();
    await expect(epson.print(document)).rejects.toThrow(UploadError);
    const after = await tokenStore.read();
    expect(after?.refresh_token).toMatch(/^\w{64}$/);
    expect([
      after?.refresh_token === before?.refresh_token,
      after?.access_token === before?.access_token,
    ]).toEqual([false, false]);
  });
});
