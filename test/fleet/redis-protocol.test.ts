import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerClaim } from 'epson-connect-sdk/many';
import { redisStores } from 'epson-connect-sdk/redis';
import { atTime } from '../support/fleet/at-time.js';
import { hasRedis, skipNotice, startRedis, type RedisServer } from '../support/processes/redis.js';
import { MemoryLedger } from '../support/sdk/memory-ledger.js';
import { choices, expectTruth, ids, play } from '../support/sdk/play.js';
import { Workplace } from '../support/sdk/workers.js';

skipNotice('the protocol of claims on Redis');

const RUNS = { numRuns: Number(process.env['RUNS'] ?? 20), seed: Number(process.env['SEED'] ?? 20261129) };

describe.skipIf(!hasRedis)('the ledger in Redis', () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    // No disk: these tests are about the scripts.
    server = await startRedis({ appendonly: 'no' });
    client = createClient({ url: server.url });
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  const storesAt = (nowMs: () => number, changed?: (lua: string) => string) =>
    redisStores(atTime(client, nowMs, changed), { prefix: randomUUID(), allowUnsafeSettings: true });

  it('prints each document once in any order of what three workers, Redis and the host say', async () => {
    const struck = { displaced: 0, killed: 0, repeats: 0 };
    await fc.assert(
      fc.asyncProperty(choices, async (list) => {
        const workplace: Workplace = new Workplace(() => storesAt(() => workplace.nowMs).ledger);
        await play(workplace, list);
        await expectTruth(workplace);
        struck.displaced += workplace.displaced;
        struck.killed += workplace.workers.filter(({ state }) => state === 'killed').length;
        struck.repeats += workplace.workers
          .flatMap(({ results }) => results)
          .filter((r) => r.isRepeat).length;
      }),
      RUNS,
    );
    for (const [what, times] of Object.entries(struck)) expect(times, what).toBeGreaterThan(0);
  });

  it.each([
    ['records for a claim that was lost', 'if owner ~= ARGV[1] then return 0 end', ''],
    ['forgets that a job is executing', "{ 1, entry or '' }", "{ 1, '' }"],
  ])('fails that test when a script %s', async (_, right, wrong) => {
    let changes = 0;
    const worse = (lua: string) => {
      if (lua.includes(right)) changes += 1;
      return lua.replace(right, wrong);
    };
    const property = fc.asyncProperty(choices, async (list) => {
      const workplace: Workplace = new Workplace(() => storesAt(() => workplace.nowMs, worse).ledger);
      await play(workplace, list);
      return workplace.host.papers.length === ids.length;
    });
    expect(await fc.check(property, { ...RUNS, numRuns: 200, endOnFailure: true })).toMatchObject({
      failed: true,
    });
    expect(changes).toBeGreaterThan(0);
  });

  it('answers any list of commands as a table does', async () => {
    const command = fc.record({
      what: fc.constantFrom('claim', 'executing', 'failed', 'done', 'renew', 'give back', 'get', 'wait'),
      id: fc.constantFrom('a', 'b'),
      // Any claim that was made before, also one that was lost.
      which: fc.nat({ max: 5 }),
      ms: fc.constantFrom(1, 5_000, 29_999, 30_000),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 60, size: 'max' }), async (commands) => {
        let nowMs = 1_700_000_000_000;
        const table = new MemoryLedger(() => nowMs);
        const { ledger } = storesAt(() => nowMs);
        const claims: [LedgerClaim, LedgerClaim][] = [];
        for (const { what, id, which, ms } of commands) {
          const [expected, claim] = claims.at(-1 - which) ?? [];
          if (what === 'wait') nowMs += ms;
          else if (what === 'get') expect(await ledger.get(id)).toEqual(table.get(id));
          else if (what === 'claim') {
            const pair = [table.claim(id, 30_000), await ledger.claim(id, 30_000)] as const;
            seen.add(`claim ${pair[0] !== undefined}`);
            expect(pair[1]?.entry).toEqual(pair[0]?.entry);
            expect(pair[1] === undefined).toBe(pair[0] === undefined);
            if (pair[0] && pair[1]) claims.push([pair[0], pair[1]]);
          } else if (what === 'renew' || what === 'give back') {
            const leaseMs = what === 'renew' ? ms : 0;
            expect(await claim?.renew(leaseMs)).toBe(expected?.renew(leaseMs));
          } else {
            const job = {
              id: `job of ${claims.length}`,
              device_id: 'd',
              job_name: id,
              print_mode: 'document',
            };
            const entry = { state: what, job };
            const isRecorded = await expected?.record(entry);
            seen.add(`record ${isRecorded}`);
            expect(await claim?.record(entry)).toBe(isRecorded);
          }
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
    for (const each of ['claim true', 'claim false', 'record true', 'record false'])
      expect(seen).toContain(each);
  });

  it('lets no more calls count at any moment than the host accepts, and all leave in the end', async () => {
    const LIMIT = 3;
    const step = fc.record({
      worker: fc.nat({ max: 2 }),
      what: fc.constantFrom('ask', 'ask', 'ask', 'end', 'die', 'wait', 'wait', 'refuse'),
      which: fc.nat({ max: 9 }),
      ms: fc.constantFrom(1, 100, 20_000, 60_100),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
        // In the future: Redis removes keys by its own clock.
        let nowMs = 4_000_000_000_000;
        const prefix = randomUUID();
        const limit = () =>
          redisStores(
            atTime(client, () => nowMs),
            { prefix, allowUnsafeSettings: true },
          ).callLimit;
        const workers = [limit(), limit(), limit()];
        const named = (id: string) => ({ id, client: 'c', callsPerMinute: LIMIT, timeoutMs: 30_000 });
        const waiting: string[] = [];
        const busy: { id: string; worker: number }[] = [];
        /** From when to when the host may have counted each call. */
        const calls = new Map<string, { fromMs: number; toMs: number }>();
        let closedUntilMs = 0;
        const ask = async (id: string, worker: number): Promise<number> => {
          const delayMs = await workers[worker]!.take(named(id));
          if (delayMs > 0) return delayMs;
          expect(nowMs).toBeGreaterThanOrEqual(closedUntilMs);
          calls.set(id, { fromMs: nowMs, toMs: nowMs + 30_000 });
          const counted = [...calls.values()].filter(({ toMs }) => toMs > nowMs - 60_000);
          expect(counted.length).toBeLessThanOrEqual(LIMIT);
          busy.push({ id, worker });
          return 0;
        };
        const end = async ({ id, worker }: { id: string; worker: number }) => {
          // No request outlives its time.
          const call = calls.get(id)!;
          call.toMs = Math.min(nowMs, call.fromMs + 30_000);
          await workers[worker]!.end(named(id), true);
        };
        for (const { worker, what, which, ms } of steps) {
          if (what === 'wait') nowMs += ms;
          else if (what === 'refuse') {
            await workers[worker]!.close('c', ms);
            closedUntilMs = Math.max(closedUntilMs, nowMs + ms);
          } else if (what === 'ask') {
            const id = waiting.splice(which, 1)[0] ?? randomUUID();
            if ((await ask(id, worker)) > 0) waiting.push(id);
          } else {
            const call = busy.splice(which, 1)[0];
            if (call && what === 'end') await end(call);
            // A killed worker: its request reaches the host before its time is over, or never.
            else if (call) calls.get(call.id)!.toMs = calls.get(call.id)!.fromMs + 30_000;
          }
        }
        for (let turns = 0; waiting.length + busy.length > 0; turns += 1) {
          expect(turns).toBeLessThan(1_000);
          for (const call of busy.splice(0)) await end(call);
          const id = waiting.shift();
          if (id === undefined) continue;
          const delayMs = await ask(id, 0);
          if (delayMs > 0) {
            waiting.push(id);
            nowMs += Math.min(delayMs, 500);
          }
        }
      }),
      { ...RUNS, numRuns: 25 },
    );
  });
});
