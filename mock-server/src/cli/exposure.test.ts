import { describe, expect, it } from 'vitest';
import { warningOf } from './exposure.js';
import { Throttle } from '../listen/throttle.js';

describe('the warning of a host that others reach', () => {
  it('names the address, what is open and what is demanded, and never a token', () => {
    const url = 'http://0.0.0.0:8380';
    const made = warningOf({ url, host: '0.0.0.0', controlTokenFile: '/tmp/x/control-token' });
    expect(made).toMatch(/^warning: listening on http:\/\/0\.0\.0\.0:8380.*in \/tmp\/x\/control-token\.$/);
    expect(warningOf({ url, host: '0.0.0.0' })).toContain('that was given');
    expect(warningOf({ url, host: '0.0.0.0', relay: ['example.com'] })).toContain(
      '(the usual ones are public), this machine as a proxy to example.com, and /_mock/health.',
    );
  });

  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('is not given for %s', (host) => {
    expect(warningOf({ url: 'http://a', host })).toBeUndefined();
  });
});

describe('what happens too often', () => {
  it('is told five times in ten seconds, and later how often it was not', () => {
    const told: string[] = [];
    let nowMs = 0;
    const seldom = new Throttle<{ hint: string }>(
      ({ hint }) => told.push(hint),
      () => nowMs,
    );
    for (let count = 0; count < 100; count += 1) seldom.tell({ hint: 'full' });
    expect(told).toHaveLength(5);
    nowMs = 10_000;
    seldom.tell({ hint: 'full' });
    expect(told.at(-1)).toBe('full (95 more like this were not shown.)');
  });
});
