import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Bundles the sources into a few files instead of some hundred, because finding and reading each costs a third of the time
 * that importing this package takes. Dependencies stay packages. What is a development dependency, Express and multer, is
 * put in: the main thread is busy for 125 ms of a start then, not for 175.
 *
 * @param {string} folder beside the sources: code that is loaded on first use stays in chunks beside the entry, and finds
 *   the package one above (package.ts)
 */
export function bundle(folder) {
  const { dependencies } = JSON.parse(readFileSync(`${here}package.json`, 'utf8'));
  return build({
    absWorkingDir: here,
    entryPoints: { index: 'src/index.ts', bin: 'src/cli/bin.ts' },
    outdir: folder,
    bundle: true,
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
}

// As a program, for tests that start the command: `node bundle.mjs FOLDER`.
if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(resolve(process.argv[2]));
