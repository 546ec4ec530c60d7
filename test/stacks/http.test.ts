import { readFile } from 'node:fs/promises';
import { startMockHost, type Exchange } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { findStacks, fivePages, printWith } from './print-with.js';
import { printedOnce, seenBy } from './seen.js';

const document = await readFile(fivePages);

describe('over HTTP', () => {
  for (const stack of findStacks('printing over HTTP')) {
    it.skipIf(stack.runner === undefined)(`${stack.name} prints five pages, once`, async () => {
      const exchanges: Exchange[] = [];
      await using host = await startMockHost({
        pace: 'instant',
        onExchange: (exchange) => exchanges.push(exchange),
      });
      const { code, output } = await printWith(stack, host);
      expect(code, output).toBe(0);
      expect(output).toContain(`printed as job ${host.control.jobs()[0]?.id}\n`);
      expect(await seenBy(host, exchanges)).toEqual(printedOnce(stack, document));
      for (const { target, requestHeaders } of exchanges) {
        const said = requestHeaders?.find(([name]) => name.toLowerCase() === 'connection')?.[1];
        expect(said).toBe(stack.connection);
        expect(target.startsWith(`${host.url}/`)).toBe(stack.wholeAddress ?? false);
      }
    });
  }
});
