import { describe, expect, it } from 'vitest';
import { EpsonConnect } from '../index.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { fakeHost, json } from '../test/fake-host.js';
import { all, documents } from '../test/many.js';
import type { ManyDocument } from './index.js';
import { printAll } from './print-all.js';

/** Bytes, because the turns that a Blob takes depend on the runtime, and the time of the test would pass meanwhile. */
const readAtOnce = (given: readonly ManyDocument[]): ManyDocument[] =>
  given.map(({ id }) => ({ id, document: { stream, sizeBytes: 8, name: `${id}.pdf` } }));

async function* stream() {
  yield new Uint8Array(8);
}

describe('a thousand documents', () => {
  it('print without one refused call on a host that takes 100 a minute', async () => {
    const clock = fakeClock();
    const host = fakeHost();
    const calls: number[] = [];
    let refused = 0;
    let underWay = 0;
    const options = {
      ...host.options,
      clock,
      callsPerMinute: 100,
      // As the host counts: all but tokens and uploads, in any minute.
      fetch: (url: string, init: RequestInit) => {
        underWay += 1;
        return answer(url, init).finally(() => (underWay -= 1));
      },
    };
    const answer = async (url: string, init: RequestInit) => {
      if (!/\/jobs(\/|$)/.test(url)) return host.fetch(url, init);
      while ((calls[0] ?? Infinity) <= clock.monotonicMs() - 60_000) calls.shift();
      calls.push(clock.monotonicMs());
      if (calls.length <= 100) return host.fetch(url, init);
      refused += 1;
      return json(403, { code: 'rate_limit_exceeded' });
    };
    const printing = all(
      printAll(new EpsonConnect(options), readAtOnce(documents(1000)), { concurrency: 8 }),
    );
    // The turns of a request depend on the runtime.
    const results = await hurry(clock, printing, () => underWay > 0);
    expect(results.map(({ id }) => id)).toEqual(documents(1000).map(({ id }) => id));
    expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(refused).toBe(0);
    expect(host.requests('execute')).toHaveLength(1000);
  });
});
