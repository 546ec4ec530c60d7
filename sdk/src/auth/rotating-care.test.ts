import { describe, expect, it } from 'vitest';
import { json, rejection } from '../test/fake-host.js';
import { HOUR_MS, rotatingSources } from '../test/rotating-host.js';
import { deferred, settled } from '../test/settled.js';
import type { StoredTokens } from './token.js';

describe('tokens that rotate', () => {
  it('are stored when the source is idle, also where they were renewed in the background, or the call has left', async () => {
    const { clock, host, source, usable, exchange, store } = await rotatingSources();
    await source.idle();
    await exchange();
    await usable();
    let isIdle = false;
    const answers = [deferred<void>(), deferred<void>()] as const;
    for (const { promise } of answers)
      host.next(async (grant) => {
        await promise;
        return grant();
      });
    clock.advance(HOUR_MS - 200_000);
    expect(await usable()).toBe('access-1');
    const first = source.idle().then(() => (isIdle = true));
    await settled();
    expect([isIdle, host.refreshes()]).toEqual([false, ['refresh-1']]);
    answers[0].resolve();
    await first;
    expect(await store.read()).toMatchObject({ access_token: 'access-2' });
    clock.advance(HOUR_MS);
    const leaving = new AbortController();
    const left = rejection(usable(source, { signal: leaving.signal }));
    await settled();
    leaving.abort();
    await left;
    isIdle = false;
    const second = source.idle().then(() => (isIdle = true));
    await settled();
    expect([isIdle, host.refreshes()]).toEqual([false, ['refresh-1', 'refresh-2']]);
    answers[1].resolve();
    await second;
    expect(await store.read()).toMatchObject({ access_token: 'access-3' });
    host.next(() => json(500, {}));
    clock.advance(HOUR_MS - 200_000);
    await usable();
    await source.idle();
    expect(host.seen).toHaveLength(4);
  });

  it.each([['3600'], [undefined], [null], ['soon']])(
    'are taken whatever their answer says of their life, because the refresh token is spent: %o',
    async (expires_in) => {
      const { clock, host, usable, another, exchange } = await rotatingSources();
      await exchange();
      clock.advance(HOUR_MS);
      host.next(async (grant) => json(200, { ...((await grant().json()) as object), expires_in }));
      expect(await usable()).toBe('access-2');
      clock.advance(HOUR_MS);
      expect(await usable(another())).toBe('access-3');
      expect(host.refreshes()).toEqual(['refresh-1', 'refresh-2']);
    },
  );

  it('of a file that was edited end in an error of this package, whatever stands in it', async () => {
    for (const more of [{ refusedAtMs: 1e300 }, { refusedAtMs: 'then', refreshingSinceMs: {} }]) {
      const { host, store, exchange, usable, another, clock } = await rotatingSources();
      await exchange();
      clock.advance(HOUR_MS);
      const stored = await store.read();
      await store.replace(stored, { ...stored, ...more } as StoredTokens);
      expect(await rejection(usable(another()))).toMatchObject({ name: 'ReauthorizationRequiredError' });
      expect(host.refreshes()).toEqual([]);
    }
  });
});
