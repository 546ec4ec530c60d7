import { expect, it } from 'vitest';
import { neverStruck, runFaulted } from '../support/sdk/faulted-runs.js';

const RUNS = Number(process.env['RUNS'] ?? 10_000);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

it('prints nothing twice and tells the truth in 10,000 runs with random faults', async () => {
  console.log(`seed of the runs: ${seed} (SEED=${seed} repeats them)`);
  const tally = await runFaulted(RUNS, seed);
  console.log(JSON.stringify(tally));
  expect(tally).toMatchObject({ runs: RUNS });
  expect(neverStruck(tally)).toEqual([]);
});
