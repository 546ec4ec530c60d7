import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { measureMemory } from '../support/processes/memory.js';

const MB = 1024 * 1024;

/** Prints a document of this size in a folder that goes with the test. */
async function measured(sizeBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return measureMemory(folder, sizeBytes);
}

describe('a document of 128 MB', () => {
  it('raises the memory of the SDK and of the mock by less than 64 MB each', async () => {
    const { sdkBytes, mockBytes } = await measured(128 * MB);
    expect(sdkBytes).toBeLessThan(64 * MB);
    expect(mockBytes).toBeLessThan(64 * MB);
  });
});
