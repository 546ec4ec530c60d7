import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost } from 'epson-connect-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fivePagesIn } from './large-document.js';
import { findStacks, printWith } from './print-with.js';
import { printedOnce, seenBy } from './seen.js';

const MB = 1024 * 1024;

describe('a document of more than 1 MiB', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
    file = await fivePagesIn(folder, 2 * MB);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  for (const stack of findStacks('a large document').filter(({ asksFirst }) => asksFirst)) {
    it.skipIf(stack.runner === undefined)(`is announced by ${stack.name}, and then taken`, async () => {
      await using host = await startMockHost({ pace: 'instant' });
      const { code, output } = await printWith(stack, host, file);
      const { printed, entries } = await seenBy(host);
      expect(code, output).toBe(0);
      expect(entries[2]?.request.headers).toContainEqual(['Expect', '100-continue']);
      expect(printed).toEqual(await printedOnce(stack, file));
    });

    it.skipIf(stack.runner === undefined)(`is refused before ${stack.name} has sent it`, async () => {
      await using host = await startMockHost({ limitBytes: { document: MB } });
      const { code, output } = await printWith(stack, host, file);
      const { entries } = await seenBy(host);
      expect(code).toBeGreaterThan(0);
      expect(output).toContain('413');
      expect(entries.at(-1)).toMatchObject({
        operation: 'uploadPrintFile',
        rule: 'upload-too-large',
        request: { body_bytes: 0 },
      });
    });
  }
});
