import { describe, expect, it } from 'vitest';
import { shareTokens } from '../support/sdk/shared-tokens.js';

// The whole is in `npm run test:deep`.
describe('ten processes that share a file of tokens that live two seconds', () => {
  it('refresh each token once', async () => {
    const report = await shareTokens(4);
    expect(report).toMatchObject({ invalidGrants: 0, mostPerToken: 1, reauthorizations: 0 });
    expect(report.refreshes).toBeGreaterThan(2);
  });

  it('go on when some are killed, after a consent where a new token was lost', async () => {
    const report = await shareTokens(6, 1);
    expect(report.kills).toBeGreaterThan(0);
    expect(report.reauthorizations).toBe(report.lostAnswers);
  });
});
