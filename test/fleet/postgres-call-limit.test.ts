import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitedCall } from 'epson-connect-sdk';
import { sqlCallLimit } from '../../sdk/examples/postgres/call-limit.js';
import { onVirtualTime, openPool, postgresFolder, useDatabase } from '../support/processes/postgres.js';

if (postgresFolder === undefined)
  process.stderr.write('skipped: the call limit in PostgreSQL (there is no PostgreSQL here)\n');

const MINUTE_MS = 60_100;
const TIMEOUT_MS = 10_000;
const LIMIT = 4;
const RUNS = { numRuns: Number(process.env['RUNS'] ?? 20), seed: Number(process.env['SEED'] ?? 20261129) };
const open = useDatabase();

const call = (id: string, more: Partial<LimitedCall> = {}): LimitedCall => ({
  id,
  client: 'https://api.test 0123',
  callsPerMinute: LIMIT,
  timeoutMs: TIMEOUT_MS,
  ...more,
});

/** The limit as the interface has it, in the simplest words. */
class Model {
  nowMs = 1_000_000;
  closedUntilMs = 0;
  isDoubtful = false;
  readonly calls = new Map<string, { untilMs: number; isEnded: boolean }>();

  get counted() {
    return [...this.calls.values()].filter(({ untilMs }) => untilMs > this.nowMs);
  }

  get busy(): string[] {
    return [...this.calls].filter(([, { isEnded }]) => !isEnded).map(([id]) => id);
  }

  mayLeave(): boolean {
    if (this.closedUntilMs > this.nowMs) return false;
    if (this.isDoubtful && this.counted.some(({ isEnded }) => !isEnded)) return false;
    return this.counted.length < LIMIT;
  }
}

describe.skipIf(postgresFolder === undefined)('the call limit in PostgreSQL', () => {
  it('lets as many calls leave as the model, in any order of calls, ends, refusals and time', async () => {
    const { pool, set } = await onVirtualTime((await open()).folder);
    const limit = sqlCallLimit((sql, values) => pool.query(sql, values));
    const seen = { granted: 0, full: 0, closed: 0, doubtful: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 9_999 }), { maxLength: 60, size: 'max' }), async (choices) => {
        await pool.query('TRUNCATE epson_call_limits');
        const model = new Model();
        await set(model.nowMs);
        for (const [at, choice] of choices.entries()) {
          const [kind, which] = [choice % 100, Math.floor(choice / 100)];
          const ended = model.busy[which % (model.busy.length || 1)];
          if (kind < 50) {
            const mayLeave = model.mayLeave();
            const delayMs = await limit.take(call(`c${at}`));
            expect([delayMs === 0, delayMs >= 0, delayMs <= Math.max(MINUTE_MS, 90_000)]).toEqual([
              mayLeave,
              true,
              true,
            ]);
            if (mayLeave) {
              const untilMs = model.nowMs + TIMEOUT_MS + MINUTE_MS;
              model.calls.set(`c${at}`, { untilMs, isEnded: false });
              // It is asked for twice when the first answer was lost.
              expect(await limit.take(call(`c${at}`))).toBe(0);
              seen.granted += 1;
            } else if (model.closedUntilMs > model.nowMs) seen.closed += 1;
            else if (model.counted.length === LIMIT) seen.full += 1;
            else seen.doubtful += 1;
          } else if (kind < 75) {
            if (ended === undefined) continue;
            const isAccepted = which % 3 > 0;
            await limit.end(call(ended), isAccepted);
            model.calls.set(ended, { untilMs: model.nowMs + MINUTE_MS, isEnded: true });
            if (isAccepted) model.isDoubtful = false;
          } else if (kind < 80) {
            await limit.close(call('').client, 5_000);
            model.closedUntilMs = Math.max(model.closedUntilMs, model.nowMs + 5_000);
            model.isDoubtful = true;
          } else {
            model.nowMs += [400, 5_000, 61_000, 80_000][which % 4]!;
            await set(model.nowMs);
          }
        }
      }),
      RUNS,
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('says when the next call may leave, and is right', async () => {
    const { pool, set } = await onVirtualTime((await open()).folder);
    const limit = sqlCallLimit((sql, values) => pool.query(sql, values));
    for (const [at, id] of ['a', 'b', 'c', 'd'].entries()) {
      await set(at * 1_000);
      expect(await limit.take(call(id))).toBe(0);
      if (id !== 'd') await limit.end(call(id), true);
    }
    // The first one ended at 0 ms, and it is 3000 ms.
    expect(await limit.take(call('e'))).toBe(MINUTE_MS - 3_000);
    await set(MINUTE_MS - 1);
    expect(await limit.take(call('e'))).toBe(1);
    await set(MINUTE_MS);
    expect(await limit.take(call('e'))).toBe(0);
    // The call that never ended counts until its time limit and a minute are over.
    await set(3_000 + TIMEOUT_MS + MINUTE_MS);
    expect(await Promise.all(['f', 'g'].map((id) => limit.take(call(id))))).toEqual([0, 0]);
  });

  it('is exact when many ask at once, on many connections, and counts each client ID for itself', async () => {
    const { folder, pool } = await open();
    const second = openPool(folder);
    const limits = [pool, second].map((each) => sqlCallLimit((sql, values) => each.query(sql, values)));
    const take = (id: number, client: string) =>
      limits[id % 2]!.take(call(`c${id}`, { client, callsPerMinute: 10 }));
    const ids = Array.from({ length: 40 }, (_, id) => id);
    for (const client of ['one', 'two']) {
      const delays = await Promise.all(ids.map((id) => take(id, client)));
      expect(delays.filter((delayMs) => delayMs === 0)).toHaveLength(10);
      expect(delays.every((delayMs) => delayMs === 0 || delayMs > 59_000)).toBe(true);
    }
  });

  it('takes a call without a time limit', async () => {
    const { pool } = await open();
    const limit = sqlCallLimit((sql, values) => pool.query(sql, values));
    const endless = call('a', { timeoutMs: Infinity, callsPerMinute: 1 });
    expect([await limit.take(endless), await limit.take({ ...endless, id: 'b' })]).toEqual([
      0,
      expect.any(Number),
    ]);
    await limit.end(endless, true);
    expect(await limit.take({ ...endless, id: 'b' })).toBeGreaterThan(59_000);
  });
});
