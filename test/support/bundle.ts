import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bytes after minifying and gzip. */
export interface BundleSize {
  /** What a page loads in order to print: the entry, and all that it imports statically. */
  readonly atOnce: number;
  /** The same, and what is loaded when it is first used. */
  readonly inAll: number;
}

/** What the SDK's main door costs a web page, its dependency included. Every file is compressed by itself, as it is sent. */
export async function bundleSize(): Promise<BundleSize> {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: "export * from 'epson-connect-sdk';",
      resolveDir: folder,
    },
    conditions: ['epson-connect-kit:source'],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    outdir: join(folder, 'dist'),
    absWorkingDir: folder,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const bytes = new Map(
    outputFiles.map(({ path, contents }) => [path, gzipSync(contents, { level: 9 }).length]),
  );
  const sumOf = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (bytes.get(join(folder, path)) ?? Number.NaN), 0);

  const entry = Object.keys(metafile.outputs).find(
    (path) => metafile.outputs[path]?.entryPoint === '<stdin>',
  );
  if (entry === undefined || dirname(entry) !== 'dist') throw new Error('esbuild wrote no entry');
  const atOnce = new Set([entry]);
  // A set that grows while it is walked is walked to its end.
  for (const path of atOnce) {
    for (const { kind, path: next, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) atOnce.add(next);
    }
  }
  return { atOnce: sumOf(atOnce), inAll: sumOf(Object.keys(metafile.outputs)) };
}
