import { expect, it } from 'vitest';
import { neverStruck, runFaulted } from '../support/sdk/faulted-runs.js';

const RUNS = Number(process.env['RUNS'] ?? 10_000);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

it.each([1, 2] as const)(
  'prints nothing twice and tells the truth in 10,000 runs with random faults of version %i',
  async (version) => {
    console.log(`seed of the runs: ${seed} (SEED=${seed} repeats them)`);
    const tally = await runFaulted(RUNS, seed, version);
    console.log(JSON.stringify(tally));
    expect(tally).toMatchObject({ runs: RUNS });
    expect(neverStruck(tally)).toEqual([]);
  },
);
