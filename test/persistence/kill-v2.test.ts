import { expect, it } from 'vitest';
import { killAgainAndAgainV2 } from '../support/mock/kills-v2.js';

const KILLS = 10;
const seed = Number(process.env['KEEP_SEED'] ?? Date.now() % 1_000_000);

it('loses nothing of version 2 that it answered when it is killed, and lets no used token live again', async () => {
  console.log(`seed of the kills: ${seed} (KEEP_SEED=${seed} repeats them)`);
  const report = await killAgainAndAgainV2(KILLS, seed);
  expect(report).toMatchObject({ kills: KILLS });
  // Kills of a host that does nothing would prove nothing.
  expect(report.calls).toBeGreaterThan(KILLS);
  for (const count of [report.executed, report.counts.refreshes, report.counts.usedTokens])
    expect(count).toBeGreaterThan(0);
});
