import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What the SDK's main door costs a web page with all that it imports: bytes after minifying and gzip. */
export async function bundleSize(): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from 'epson-connect-sdk';",
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    conditions: ['epson-connect-kit:source'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild wrote nothing');
  return gzipSync(file.contents, { level: 9 }).length;
}
