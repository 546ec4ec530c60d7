// Builds what people install: the types as one file, and the sources as a few files.

import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { bundle } from './bundle.mjs';
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

const { metafile } = await bundle(`${here}dist`);
writeFileSync(`${here}dist/LICENSES.txt`, licencesOf(here, Object.keys(metafile.inputs)));
