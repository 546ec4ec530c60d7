import type { FaultEffect } from 'epson-connect-mock';
import {
  EpsonConnectV2,
  memoryTokenStore,
  systemClock,
  type CallOptions,
  type StoredTokens,
} from 'epson-connect-sdk/v2';
import { describe, expect, it } from 'vitest';
import { document, rejection } from '../support/mock/journey.js';
import { consent, journeyV2 } from '../support/mock/journey-v2.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';
import { scan } from '../support/secrets/secrets.js';

const isRefresh = (body: string | undefined) => body?.includes('grant_type=refresh_token') ?? false;

describe('the tokens of version 2', () => {
  it('S2: credentials travel by Basic as they are, and every refusal of them says what to check', async () => {
    const wire = recordingFetch();
    const { host } = await journeyV2({}, { fetch: wire.fetch });
    const { clientId, clientSecret } = host.credentialsV2;
    const [token] = wire.sent.filter(({ path }) => path === '/auth/token');
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    expect(token?.headers.get('authorization')).toBe(`Basic ${basic}`);
    expect([...new URLSearchParams(token?.body).keys()].toSorted()).toEqual([
      'code',
      'code_verifier',
      'grant_type',
      'redirect_uri',
    ]);
    for (const wrong of [clientSecret.slice(0, -1), `${clientSecret} `]) {
      const options = { ...host.credentialsV2, clientSecret: wrong, baseUrl: host.url };
      const error = await rejection(new EpsonConnectV2(options).notifications.get());
      expect(error).toMatchObject({ name: 'AuthenticationError', code: 'invalid_client' });
      expect(error.message).toContain('Check clientId, clientSecret and redirectUri');
    }
    const redirectUri = 'https://client.example/callback';
    const other = new EpsonConnectV2({ ...host.credentialsV2, redirectUri, baseUrl: host.url });
    const page = await fetch((await other.authorizationUrl()).url, { redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('invalid_client')]);
  });

  it('S3: no call goes without the API key, and a wrong one is named', async () => {
    const tokenStore = memoryTokenStore();
    const wire = recordingFetch();
    const { host, epson } = await journeyV2({}, { tokenStore, fetch: wire.fetch });
    await epson.print(document);
    await epson.notifications.get();
    const calls = wire.sent.filter(({ path }) => path.startsWith('/api/2/'));
    expect(calls.map(({ headers }) => headers.get('x-api-key'))).toEqual(
      calls.map(() => host.credentialsV2.apiKey),
    );
    const { apiKey: _, ...rest } = { ...host.credentialsV2, baseUrl: host.url, tokenStore };
    expect(() => new EpsonConnectV2(rest)).toThrow(/apiKey is missing/);
    const error = await rejection(new EpsonConnectV2({ ...rest, apiKey: rest.clientId }).device());
    expect(error).toMatchObject({ name: 'ForbiddenError', code: 'api_key_refused' });
    expect(error.message).toContain('check apiKey');
  });

  it('S4: new tokens are stored before they are used, and two clients refresh once', async () => {
    const store = memoryTokenStore();
    const order: string[] = [];
    const tokenStore = {
      ...store,
      replace(previous: StoredTokens | undefined, next: StoredTokens | undefined) {
        if (next?.access_token !== previous?.access_token) order.push('stored');
        return store.replace(previous, next);
      },
    };
    const wire = recordingFetch(({ path, body }) => {
      if (isRefresh(body)) order.push('refreshed');
      else if (path.startsWith('/api/')) order.push('used');
      return undefined;
    });
    const { host, epson } = await journeyV2({}, { tokenStore, fetch: wire.fetch });
    const options = { ...host.credentialsV2, baseUrl: host.url, tokenStore, fetch: wire.fetch };
    host.control.expireTokens();
    order.length = 0;
    // One refused call each, one refresh for both, and one repeated call each.
    await Promise.all([epson.device(), new EpsonConnectV2(options).device()]);
    expect(order).toEqual(['used', 'used', 'refreshed', 'stored', 'used', 'used']);
    await new EpsonConnectV2(options).device();
    expect(order.filter((each) => each === 'refreshed')).toHaveLength(1);
  });

  it('S5: what a failed refresh answers never replaces good tokens', async () => {
    const tokenStore = memoryTokenStore();
    let bad: Response | undefined;
    const wire = recordingFetch(({ body }) => (isRefresh(body) ? bad : undefined));
    const { host, epson } = await journeyV2({}, { tokenStore, fetch: wire.fetch, retries: 0 });
    const before = await tokenStore.read();
    host.control.expireTokens();
    for (const answer of [{}, { access_token: null }, { error: 'server_error' }, 'none']) {
      bad = Response.json(answer, { status: answer === 'none' ? 500 : 200 });
      expect((await rejection(epson.device())).name).toMatch(/^(ResponseFormat|Server)Error$/);
      const { access_token, refresh_token } = before ?? {};
      expect(await tokenStore.read()).toMatchObject({ access_token, refresh_token });
    }
    bad = undefined;
    expect((await epson.device()).connected).toBe(true);
  });

  it('S6: a token lives as long as the host says', async () => {
    let [aheadMs, expires_in] = [0, 600];
    const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs };
    const wire = recordingFetch(async ({ path }, init) => {
      if (path !== '/auth/token') return undefined;
      const answer = (await (await fetch(wire.sent.at(-1)?.url ?? '', init)).json()) as object;
      return Response.json({ ...answer, expires_in });
    });
    const { epson } = await journeyV2({}, { clock, fetch: wire.fetch });
    const refreshes = () => wire.sent.filter(({ body }) => isRefresh(body)).length;
    aheadMs += 580_000; // twenty seconds before the end, and half an hour before a fixed fifty minutes
    expires_in = 86_400;
    await epson.device();
    expect(refreshes()).toBe(1);
    aheadMs += 80_000_000; // a token of a day is still good
    await epson.device();
    expect(refreshes()).toBe(1);
  });

  it('S13: no log line, exchange, error or client shows a token or a secret', async () => {
    const shown: unknown[] = [];
    const show = (...values: unknown[]) => void shown.push(...values);
    const hooks = { logger: show, onExchange: show };
    const { host, epson } = await journeyV2({}, { ...hooks, retries: 0 });
    await epson.print(document);
    for (const operation of ['requestToken', 'createPrintJob', 'uploadPrintFile', 'executePrint'] as const) {
      host.control.faults.add({ operation, effect: { kind: 'drop_after' } });
      host.control.expireTokens();
      const error = await rejection(epson.print(document));
      show(error, error.message, error.stack, JSON.stringify(error), error.cause);
    }
    const asked = await epson.authorizationUrl();
    show(await rejection(epson.authorize(await consent(asked.url), { ...asked, state: 'another-state' })));
    show(epson, JSON.stringify(epson));
    expect(shown.length).toBeGreaterThan(20);
    for (const value of shown) expect(scan(value)).toEqual([]);
  });

  it('S16: only invalid_grant ends a connection: no time-out, no 5xx, no lost answer', async () => {
    const tokenStore = memoryTokenStore();
    const { host, epson } = await journeyV2({}, { tokenStore, retries: 0 });
    host.control.expireTokens();
    const operation = 'requestToken';
    const failing = async (effect: FaultEffect | undefined, options?: CallOptions) => {
      host.control.faults.add(effect ? { operation, effect } : { operation, status: 500 });
      const { name } = await rejection(epson.device(options));
      expect((await tokenStore.read())?.refresh_token).toEqual(expect.any(String));
      return name;
    };
    expect([
      await failing(undefined),
      await failing({ kind: 'drop_before' }),
      await failing({ kind: 'html' }),
      await failing({ kind: 'delay', delay_ms: 500 }, { timeoutMs: 50 }),
    ]).toEqual(['ServerError', 'ConnectionError', 'ServerError', 'TimeoutError']);
    await epson.device();
    host.control.revokeTokens();
    expect(await rejection(epson.device())).toMatchObject({
      name: 'ReauthorizationRequiredError',
      code: 'refresh_refused',
    });
  });

  it('S18: tokens that cannot be stored are not used: the call fails, and the next one stores them', async () => {
    const store = memoryTokenStore();
    const full = new Error('the disk is full');
    let isFull = false;
    const tokenStore = {
      ...store,
      replace(previous: StoredTokens | undefined, next: StoredTokens | undefined) {
        if (isFull && next?.access_token !== previous?.access_token) throw full;
        return store.replace(previous, next);
      },
    };
    const { host, epson, operations } = await journeyV2({}, { tokenStore });
    host.control.expireTokens();
    isFull = true;
    expect(await epson.print(document).catch((error: unknown) => error)).toBe(full);
    expect(operations()).toEqual(['createPrintJob', 'requestToken']);
    isFull = false;
    await epson.print(document);
    expect(operations().filter((each) => each === 'requestToken')).toHaveLength(1);
    await new EpsonConnectV2({ ...host.credentialsV2, baseUrl: host.url, tokenStore }).device();
  });

  it('S20: notifications are set with the token of the app, also without a connected printer', async () => {
    const wire = recordingFetch();
    const { host } = await journeyV2();
    const epson = new EpsonConnectV2({ ...host.credentialsV2, baseUrl: host.url, fetch: wire.fetch });
    const setting = { notification: true, callbackUri: 'https://client.example/told' };
    await epson.notifications.set(setting);
    expect(await epson.notifications.get()).toEqual(setting);
    expect(wire.grants()).toEqual(['client_credentials']);
    expect(new Set(wire.bearers())).toEqual(new Set(wire.tokens));
  });
});
