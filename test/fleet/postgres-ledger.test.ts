import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerJob } from 'epson-connect-sdk/many';
import { sqlLedger, type SqlLedger } from '../../sdk/examples/postgres/ledger.js';
import { onVirtualTime, openPool, postgresFolder, useDatabase } from '../support/processes/postgres.js';
import { choices, expectTruth, over, play } from '../support/sdk/play.js';
import { Workplace } from '../support/sdk/workers.js';

if (postgresFolder === undefined)
  process.stderr.write('skipped: the ledger in PostgreSQL (there is no PostgreSQL here)\n');

const job: LedgerJob = { id: 'job-1', device_id: 'd', job_name: 'a', print_mode: 'document' };
const RUNS = { numRuns: Number(process.env['RUNS'] ?? 15), seed: Number(process.env['SEED'] ?? 20261129) };

const open = useDatabase();

describe.skipIf(postgresFolder === undefined)('the ledger in PostgreSQL', () => {
  let ledger: SqlLedger;
  let other: SqlLedger;

  beforeEach(async () => {
    const { folder, pool } = await open();
    ledger = sqlLedger((sql, values) => pool.query(sql, values));
    const second = openPool(folder);
    other = sqlLedger((sql, values) => second.query(sql, values));
  });

  it('gives a document to one of many who claim it at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? ledger : other).claim('a', 30_000)),
    );
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await ledger.history('a')).toMatchObject([{ state: 'claimed' }]);
  });

  it('lets nobody record but the owner, and tells the history', async () => {
    const first = await ledger.claim('a', 30_000);
    expect(await first?.renew(0)).toBe(true);
    const second = await other.claim('a', 30_000);
    expect(await first?.record({ state: 'executing', job })).toBe(false);
    expect(await first?.renew(30_000)).toBe(false);
    expect(await second?.record({ state: 'executing', job })).toBe(true);
    expect(await ledger.get('a')).toEqual({ state: 'executing', job });
    expect(await second?.renew(0)).toBe(true);
    const third = await ledger.claim('a', 30_000);
    expect(third?.entry).toEqual({ state: 'executing', job });
    expect(await third?.record({ state: 'done', job })).toBe(true);
    expect(await other.claim('a', 30_000)).toBeUndefined();
    const steps = await other.history('a');
    expect(steps.map(({ state, job_id }) => [state, job_id])).toEqual([
      ['claimed', undefined],
      ['claimed', undefined],
      ['executing', 'job-1'],
      ['claimed', undefined],
      ['done', 'job-1'],
    ]);
    expect(new Set(steps.map(({ owner }) => owner)).size).toBe(3);
    expect(Math.abs((steps[0]?.atMs ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('forgets a document, and knows nothing of one that it has not seen', async () => {
    const claim = await ledger.claim('a', 30_000);
    await claim?.record({ state: 'done', job });
    await ledger.forget('a');
    await ledger.forget('a');
    expect([await ledger.get('a'), await ledger.history('a')]).toEqual([undefined, []]);
    expect(await claim?.record({ state: 'done', job })).toBe(false);
  });
});

describe.skipIf(postgresFolder === undefined)('any order of what workers, host and PostgreSQL say', () => {
  it('prints each document once, through kills, standstills, lost answers and refusals', async () => {
    const { pool, set } = await onVirtualTime((await open()).folder);
    const struck = { lost: 0, killed: 0, displaced: 0 };
    await fc.assert(
      fc.asyncProperty(choices, async (list) => {
        await pool.query('TRUNCATE epson_prints');
        const workplace: Workplace = new Workplace(() =>
          sqlLedger(async (sql, values) => {
            await set(workplace.nowMs);
            return pool.query(sql, values);
          }),
        );
        await play(workplace, list);
        await expectTruth(workplace);
        const { workers, events, displaced } = workplace;
        struck.lost += events.filter((event) => event.includes('isLost')).length;
        struck.killed += workers.filter(({ state }) => state === 'killed').length;
        struck.displaced += displaced;
      }),
      RUNS,
    );
    for (const [what, times] of Object.entries(struck))
      expect(times, what).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('waits for the end of a lease on the clock of the database', async () => {
    const { pool, set } = await onVirtualTime((await open()).folder);
    const workplace: Workplace = new Workplace(() =>
      sqlLedger(async (sql, values) => {
        await set(workplace.nowMs);
        return pool.query(sql, values);
      }),
    );
    const first = workplace.start(['a']);
    await workplace.calm(() => workplace.parcels.some(({ what }) => what.startsWith('record executing')));
    first.kill();
    workplace.parcels.splice(0);
    const startMs = workplace.nowMs;
    const second = workplace.start(['a']);
    await workplace.calm(over(second));
    expect(workplace.nowMs - startMs).toBeGreaterThanOrEqual(29_000);
    expect(workplace.host.papers).toEqual(['a']);
  });
});
