import { expect, it } from 'vitest';
import { killPrinting } from '../support/sdk/print-kills.js';

const KILLS = Number(process.env['KILLS'] ?? 200);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

it.each([1, 2] as const)(
  'prints each document once in 200 kills of printAll of version %i at random moments',
  async (version) => {
    console.log(`seed of the kills: ${seed} (SEED=${seed} repeats them)`);
    const report = await killPrinting(KILLS, seed, version);
    console.log(JSON.stringify(report));
    expect(report.kills).toBe(KILLS);
    expect(report.whileExecuting).toBeGreaterThan(KILLS / 10);
  },
);
