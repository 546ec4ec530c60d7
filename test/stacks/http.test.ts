import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { findStacks, fivePages, printWith } from './print-with.js';
import { printedOnce, seenBy } from './seen.js';

describe('over HTTP', () => {
  for (const stack of findStacks('printing over HTTP')) {
    it.skipIf(stack.runner === undefined)(`${stack.name} prints five pages, once`, async () => {
      await using host = await startMockHost({ pace: 'instant' });
      const { code, output } = await printWith(stack, host);
      const { printed, said, entries } = await seenBy(host);
      expect([code, output]).toEqual([0, expect.stringContaining(said)]);
      expect(printed).toEqual(await printedOnce(stack, fivePages));
      for (const { target, request } of entries) {
        const connection = request.headers.find(([name]) => name?.toLowerCase() === 'connection')?.[1];
        expect(connection).toBe(stack.connection);
        expect(target.startsWith(`${host.url}/`)).toBe(stack.wholeAddress ?? false);
      }
    });
  }
});
