import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureMemory } from '../../support/processes/memory.js';
import { runToEnd } from '../processes.js';
import type { Run } from '../run.js';

const MB = 1024 * 1024;
const SOAK = fileURLToPath(new URL('../soak.ts', import.meta.url));

/** Measures the memory after many prints and fifty hosts, and its rise in SDK and mock during a large document. */
export async function measureSoak(run: Run): Promise<void> {
  if (run.isQuick) return;
  run.log('what 1,000 prints leave behind, and fifty hosts');
  const left = run.results.measure('soak', {
    title: 'Memory left after 1,000 prints and a reset',
    unit: 'MiB',
    base: '',
  });
  const hosts = run.results.measure('hosts', {
    title: 'Starting and stopping 50 hosts',
    unit: 'ms',
    base: '',
  });
  for (let round = 0; round < run.rounds(5); round += 1) {
    const args = ['--expose-gc', '--import', 'tsx', SOAK];
    const [megabytes, ms] = (await runToEnd(args, { TMPDIR: run.folder })) as [number, number];
    left('mock', megabytes);
    hosts('mock', ms);
  }
  for (const size of [20, 500]) {
    run.log(`growth of memory by a document of ${size} MB`);
    const title = `Growth of memory by a document of ${size} MB`;
    const grew = run.results.measure(`growth-${size}`, { title, unit: 'MiB', base: '' });
    for (let round = 0; round < run.rounds(5); round += 1) {
      const folder = mkdtempSync(join(run.folder, 'growth-'));
      const { sdkBytes, mockBytes } = await measureMemory(folder, size * MB);
      rmSync(folder, { recursive: true });
      grew('sdk', sdkBytes / MB);
      grew('mock', mockBytes / MB);
    }
  }
}
