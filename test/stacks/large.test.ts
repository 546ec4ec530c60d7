import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost, type Exchange } from 'epson-connect-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measureMock, type MeasuredHost } from '../support/memory.js';
import { fivePagesIn } from './large-document.js';
import { findStacks, printWith, type FoundStack, type Place } from './print-with.js';

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
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Prints it with each stack in turn, on a host whose memory is watched. */
  const measure = async (
    which: readonly FoundStack[],
    placeOf: (host: MeasuredHost, stack: FoundStack) => Place,
  ) => {
    const file = await fivePagesIn(20 * MB);
    return measureMock({ tls: { caDir: join(folder, 'ca') } }, async (host) => {
      await printWith(first, host);
      await host.watch();
      for (const stack of which) {
        const place = placeOf(host, stack);
        const trust = await stack.trust(host.https?.caFile ?? '', folder);
        const given = {
          env: { ...place.env, ...trust.env },
          args: [...(place.args ?? []), ...(trust.args ?? [])],
        };
        const { code, output } = await printWith(stack, { ...place, ...given }, file);
        expect(code, `${stack.name}: ${output}`).toBe(0);
      }
    });
  };

  it('raises the memory of the mock by less than 64 MB, whatever prints it over TLS', async () => {
    const { growthBytes, printedBytes } = await measure(present, ({ https, credentials }) => ({
      url: https?.url ?? '',
      credentials,
    }));
    expect(printedBytes.slice(1)).toEqual(present.map(() => 20 * MB));
    expect(growthBytes).toBeLessThan(64 * MB);
  });

  it('raises it no further through the proxy, under the name of the real host', async () => {
    const detoured = present.filter(({ detour }) => detour !== undefined);
    const { growthBytes, printedBytes } = await measure(detoured, ({ url, credentials }, stack) => ({
      url: 'https://api.epsonconnect.com',
      credentials,
      ...stack.detour?.(new URL(url)),
    }));
    expect(printedBytes.slice(1)).toEqual(detoured.map(() => 20 * MB));
    expect(growthBytes).toBeLessThan(64 * MB);
  });
});
