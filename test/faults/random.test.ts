import { expect, it } from 'vitest';
import { VERSIONS } from '../support/sdk/faulted-versions.js';
import { neverStruck, runFaulted } from '../support/sdk/faulted-runs.js';
import { EFFECTS } from './matrix-cells.js';

const RUNS = 200;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);

it.each([1, 2] as const)(
  'prints nothing twice and tells the truth in 200 runs with random faults of version %i',
  async (version) => {
    const tally = await runFaulted(RUNS, seed, version);
    expect(tally.runs).toBe(RUNS);
    expect(neverStruck(tally), `seed ${seed}`).toEqual([]);
    const kinds = Object.values(EFFECTS).map(({ kind }) => kind);
    const { steps } = VERSIONS[version];
    expect(new Set(Object.keys(tally.faults))).toEqual(new Set(['refuse', ...kinds, ...steps]));
    expect(tally.ended['printed']).toBeGreaterThan(RUNS / 10);
  },
);
