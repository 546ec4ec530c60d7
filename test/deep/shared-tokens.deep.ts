import { expect, it } from 'vitest';
import { shareTokens } from '../support/sdk/shared-tokens.js';

const SECONDS = Number(process.env['SECONDS'] ?? 60);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

it('refreshes each token once while ten processes share tokens that live two seconds', async () => {
  const report = await shareTokens(SECONDS);
  console.log(JSON.stringify(report));
  expect(report).toMatchObject({ invalidGrants: 0, mostPerToken: 1, reauthorizations: 0 });
  expect(report.refreshes).toBeGreaterThan(SECONDS / 3);
});

it('ends a connection only where a process was killed over its refresh, tells it, and never tries it again', async () => {
  console.log(`seed of the kills: ${seed} (SEED=${seed} repeats them)`);
  const report = await shareTokens(SECONDS, seed);
  console.log(JSON.stringify(report));
  expect(report.reauthorizations).toBe(report.lostAnswers);
  expect(report.kills).toBeGreaterThanOrEqual(report.lostAnswers);
  expect(report.lostAnswers).toBeGreaterThan(0);
});
