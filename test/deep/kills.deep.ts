import { expect, it } from 'vitest';
import { killAgainAndAgain } from '../support/mock/kills.js';

const KILLS = 200;
const seed = Number(process.env['KEEP_SEED'] ?? Date.now() % 1_000_000);

it('loses nothing that it answered in 200 kills at random moments under load', async () => {
  console.log(`seed of the kills: ${seed} (KEEP_SEED=${seed} repeats them)`);
  const report = await killAgainAndAgain(KILLS, seed);
  console.log(JSON.stringify(report));
  expect(report).toMatchObject({ kills: KILLS });
  // Kills of a host that does nothing would prove nothing.
  for (const count of [report.calls, report.executed, report.notifications])
    expect(count).toBeGreaterThan(KILLS);
});
