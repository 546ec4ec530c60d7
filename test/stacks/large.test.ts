import { startMockHost, type Exchange } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { measureMock } from '../support/memory.js';
import { fivePagesIn } from './large-document.js';
import { findStacks, printWith, type FoundStack } from './print-with.js';

const MB = 1024 * 1024;
const stacks = findStacks('a large document');

describe('a document of 2 MB', () => {
  for (const stack of stacks.filter(({ asksFirst }) => asksFirst)) {
    it.skipIf(stack.runner === undefined)(`is asked for by ${stack.name}, and then sent`, async () => {
      const exchanges: Exchange[] = [];
      await using host = await startMockHost({
        pace: 'instant',
        onExchange: (exchange) => exchanges.push(exchange),
      });
      const { code, output } = await printWith(stack, host, await fivePagesIn(2 * MB));
      expect(code, output).toBe(0);
      const upload = exchanges.find(({ operation }) => operation === 'uploadPrintFile');
      expect(upload?.requestHeaders).toContainEqual(['Expect', '100-continue']);
      expect(host.control.jobs()).toMatchObject([{ total_pages: 10, document: { size_bytes: 2 * MB } }]);
    });

    it.skipIf(stack.runner === undefined)(`is refused before ${stack.name} has sent it`, async () => {
      const exchanges: Exchange[] = [];
      await using host = await startMockHost({
        limitBytes: { document: MB },
        onExchange: (exchange) => exchanges.push(exchange),
      });
      const { code, output } = await printWith(stack, host, await fivePagesIn(2 * MB));
      expect(code).toBeGreaterThan(0);
      expect(output).toContain('413');
      const upload = exchanges.find(({ operation }) => operation === 'uploadPrintFile');
      expect(upload).toMatchObject({ outcome: { status: 413 }, refusal: { rule: 'upload-too-large' } });
      expect(upload?.requestBody).toEqual({ sizeBytes: 0 });
    });
  }
});

describe('a document of 20 MB', () => {
  const present = stacks.filter(({ runner }) => runner !== undefined);
  const [first] = present as [FoundStack, ...FoundStack[]]; // there is Node, at least

  it('raises the memory of the mock by less than 64 MB, whatever prints it', async () => {
    const file = await fivePagesIn(20 * MB);
    const { growthBytes, printedBytes } = await measureMock({}, async (host) => {
      await printWith(first, host);
      await host.watch();
      for (const stack of present) {
        const { code, output } = await printWith(stack, host, file);
        expect(code, `${stack.name}: ${output}`).toBe(0);
      }
    });
    expect(printedBytes.slice(1)).toEqual(present.map(() => 20 * MB));
    expect(growthBytes).toBeLessThan(64 * MB);
  });
});
