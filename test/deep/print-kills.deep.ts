import { expect, it } from 'vitest';
import { killPrinting } from '../support/sdk/print-kills.js';

const KILLS = Number(process.env['KILLS'] ?? 200);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

it('prints each document once in 200 kills of printAll at random moments', async () => {
  console.log(`seed of the kills: ${seed} (SEED=${seed} repeats them)`);
  const report = await killPrinting(KILLS, seed);
  console.log(JSON.stringify(report));
  expect(report.kills).toBe(KILLS);
  expect(report.whileExecuting).toBeGreaterThan(KILLS / 10);
});
