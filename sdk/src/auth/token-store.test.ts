import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { token } from '../test/fake-host.js';
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

  it('shows no token when it is printed', async () => {
    const store = memoryTokenStore();
    await store.replace(undefined, tokens(1));
    expect(inspect(store, { depth: Infinity, showHidden: true }) + JSON.stringify(store)).not.toContain(
      token('access', 1),
    );
  });
});
