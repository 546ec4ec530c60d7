import { describe, expect, it } from 'vitest';
import { rejection } from '../test/fake-host.js';
import { HOUR_MS, lostAnswer, rotatingSources } from '../test/rotating-host.js';
import { deferred, settled } from '../test/settled.js';
import { memoryTokenStore, type TokenStore } from './token-store.js';

describe('a store', () => {
  const failing = () => {
    const memory = memoryTokenStore();
    const failures: (RegExp | undefined)[] = [];
    const store: TokenStore = {
      ...memory,
      replace(previous, next) {
        if (failures.shift()?.test(String(next?.access_token))) throw new Error('disk full');
        return memory.replace(previous, next);
      },
    };
    return { store, memory, failures };
  };

  it('that does not take the new tokens fails the call; they are stored by the next one, before they are used', async () => {
    const { store, memory, failures } = failing();
    const { clock, host, usable, exchange } = await rotatingSources(store);
    await exchange();
    clock.advance(HOUR_MS);
    failures.push(undefined, /access-2/, /access-2/);
    expect(await rejection(usable())).toMatchObject({ message: 'disk full' });
    expect(await rejection(usable())).toMatchObject({ message: 'disk full' });
    expect(await memory.read()).toMatchObject({ access_token: 'access-1' });
    expect(await usable()).toBe('access-2');
    expect(await memory.read()).toMatchObject({ access_token: 'access-2' });
    expect(host.refreshes()).toEqual(['refresh-1']);
  });

  it('that cannot be written costs no refresh token', async () => {
    const { store, failures } = failing();
    const { clock, host, usable, exchange } = await rotatingSources(store);
    await exchange();
    clock.advance(HOUR_MS);
    failures.push(/./);
    expect(await rejection(usable())).toMatchObject({ message: 'disk full' });
    expect(host.refreshes()).toEqual([]);
    expect(await usable()).toBe('access-2');
  });

  it('that does not take the tokens of a consent gets them with the next call', async () => {
    const { store, failures } = failing();
    const { usable, exchange, host } = await rotatingSources(store);
    failures.push(/./);
    expect(await rejection(exchange())).toMatchObject({ message: 'disk full' });
    expect(await usable()).toBe('access-1');
    expect(host.seen).toHaveLength(1);
  });

  it('whose right cannot be had costs no authorization code', async () => {
    const exclusive = () => Promise.reject(new Error('read-only'));
    const { host, exchange } = await rotatingSources({ ...memoryTokenStore(), exclusive });
    expect(await rejection(exchange())).toMatchObject({ message: 'read-only' });
    expect(host.seen).toEqual([]);
  });

  it('that never replaces is named, and no token is sent', async () => {
    const memory = memoryTokenStore();
    let isStuck = false;
    const store = {
      ...memory,
      replace: (...both: Parameters<TokenStore['replace']>) => !isStuck && memory.replace(...both),
    };
    const { clock, host, usable, exchange } = await rotatingSources(store);
    await exchange();
    clock.advance(HOUR_MS);
    isStuck = true;
    expect(await rejection(usable())).toMatchObject({ name: 'ConfigurationError', code: 'unusable_store' });
    expect(host.refreshes()).toEqual([]);
  });

  it('without exclusive is exclusive within the process', async () => {
    const { read, replace } = memoryTokenStore();
    const { clock, host, usable, another, exchange } = await rotatingSources({ read, replace });
    await exchange();
    clock.advance(HOUR_MS);
    expect(await Promise.all([another(), another(), another()].map((by) => usable(by)))).toEqual(
      Array.from({ length: 3 }, () => 'access-2'),
    );
    expect(host.refreshes()).toEqual(['refresh-1']);
  });

  it.each(['this', 'another'])(
    'that %s process changed by a consent during a refresh keeps its tokens',
    async (by) => {
      const { clock, host, usable, another, exchange, store, source } = await rotatingSources();
      await exchange();
      clock.advance(HOUR_MS);
      const answer = deferred<void>();
      host.next(async (grant) => {
        const response = grant();
        await answer.promise;
        return response;
      });
      const renewing = usable();
      await settled();
      const consent = exchange(by === 'this' ? source : another());
      await settled();
      answer.resolve();
      await Promise.all([renewing, consent]);
      expect(await store.read()).toMatchObject({ access_token: 'access-3', refresh_token: 'refresh-3' });
    },
  );

  it('is empty after forget, though a refresh was on its way', async () => {
    const { clock, host, source, usable, exchange, store } = await rotatingSources();
    await exchange();
    clock.advance(HOUR_MS);
    const answer = deferred<void>();
    host.next(async (grant) => {
      await answer.promise;
      return grant();
    });
    const late = usable();
    await settled();
    const forgotten = source.forget();
    answer.resolve();
    await Promise.all([late, forgotten]);
    expect(await store.read()).toBeUndefined();
    expect(await rejection(usable())).toMatchObject({ code: 'not_authorized' });
  });
});

it('an authorization code whose answer is lost is not sent again', async () => {
  const { host, exchange } = await rotatingSources(memoryTokenStore(), 3);
  host.next(lostAnswer);
  expect(await rejection(exchange())).toMatchObject({ name: 'ConnectionError' });
  expect(host.seen).toHaveLength(1);
});
