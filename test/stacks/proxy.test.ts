import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStacks, printWith } from './print-with.js';
import { printedOnce, reset, seenBy } from './seen.js';
import { MOST_GROWTH_BYTES, startWatched, type Watched } from './watched.js';

const stacks = findStacks('printing through the proxy').filter(({ detour }) => detour !== undefined);

describe('20 MB through the proxy, for the name of the real host', () => {
  let watched: Watched;
  beforeAll(async () => (watched = await startWatched()));
  afterAll(() => watched.close());

  for (const stack of stacks) {
    it.skipIf(stack.runner === undefined)(`are printed by ${stack.name}, unmodified`, async () => {
      const { host, caFile, folder, file } = watched;
      await reset(host);
      const [trust, detour] = [await stack.trust.of(caFile, folder), stack.detour?.of(new URL(host.url))];
      const place = {
        url: 'https://api.epsonconnect.com',
        credentials: host.credentials,
        env: { ...trust.env, ...detour?.env },
        args: [...(trust.args ?? []), ...(detour?.args ?? [])],
      };
      const { code, output } = await printWith(stack, place, file);
      const { printed, said } = await seenBy(host);
      expect([code, output]).toEqual([0, expect.stringContaining(said)]);
      expect(printed).toEqual(await printedOnce(stack, file));
    });
  }

  it('have not been kept in the memory of the mock', async () => {
    const { growthBytes } = await watched.host.risen();
    expect(growthBytes).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
