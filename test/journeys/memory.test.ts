import { describe, expect, it } from 'vitest';
import { measureMemory } from '../support/processes/memory.js';
import { newFolder } from '../support/folder.js';

const MB = 1024 * 1024;

describe('a document of 128 MB', () => {
  it('raises the memory of the SDK and of the mock by less than 64 MB each', async () => {
    const { sdkBytes, mockBytes } = await measureMemory(newFolder(), 128 * MB);
    expect(sdkBytes).toBeLessThan(64 * MB);
    expect(mockBytes).toBeLessThan(64 * MB);
  });
});
