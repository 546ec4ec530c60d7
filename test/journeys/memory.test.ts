import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { measureMemory } from '../support/memory.js';

const MB = 1024 * 1024;

describe('a document of 20 MB', () => {
  it(
    'raises the memory of the SDK and of the mock by less than 64 MB each',
    { timeout: 60_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const { sdkBytes, mockBytes } = await measureMemory(folder, 20 * MB);
      expect(sdkBytes).toBeLessThan(64 * MB);
      expect(mockBytes).toBeLessThan(64 * MB);
    },
  );
});
