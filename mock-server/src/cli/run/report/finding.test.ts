import { expect, it } from 'vitest';
import { Exchange } from '../../../http/exchange.js';
import { findingsOf } from './finding.js';

it('has a corrected call where the call is what is wrong, and not where its address is, or nothing', () => {
  const exchange = new Exchange('POST', '/');
  for (const rule of ['upload-not-the-file', 'target-not-https', 'body-ignored'] as const)
    exchange.warnings.push({ rule, hint: '' });
  expect(findingsOf(exchange, 'curl').map(({ isMistake, curl }) => [isMistake, curl])).toEqual([
    [true, 'curl'],
    [true, undefined],
    [false, undefined],
  ]);
});
