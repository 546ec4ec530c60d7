import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Returns how many bytes a door of the SDK costs a web page, its dependency included: minified, then gzip. */
export async function bundleBytes(door: '' | '/v2' | '/redis' = ''): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from 'epson-connect-sdk${door}';`,
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    },
    conditions: ['epson-connect-kit:source'],
    bundle: true,
    minify: true,
    format: 'esm',
    // Only that door needs Node.
    platform: door === '/redis' ? 'node' : 'browser',
    write: false,
    logLevel: 'silent',
  });
  const [bundle, ...more] = outputFiles;
  if (bundle === undefined || more.length > 0) throw new Error('the bundle must be one file');
  return gzipSync(bundle.contents, { level: 9 }).length;
}
