import { describe, expect, it } from 'vitest';
import { EpsonConnect } from './index.js';
import { fakeClock, hurry } from './test/fake-clock.js';
import { fakeHost } from './test/fake-host.js';

const pdf = { data: new TextEncoder().encode('%PDF-1.4'), name: 'invoice-17.pdf' };

describe('a thousand documents', () => {
  it('leave at no more than 100 calls in any minute, whoever of the process prints them', async () => {
    const clock = fakeClock();
    const host = fakeHost();
    const callsAtMs: number[] = [];
    const options = {
      ...host.options,
      clock,
      callsPerMinute: 100,
      fetch: (url: string, init: RequestInit) => {
        if (/jobs$|print$/.test(url)) callsAtMs.push(clock.monotonicMs());
        return host.fetch(url, init);
      },
    };
    const [one, other] = [new EpsonConnect(options), new EpsonConnect(options)];
    const prints = Array.from({ length: 1000 }, (_, n) => (n % 2 ? one : other).print(pdf));
    await hurry(clock, Promise.all(prints));
    expect(callsAtMs).toHaveLength(2000);
    for (let n = 100; n < callsAtMs.length; n += 1)
      expect((callsAtMs[n] ?? 0) - (callsAtMs[n - 100] ?? 0)).toBeGreaterThanOrEqual(60_000);
    // And not much slower than the host allows: 2,000 calls are twenty minutes' worth, the first of them at once.
    expect((callsAtMs.at(-1) ?? 0) - (callsAtMs[0] ?? 0)).toBeLessThan(20 * 60_000);
  });
});
