import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StoredTokens } from 'epson-connect-sdk';
import type { LedgerEntry } from 'epson-connect-sdk/many';
import { redisStores, type RedisStoresOptions } from 'epson-connect-sdk/redis';
import { openClient } from '../support/fleet/clients.js';
import { hasRedis, skipNotice, startRedis, type RedisServer } from '../support/processes/redis.js';

skipNotice('the stores in Redis');

const entry = (state: LedgerEntry['state'], id = 'j1'): LedgerEntry => ({
  state,
  job: { id, device_id: 'd', job_name: 'ジョブ "1"', print_mode: 'document' },
});

const tokens = (access_token: string, owner = 'a', more: object = {}): StoredTokens =>
  ({ owner, access_token, obtainedAtMs: 1, ...more }) as StoredTokens;

describe.skipIf(!hasRedis).each(Object.keys(openClient))('the stores by a client of %s', (name) => {
  let server: RedisServer;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.close());

  /** Two workers of a fleet that has met nothing before. */
  async function workers(options: RedisStoresOptions = {}) {
    const prefix = randomUUID();
    const open = async (worker: string) => {
      const { client, close } = await openClient[name]!(server.port);
      onTestFinished(close);
      return { client, ...redisStores(client, { prefix, worker, ...options }) };
    };
    return [await open('w1'), await open('w2')] as const;
  }

  it('give a document to one worker at a time, and keep what it has recorded', async () => {
    const [one, two] = await workers();
    expect(await one.ledger.get('a')).toBeUndefined();
    const claims = await Promise.all([one.ledger.claim('a', 30_000), two.ledger.claim('a', 30_000)]);
    const [claim, ...others] = claims.filter((each) => each !== undefined);
    expect([claim?.entry, others]).toEqual([undefined, []]);
    expect(await claim!.record(entry('executing'))).toBe(true);
    expect(await two.ledger.get('a')).toEqual(entry('executing'));
    expect(await two.ledger.claim('b', 30_000)).toBeDefined();
    expect(await claim!.record(entry('done'))).toBe(true);
    expect(await claim!.renew(0)).toBe(true);
    expect(await two.ledger.claim('a', 30_000)).toBeUndefined();
    expect(await one.ledger.get('a')).toEqual(entry('done'));
  });

  it('let another worker go on when a lease is over or was given back, and the first one record nothing more', async () => {
    const [one, two] = await workers();
    const first = (await one.ledger.claim('a', 40))!;
    await first.record(entry('executing'));
    await expect.poll(() => two.ledger.claim('a', 30_000)).toMatchObject({ entry: entry('executing') });
    expect(await first.record(entry('done'))).toBe(false);
    expect(await first.renew(30_000)).toBe(false);
    expect(await one.ledger.get('a')).toEqual(entry('executing'));
    const other = (await one.ledger.claim('b', 30_000))!;
    await other.record(entry('failed'));
    await other.renew(0);
    expect(await two.ledger.claim('b', 30_000)).toMatchObject({ entry: entry('failed') });
  });

  it('tell the history of a document, and forget it', async () => {
    const [one, two] = await workers();
    const startMs = Date.now();
    const first = (await one.ledger.claim('a', 0))!;
    await first.record(entry('executing'));
    await first.record(entry('failed'));
    const second = (await two.ledger.claim('a', 30_000))!;
    await second.record(entry('executing', 'j2'));
    const history = await one.ledger.history('a');
    expect(history.map(({ state, job_id, owner }) => [owner.slice(0, 3), state, job_id])).toEqual([
      ['w1:', 'claimed', undefined],
      ['w1:', 'executing', 'j1'],
      ['w1:', 'failed', 'j1'],
      ['w2:', 'claimed', undefined],
      ['w2:', 'executing', 'j2'],
    ]);
    for (const { atMs } of history) expect(Math.abs(atMs - startMs)).toBeLessThan(60_000);
    await two.ledger.forget('a');
    expect([await one.ledger.get('a'), await one.ledger.history('a')]).toEqual([undefined, []]);
    expect(await second.record(entry('done'))).toBe(false);
  });

  it('replace tokens only in the place of those that were read', async () => {
    const [one, two] = await workers();
    expect(await one.tokenStore.read('a')).toBeUndefined();
    const first = tokens('t1', 'a', { refresh_token: 'r1', 未知: 'ü' });
    expect(await one.tokenStore.replace(undefined, first)).toBe(true);
    expect(await two.tokenStore.read('a')).toEqual(first);
    expect(await two.tokenStore.replace(undefined, tokens('t2'))).toBe(false);
    expect(await two.tokenStore.replace(tokens('t0'), tokens('t2'))).toBe(false);
    const next = [tokens('t2'), tokens('t3')];
    const replaced = await Promise.all([
      one.tokenStore.replace(first, next[0]),
      two.tokenStore.replace(first, next[1]),
    ]);
    expect(replaced.toSorted()).toEqual([false, true]);
    const winner = next[replaced.indexOf(true)];
    expect(await one.tokenStore.read('a')).toEqual(winner);
    // The same access token, and another state of the refresh token.
    const marked = { ...winner!, refreshingSinceMs: 5 };
    expect(await one.tokenStore.replace(winner, marked)).toBe(true);
    await one.tokenStore.replace(undefined, tokens('u1', 'b', { obtainedAtMs: 9 }));
    expect(await one.tokenStore.read('b')).toMatchObject({ access_token: 'u1' });
    expect(await two.tokenStore.read()).toMatchObject({ access_token: 'u1' });
    expect(await two.tokenStore.replace(marked, undefined)).toBe(true);
    expect(await one.tokenStore.read('a')).toBeUndefined();
  });

  it('let one worker at a time renew the tokens of an owner', async () => {
    const [one, two] = await workers();
    const events: string[] = [];
    const work = (store: typeof one.tokenStore, who: string, owner = 'a') =>
      store.exclusive(owner, async () => {
        events.push(`${who} begins`);
        await sleep(30);
        events.push(`${who} ends`);
        return who;
      });
    expect(await Promise.all([work(one.tokenStore, '1'), work(two.tokenStore, '2')])).toEqual(['1', '2']);
    expect(events[1]).toBe(`${events[0]?.[0]} ends`);
    const failing = one.tokenStore.exclusive('a', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await work(two.tokenStore, '2')).toBe('2');
  });

  it('let calls leave as the host takes them, and count each until a minute after its end', async () => {
    const [one, two] = await workers();
    const call = (id: string) => ({ id, client: 'c', callsPerMinute: 3, timeoutMs: 1_000 });
    expect(await one.callLimit.take(call('a'))).toBe(0);
    expect(await two.callLimit.take(call('b'))).toBe(0);
    expect(await two.callLimit.take(call('b'))).toBe(0);
    expect(await one.callLimit.take(call('c'))).toBe(0);
    expect(await one.callLimit.take({ ...call('a'), client: 'other' })).toBe(0);
    one.callLimit.end(call('a'), true);
    const waits = [await one.callLimit.take(call('d')), await two.callLimit.take(call('e'))];
    for (const wait of waits) expect(wait).toBeGreaterThan(59_000);
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(60_100);
  });
});
