import { expect, it } from 'vitest';
import { killAgainAndAgain } from '../support/mock/kills.js';

const KILLS = 8;
const seed = Number(process.env['KEEP_SEED'] ?? Date.now() % 1_000_000);

it('loses nothing that it answered when it is killed at random moments under load', async () => {
  console.log(`seed of the kills: ${seed} (KEEP_SEED=${seed} repeats them)`);
  const report = await killAgainAndAgain(KILLS, seed);
  expect(report).toMatchObject({ kills: KILLS });
  // Kills of a host that does nothing would prove nothing.
  expect(report.calls).toBeGreaterThan(KILLS);
  expect(report.executed).toBeGreaterThan(0);
});
