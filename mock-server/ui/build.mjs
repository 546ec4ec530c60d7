// Builds the inspector into ui/dist: one script, the worker with the stream of events, one style sheet, and the PDF
// engine apart, which is loaded for a PDF alone. It takes a tenth of a second, so everybody who needs the page builds it anew.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from '../licences.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, 'dist');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { main: 'src/main.tsx', events: 'src/events-worker.ts', style: 'style.css' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
cpSync(join(pdfjs, 'build/pdf.worker.min.mjs'), join(out, 'pdf.worker.js'));
for (const name of ['cmaps', 'standard_fonts'])
  cpSync(join(pdfjs, name), join(out, name), { recursive: true });
cpSync(join(pdfjs, 'wasm/openjpeg_nowasm_fallback.js'), join(out, 'wasm/openjpeg_nowasm_fallback.js'));
for (const path of ['index.html', 'icon.svg', '../sample.pdf'])
  cpSync(join(here, path), join(out, basename(path)));
writeFileSync(join(out, 'LICENSES.txt'), licencesOf(here, Object.keys(metafile.inputs)));
