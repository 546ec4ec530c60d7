import { expect, it } from 'vitest';
import { STEPS } from '../support/sdk/faulted-plan.js';
import { neverStruck, runFaulted } from '../support/sdk/faulted-runs.js';
import { EFFECTS } from './matrix-cells.js';

const RUNS = 200;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

it('prints nothing twice and tells the truth in 200 runs with random faults', async () => {
  const tally = await runFaulted(RUNS, seed);
  expect(tally.runs).toBe(RUNS);
  expect(neverStruck(tally), `seed ${seed}`).toEqual([]);
  const kinds = Object.values(EFFECTS).map(({ kind }) => kind);
  expect(new Set(Object.keys(tally.faults))).toEqual(new Set(['refuse', ...kinds, ...STEPS]));
  expect(tally.ended['printed']).toBeGreaterThan(RUNS / 10);
});
