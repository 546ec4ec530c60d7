import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { token } from '../test/fake-host.js';
import { deferred } from '../test/settled.js';
import { memoryTokenStore } from './token-store.js';

const tokens = (n: number) => ({
  owner: 'o',
  access_token: token('access', n),
  subject_id: 's',
  expires_in: 3600,
  obtainedAtMs: 0,
});

describe('memoryTokenStore', () => {
  it('lets only one of two writers replace the same tokens', async () => {
    const store = memoryTokenStore();
    expect(await store.read()).toBeUndefined();
    expect(await store.replace(undefined, tokens(1))).toBe(true);
    expect(await store.replace(undefined, tokens(2))).toBe(false);
    expect(await store.read()).toEqual(tokens(1));
    expect(await store.replace(tokens(1), tokens(3))).toBe(true);
    expect(await store.replace(tokens(1), tokens(4))).toBe(false);
    expect(await store.read()).toEqual(tokens(3));
  });

  it('forgets', async () => {
    const store = memoryTokenStore();
    await store.replace(undefined, tokens(1));
    expect(await store.replace(tokens(1), undefined)).toBe(true);
    expect(await store.read()).toBeUndefined();
  });

  it('keeps the tokens of several owners apart, and one right for each', async () => {
    const store = memoryTokenStore();
    await store.replace(undefined, tokens(1));
    expect(await store.replace(undefined, { ...tokens(2), owner: 'p' })).toBe(true);
    expect([await store.read('o'), await store.read('p'), await store.read('q')]).toEqual([
      tokens(1),
      { ...tokens(2), owner: 'p' },
      undefined,
    ]);
    const events: string[] = [];
    const first = deferred<void>();
    const work = (name: string, until?: Promise<void>) => async () => {
      events.push(`${name} began`);
      await until;
      events.push(`${name} ended`);
    };
    const held = store.exclusive?.('o', work('o', first.promise));
    const next = store.exclusive?.('o', work('next'));
    await store.exclusive?.('p', work('p'));
    expect(events).toEqual(['o began', 'p began', 'p ended']);
    first.resolve();
    await Promise.all([held, next]);
    expect(events.slice(3)).toEqual(['o ended', 'next began', 'next ended']);
  });

  it('gives the right to the next one when work has failed', async () => {
    const store = memoryTokenStore();
    const failed = store.exclusive?.('o', () => Promise.reject(new Error('mine')));
    const next = store.exclusive?.('o', async () => 'next');
    await expect(failed).rejects.toThrow('mine');
    expect(await next).toBe('next');
  });

  it('shows no token when it is printed', async () => {
    const store = memoryTokenStore();
    await store.replace(undefined, tokens(1));
    expect(inspect(store, { depth: Infinity, showHidden: true }) + JSON.stringify(store)).not.toContain(
      token('access', 1),
    );
  });
});
