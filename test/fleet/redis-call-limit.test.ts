import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisStores, type NodeRedisClient, type RedisCallLimit } from 'epson-connect-sdk/redis';
import { hasRedis, skipNotice, startRedis, type RedisServer } from '../support/processes/redis.js';

skipNotice('the call limit in Redis');

const MINUTE_MS = 300;

/** A client whose minute is short. */
function hasty(client: NodeRedisClient): NodeRedisClient {
  const shortened = ({ keys, arguments: args }: { keys: string[]; arguments: string[] }) => ({
    keys,
    arguments: args.map((arg) => (arg === '60100' ? String(MINUTE_MS) : arg)),
  });
  return {
    evalSha: (sha1, options) => client.evalSha(sha1, shortened(options)),
    eval: (lua, options) => client.eval(lua, shortened(options)),
  };
}

describe.skipIf(!hasRedis)('the call limit in Redis', () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    server = await startRedis();
    client = createClient({ url: server.url });
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  /** The limits of some workers. Each `call` waits for its turn, lasts `lastsMs`, and returns when it left. */
  function fleet(callsPerMinute: number, size = 2) {
    const prefix = randomUUID();
    const workers = Array.from({ length: size }, () => redisStores(hasty(client), { prefix }).callLimit);
    const startMs = performance.now();
    const spans: { leftMs: number; endMs: number }[] = [];
    const named = (id: string) => ({ id, client: 'c', callsPerMinute, timeoutMs: 2_000 });
    async function call(worker: RedisCallLimit, lastsMs = 0, isAccepted = () => true) {
      const id = randomUUID();
      for (let delayMs; (delayMs = await worker.take(named(id))) > 0;) await sleep(delayMs);
      const leftMs = performance.now() - startMs;
      await sleep(lastsMs);
      spans.push({ leftMs, endMs: performance.now() - startMs });
      worker.end(named(id), isAccepted());
      return leftMs;
    }
    return { workers, call, named, spans, prefix };
  }

  it('is exact over all workers, in whatever moment the host counts', async () => {
    const { workers, call, spans } = fleet(5, 3);
    await Promise.all(Array.from({ length: 20 }, (_, n) => call(workers[n % 3]!, (n % 4) * 10)));
    for (const { leftMs } of spans) {
      const inWindow = spans.filter((other) => other.leftMs <= leftMs && other.endMs > leftMs - MINUTE_MS);
      expect(inWindow.length).toBeLessThanOrEqual(5);
    }
    expect(spans).toHaveLength(20);
  });

  it('lets the calls leave in the order in which they came, whichever worker has them', async () => {
    const { workers, call } = fleet(2, 3);
    const order: number[] = [];
    const all: Promise<unknown>[] = [];
    for (let n = 0; n < 6; n += 1) {
      all.push(call(workers[n % 3]!).then(() => order.push(n)));
      await sleep(5);
    }
    await Promise.all(all);
    const turns = [0, 2, 4].map((from) => order.slice(from, from + 2).toSorted());
    expect(turns).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('counts a call that never ended until its time and a minute are over', async () => {
    const { workers, named } = fleet(1);
    const [one, two] = workers as [RedisCallLimit, RedisCallLimit];
    const short = { ...named('killed'), timeoutMs: 300 };
    expect(await one.take(short)).toBe(0);
    const startMs = performance.now();
    for (let delayMs; (delayMs = await two.take(named('b'))) > 0;) await sleep(delayMs);
    expect(performance.now() - startMs).toBeGreaterThan(300 + MINUTE_MS - 20);
    expect(performance.now() - startMs).toBeLessThan(300 + 3 * MINUTE_MS);
  });

  it('does not wait for a call that was given up while it waited', async () => {
    const { workers, call, named } = fleet(1);
    const [one, two] = workers as [RedisCallLimit, RedisCallLimit];
    await call(one);
    expect(await one.take(named('given up'))).toBeGreaterThan(0);
    // The wait for it is over a second after it had to ask again.
    expect(await call(two)).toBeLessThan(1_000 + 4 * MINUTE_MS);
  });

  it('keeps all workers from calling for as long as the host has said, then sends one first', async () => {
    const { workers, call, spans } = fleet(100);
    const [one, two] = workers as [RedisCallLimit, RedisCallLimit];
    await call(one);
    spans.splice(0);
    const startMs = performance.now();
    await one.close('c', 300);
    await one.close('c', 100);
    const calls = Array.from({ length: 6 }, (_, n) => call(n % 2 ? one : two, 50));
    await Promise.all(calls);
    expect(performance.now() - startMs).toBeGreaterThan(300);
    const [first, ...others] = spans.toSorted((a, b) => a.leftMs - b.leftMs);
    for (const { leftMs } of others) expect(leftMs).toBeGreaterThanOrEqual(first!.endMs);
  });

  it('sends one call after the other until one has been accepted', async () => {
    const { workers, call, spans } = fleet(100);
    const [one, two] = workers as [RedisCallLimit, RedisCallLimit];
    await one.close('c', 1);
    // The first two to leave are refused.
    await Promise.all([one, two, one, two].map((worker) => call(worker, 20, () => spans.length > 2)));
    const [first, second, third] = spans.toSorted((a, b) => a.leftMs - b.leftMs);
    expect(second!.leftMs).toBeGreaterThanOrEqual(first!.endMs);
    expect(third!.leftMs).toBeGreaterThanOrEqual(second!.endMs);
  });

  it('leaves nothing in Redis when its minute is over', async () => {
    const { workers, call, prefix } = fleet(3);
    const keys = async () => (await client.keys(`{${prefix}}*`)).length;
    await Promise.all(Array.from({ length: 5 }, (_, n) => call(workers[n % 2]!)));
    expect(await keys()).toBeGreaterThan(0);
    await expect.poll(keys).toBe(0);
  });
});
