import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { findStacks, fivePages, printWith } from './print-with.js';
import { printedOnce, seenBy } from './seen.js';

describe('over HTTP', () => {
  for (const stack of findStacks('printing over HTTP')) {
    it.skipIf(stack.runner === undefined)(`${stack.name} prints five pages, once`, async () => {
      // Files go to an origin of their own, as with the real host.
      await using host = await startMockHost({ pace: 'instant', uploadPort: 0 });
      const { code, output } = await printWith(stack, host);
      const { printed, said, entries } = await seenBy(host);
      expect([code, output]).toEqual([0, expect.stringContaining(said)]);
      expect(printed).toEqual(await printedOnce(stack, fivePages));

      const apiOrigin = new URL(host.url);
      const uploadOrigin = stack.ignoresUploadOrigin ? apiOrigin : new URL(host.uploadUrl ?? '');
      for (const { operation, target, request } of entries) {
        const said = new Map(request.headers.map(([name = '', value]) => [name.toLowerCase(), value]));
        const called = operation === 'uploadPrintFile' ? uploadOrigin : apiOrigin;
        expect(said.get('host')).toBe(stack.asTheGuide ? apiOrigin.host : called.host);
        expect(said.get('connection')).toBe(stack.connection);
        expect(target.startsWith(`${called.origin}/`)).toBe(stack.asTheGuide ?? false);
      }
    });
  }
});
