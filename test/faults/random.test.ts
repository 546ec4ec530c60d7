import { expect, it } from 'vitest';
import { runFaulted } from '../support/faulted-runs.js';

const RUNS = 200;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

it('prints nothing twice and tells the truth in 200 runs with random faults', async () => {
  const tally = await runFaulted(RUNS, seed);
  expect(tally.runs).toBe(RUNS);
  expect(tally.ended['printed']).toBeGreaterThan(RUNS / 10);
});
