import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { json, rejection } from '../test/fake-host.js';
import { HOUR_MS, lostAnswer, rotatingSources } from '../test/rotating-host.js';
import { deferred, settled } from '../test/settled.js';
import { memoryTokenStore, type TokenStore } from './token-store.js';

const lost = { name: 'ReauthorizationRequiredError', code: 'refresh_lost', step: 'authenticate' };
const refused = { name: 'ReauthorizationRequiredError', code: 'refresh_refused', step: 'authenticate' };

describe('tokens that rotate', () => {
  it('are those of the consent until they age, and then those of one refresh for all calls and processes', async () => {
    const { clock, host, usable, another, exchange } = await rotatingSources();
    await exchange();
    expect(await usable()).toBe('access-1');
    clock.advance(HOUR_MS);
    const sources = [another(), another(), another()];
    const found = await Promise.all(
      sources.flatMap((source) => Array.from({ length: 20 }, () => usable(source))),
    );
    expect(new Set(found)).toEqual(new Set(['access-2']));
    expect(host.refreshes()).toEqual(['refresh-1']);
  });

  it('are renewed in the background before their end', async () => {
    const { clock, host, usable, exchange } = await rotatingSources();
    await exchange();
    await usable();
    clock.advance(HOUR_MS - 200_000);
    expect(await usable()).toBe('access-1');
    await settled();
    expect(await usable()).toBe('access-2');
    expect(host.refreshes()).toEqual(['refresh-1']);
  });

  it('that a call was refused with are replaced once', async () => {
    const { host, source, another, exchange } = await rotatingSources();
    await exchange();
    const others = another();
    const renewed = await Promise.all([source, others].map((each) => each.instead({}, 'access-1')));
    expect(renewed).toMatchObject([{ access_token: 'access-2' }, { access_token: 'access-2' }]);
    expect(host.refreshes()).toEqual(['refresh-1']);
  });

  it('are stored before anybody uses them, and marked before the refresh is sent', async () => {
    const memory = memoryTokenStore();
    const events: string[] = [];
    const store: TokenStore = {
      ...memory,
      replace(previous, next) {
        events.push(`${next?.access_token}${next?.refreshingSinceMs === undefined ? '' : ' marked'}`);
        return memory.replace(previous, next);
      },
    };
    const { clock, host, usable, exchange } = await rotatingSources(store);
    await exchange();
    clock.advance(HOUR_MS);
    host.next((grant) => {
      events.push('sent');
      return grant();
    });
    events.push(`used ${await usable()}`);
    expect(events).toEqual(['access-1', 'access-1 marked', 'sent', 'access-2', 'used access-2']);
  });

  it('are not shared by two connections of one app', async () => {
    const { another, exchange, usable, source } = await rotatingSources();
    const kitchen = another({ connection: 'kitchen' });
    await exchange();
    await exchange(kitchen);
    expect([await usable(source), await usable(kitchen)]).toEqual(['access-1', 'access-2']);
    await source.forget();
    expect(await rejection(source.usable({}))).toMatchObject({ code: 'not_authorized' });
    expect(await usable(another({ connection: 'kitchen' }))).toBe('access-2');
  });

  it('send the credentials plain, and the verifier with the code', async () => {
    const { host, exchange, credentials } = await rotatingSources();
    await exchange();
    const { clientId, clientSecret } = credentials;
    expect(host.authorizations).toEqual([`Basic ${btoa(`${clientId}:${clientSecret}`)}`]);
    expect(Object.fromEntries(host.seen[0] ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: 'http://127.0.0.1:8381/callback',
      code_verifier: 'verifier',
    });
  });
});

describe('a refresh', () => {
  it('whose answer is lost is tried once more, and told when that is refused; nobody tries it again', async () => {
    const { clock, host, usable, another, exchange, source } = await rotatingSources();
    await exchange();
    clock.advance(HOUR_MS);
    host.next(lostAnswer);
    expect(await rejection(usable())).toMatchObject({ name: 'ConnectionError' });
    const error = await rejection(usable(another()));
    expect(error).toMatchObject({ ...lost, cause: { code: 'invalid_grant', status: 400 } });
    expect(String(error)).toContain('its answer was lost');
    for (const by of [source, another(), another()]) expect(await rejection(usable(by))).toMatchObject(lost);
    expect(await rejection(source.instead({}, 'access-1'))).toMatchObject(lost);
    expect(host.refreshes()).toEqual(['refresh-1', 'refresh-1']);
    expect(inspect(error, { depth: Infinity }) + JSON.stringify(error)).not.toMatch(/refresh-\d|access-\d/);
  });

  it('that did not reach the host is repeated, and costs nothing', async () => {
    const { clock, host, usable, exchange, another } = await rotatingSources();
    await exchange();
    clock.advance(HOUR_MS);
    host.next(() => {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
      });
    });
    expect(await rejection(usable())).toMatchObject({ name: 'ConnectionError', notSent: true });
    host.revoke();
    expect(await rejection(usable(another()))).toMatchObject(refused);
  });

  it.each([
    ['a failure', () => json(500, { error: 'server_error' })],
    ['a call limit', () => json(429, { message: 'Too Many Requests' })],
    ['the page of a gateway', () => new Response('<html>', { status: 502 })],
    ['a refusal of the client', () => json(401, { error: 'invalid_client' })],
    ['a success without a token', () => json(200, { refresh_token: 'x' })],
    ['a success that is no JSON', () => new Response('<html>', { status: 200 })],
    [
      'a time-out',
      (_: unknown, signal: AbortSignal) =>
        new Promise<Response>((_, no) => signal.addEventListener('abort', () => no(signal.reason))),
    ],
  ])('that gets %s changes no token', async (_, answer) => {
    const { clock, host, usable, another, exchange, store } = await rotatingSources();
    const { refreshingSinceMs: _none, ...tokens } = await exchange();
    clock.advance(HOUR_MS);
    host.next(answer);
    const failed = rejection(usable());
    await settled();
    clock.advance(30_000);
    expect(((await failed) as Error).name).not.toBe('ReauthorizationRequiredError');
    expect(await store.read()).toMatchObject(tokens);
    expect(await usable(another())).toBe('access-2');
    expect(host.refreshes()).toEqual(['refresh-1', 'refresh-1']);
  });

  it('that is refused without a lost answer says so, and a consent replaces it', async () => {
    const { clock, host, usable, another, exchange, source } = await rotatingSources();
    await exchange();
    clock.advance(HOUR_MS);
    host.revoke();
    expect(await rejection(usable())).toMatchObject(refused);
    expect(await rejection(usable(another()))).toMatchObject(refused);
    expect(host.refreshes()).toHaveLength(1);
    await exchange(another());
    expect(await usable(source)).toBe('access-2');
  });

  it('that is refused lets an access token live to its end', async () => {
    const { clock, host, usable, another, exchange } = await rotatingSources();
    await exchange();
    const first = another();
    await usable(first);
    clock.advance(HOUR_MS - 200_000);
    host.revoke();
    expect(await usable(first)).toBe('access-1');
    await settled();
    expect([await usable(first), await usable(another())]).toEqual(['access-1', 'access-1']);
    clock.advance(200_000);
    expect(await rejection(usable(first))).toMatchObject(refused);
    expect(host.refreshes()).toHaveLength(1);
  });

  it('goes on when its callers have left, and is stored for the next one', async () => {
    const { clock, host, another, exchange, usable, store } = await rotatingSources();
    await exchange();
    clock.advance(HOUR_MS);
    const answer = deferred<void>();
    host.next(async (grant, signal) => {
      await answer.promise;
      signal.throwIfAborted();
      return grant();
    });
    const impatient = another({}, 100);
    const gone = new AbortController();
    const left = [rejection(impatient.usable({})), rejection(impatient.usable({ signal: gone.signal }))];
    await settled();
    gone.abort('gone');
    clock.advance(100);
    expect(await Promise.all(left)).toMatchObject([{ code: 'timeout' }, 'gone']);
    const next = usable(impatient, { timeoutMs: 1_000 });
    answer.resolve();
    expect(await next).toBe('access-2');
    expect(await store.read()).toMatchObject({ access_token: 'access-2' });
    expect(host.refreshes()).toEqual(['refresh-1']);
  });
});
