// Builds what people install: the types by the compiler, and the sources as a few files instead of two hundred, because
// finding and reading each costs a third of the time that importing this package takes. Packages stay packages.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
// The name of a file holds its digest: what an earlier build wrote would go to whoever installs this.
rmSync(`${here}dist`, { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const types = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: here,
  stdio: 'inherit',
});
if (types.status !== 0) process.exit(types.status ?? 1);

await build({
  absWorkingDir: here,
  entryPoints: { index: 'src/index.ts', bin: 'src/cli/bin.ts' },
  outdir: 'dist',
  bundle: true,
  // What is loaded only when it is used stays apart, without a folder: package.ts counts on that.
  splitting: true,
  chunkNames: '[name]-[hash]',
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
