// Builds what people install: the types as one file, and the sources as a few files instead of two hundred, because
// finding and reading each costs a third of the time that importing this package takes. Dependencies stay packages. What is
// a development dependency, Express and multer, is put in: the main thread is busy for 125 ms of a start then, not for 175.

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
// The name of a file holds its digest: what an earlier build wrote would go to whoever installs this.
rmSync(`${here}dist`, { recursive: true, force: true });
const require = createRequire(import.meta.url);
const types = spawnSync(
  process.execPath,
  [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', 'dist/types'],
  { cwd: here, stdio: 'inherit' },
);
if (types.status !== 0) process.exit(types.status ?? 1);

// One file of public types: the declarations of all sources name packages that are bundled and that nobody installs.
const { succeeded } = Extractor.invoke(
  ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${here}package.json`,
    configObject: {
      projectFolder: here,
      mainEntryPointFilePath: `${here}dist/types/index.d.ts`,
      compiler: { tsconfigFilePath: `${here}tsconfig.json` },
      apiReport: { enabled: false },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: `${here}dist/index.d.ts` },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  }),
  { messageCallback: (message) => (message.handled = message.logLevel !== 'error') },
);
if (!succeeded) process.exit(1);
rmSync(`${here}dist/types`, { recursive: true });

const { dependencies } = JSON.parse(readFileSync(`${here}package.json`, 'utf8'));
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { index: 'src/index.ts', bin: 'src/cli/bin.ts' },
  outdir: 'dist',
  bundle: true,
  // Code that is loaded on first use stays in chunks beside the entry, without a folder: package.ts counts on that.
  splitting: true,
  chunkNames: '[name]-[hash]',
  external: Object.keys(dependencies),
  // Bundled packages are CommonJS and load modules of Node by `require`.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});

writeFileSync(`${here}dist/LICENSES.txt`, licencesOf(here, Object.keys(metafile.inputs)));
