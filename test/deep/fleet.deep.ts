import { expect, it } from 'vitest';
import { bigRun } from '../support/fleet/big-run.js';
import { paceRun } from '../support/fleet/pace-run.js';
import { hasRedis, skipNotice } from '../support/processes/redis.js';

skipNotice('the big run of a fleet on Redis');
const KILLS = Number(process.env['KILLS'] ?? 40);
const DOCUMENTS = Number(process.env['DOCUMENTS'] ?? 1_000);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

it.skipIf(!hasRedis)(
  'prints 1,000 documents once by 8 workers, through kills, a restart of Redis and lost answers',
  async () => {
    console.log(`seed of the run: ${seed} (SEED=${seed} repeats its draws)`);
    const report = await bigRun({
      documents: DOCUMENTS,
      duplicates: DOCUMENTS / 5,
      workers: 8,
      kills: KILLS,
      seed,
    });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ twice: [], lost: [], kills: KILLS });
    expect(report.once + report.unknown.length).toBeGreaterThanOrEqual(DOCUMENTS);
    expect(report.unknown.length).toBeLessThanOrEqual(DOCUMENTS / 50);
    for (const { id, job_id } of report.unknown) expect([id, job_id]).toEqual([id, expect.any(String)]);
    expect(report.lostAnswers).toBeGreaterThan(DOCUMENTS / 100);
  },
);

it.skipIf(!hasRedis)(
  'keeps 8 workers to the limit of 100 calls a minute, with at most 0.5 % refused',
  async () => {
    const report = await paceRun({ workers: 8, documents: 20 });
    console.log(JSON.stringify(report));
    expect(report).toMatchObject({ printed: 160, errors: [] });
    expect(report.refused / report.calls).toBeLessThanOrEqual(0.005);
    // The limit is used: 320 calls take three waits for a minute to pass.
    expect(report.seconds).toBeLessThan(240);
  },
);
