import { expect, it } from 'vitest';
import { killAgainAndAgainV2 } from '../support/mock/kills-v2.js';

const KILLS = Number(process.env['KILLS'] ?? 200);
const seed = Number(process.env['KEEP_SEED'] ?? Date.now() % 1_000_000);

it('loses nothing of version 2 that it answered in 200 kills, and lets no used token or code live again', async () => {
  console.log(`seed of the kills: ${seed} (KEEP_SEED=${seed} repeats them)`);
  const report = await killAgainAndAgainV2(KILLS, seed);
  console.log(JSON.stringify(report));
  expect(report).toMatchObject({ kills: KILLS });
  // Kills of a host that does nothing would prove nothing.
  const { counts, calls, executed, notifications } = report;
  for (const count of [calls, executed, notifications, counts.refreshes, counts.usedTokens, counts.usedCodes])
    expect(count).toBeGreaterThan(KILLS);
  expect(report.reserved).toBeGreaterThan(KILLS / 10);
  // Kills between a use and its answer, which are what could bring a token back.
  expect(counts.lostAnswers).toBeGreaterThan(KILLS / 20);
});
