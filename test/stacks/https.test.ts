import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStacks, printWith } from './print-with.js';
import { printedOnce, reset, seenBy } from './seen.js';
import { MOST_GROWTH_BYTES, startWatched, type Watched } from './watched.js';

const stacks = findStacks('printing over HTTPS');

describe('20 MB over HTTPS', () => {
  let watched: Watched;
  beforeAll(async () => (watched = await startWatched()));
  afterAll(() => watched.close());

  for (const stack of stacks) {
    it.skipIf(stack.runner === undefined)(`are printed by ${stack.name} once it trusts the CA`, async () => {
      const { host, https: url, caFile, folder, file } = watched;
      await reset(host);
      const given = await stack.trust.of(caFile, folder);
      const { code, output } = await printWith(stack, { ...host, url, ...given }, file);
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
