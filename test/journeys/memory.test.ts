import { describe, expect, it } from 'vitest';
import { measureMemory } from '../support/processes/memory.js';
import { newFolder } from '../support/folder.js';

const MB = 1024 * 1024;

describe.each([1, 2] as const)('a document by version %i', (version) => {
  it('of 128 MB raises the memory of the SDK and of the mock by less than 64 MB each', async () => {
    const { sdkBytes, mockBytes } = await measureMemory(newFolder(), 128 * MB, version);
    expect(sdkBytes).toBeLessThan(64 * MB);
    expect(mockBytes).toBeLessThan(64 * MB);
  });

  it('of 20 MB is never in the buffers of the SDK by more than 4 MB', async () => {
    const { sdkBuffersBytes } = await measureMemory(newFolder(), 20 * MB, version, true);
    expect(sdkBuffersBytes).toBeLessThan(4 * MB);
  });
});
