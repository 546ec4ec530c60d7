import { describe, expect, it } from 'vitest';
import { formatExchange, formatPrinted, formatPrintNews } from './console.js';
import { Exchange } from '../http/exchange.js';

const STEERING = '\u001b[2J\u001b]0;title\u0007\r\n\u009b31m\u0000\u202e\u2066\u200f';

describe('the console', () => {
  it('shows text from the wire without what would steer a terminal', () => {
    const exchange = Object.assign(new Exchange(`GET${STEERING}`, `/${STEERING}`), {
      refusal: { rule: 'path-unknown', hint: STEERING },
      outcome: { status: 404, durationMs: 1 },
    });
    exchange.warnings.push({ rule: 'unknown-member', hint: STEERING });
    const lines = formatExchange(exchange, false).split('\n');
    expect(lines).toHaveLength(3);
    lines.push(formatPrinted({ jobId: 'a', path: STEERING, sizeBytes: 1 }));
    lines.push(formatPrintNews({ jobId: 'a', line: STEERING }));
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  });
});
