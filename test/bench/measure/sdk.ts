import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleBytes } from '../../support/sdk/bundle.js';
import { DOCUMENT, isUp } from '../calls.js';
import { hasPeers, requirePeer, type Entrants } from '../entrants.js';
import { runToEnd, start, type Running } from '../processes.js';
import { inTurns, type Run } from '../run.js';
import { largeFile } from './upload.js';

const MIB = 2 ** 20;
const PRINT = fileURLToPath(new URL('../clients/print.mjs', import.meta.url));
/** Those that are at hand: peers are installed when a bench begins. */
const clients = () =>
  ['sdk', 'fetch', ...(hasPeers() ? ['axios', 'epson-connect-js'] : [])].map((name) => ({ name }));

const CLIENTS_V2 = ['sdk, version 2', 'fetch, version 2'].map((name) => ({ name }));

interface Printed {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

/** The SDK beside what people use or write instead, on the same mock. */
export async function measureSdk(run: Run, { mock }: Entrants): Promise<void> {
  const server = await start(
    { ...mock, args: (...given) => [...mock.args(...given), '--quiet', '--consent', 'auto'] },
    run.newFolder(),
    isUp,
  );
  try {
    await measurePrints(run, server);
    await measureDocuments(run, server);
  } finally {
    await server.stop();
  }
  await measureImports(run);
  await measureBundles(run);
}

async function measurePrints(run: Run, server: Running): Promise<void> {
  run.log('SDK: prints per second');
  const about = { base: 'fetch' };
  const rate = run.results.measure('sdk-rate', {
    ...about,
    title: 'Prints per second, one after the other',
    unit: '/s',
  });
  const cpu = run.results.measure('sdk-cpu', {
    ...about,
    title: 'Processor time of the client per print',
    unit: 'ms',
  });
  const small = join(run.folder, 'small.pdf');
  writeFileSync(small, DOCUMENT);
  const prints = run.isQuick ? 100 : 600;
  await inTurns(run, 'prints per second', clients(), run.rounds(9, 1), async ({ name }) => {
    const { perSecond, cpuMs } = await print(name, server, small, prints, prints / 4, small);
    rate(name, perSecond);
    cpu(name, cpuMs);
  });
  const rateV2 = run.results.measure('sdk-rate-v2', {
    base: 'fetch, version 2',
    title: 'Prints per second by version 2, one after the other',
    unit: '/s',
  });
  await inTurns(run, 'prints per second by version 2', CLIENTS_V2, run.rounds(9, 1), async ({ name }) => {
    rateV2(name, (await print(name, server, small, prints, prints / 4, small)).perSecond);
  });
}

async function measureDocuments(run: Run, server: Running): Promise<void> {
  const small = join(run.folder, 'small.pdf');
  for (const size of run.isQuick ? [20] : [20, 500]) {
    run.log(`SDK: memory of a document of ${size} MB`);
    const title = `Memory at most of the client, a document of ${size} MB`;
    const peak = run.results.measure(`sdk-memory-${size}`, { title, unit: 'MiB', base: 'fetch' });
    const file = largeFile(run, size);
    await inTurns(run, `a document of ${size} MB`, clients(), run.rounds(5, 1), async ({ name }) => {
      peak(name, (await print(name, server, file, 1, 1, small)).peakBytes / MIB);
    });
  }
}

async function print(
  name: string,
  { url }: Running,
  file: string,
  prints: number,
  warmUps: number,
  warmUpFile: string,
): Promise<Printed> {
  const args = [PRINT, name, url, file, String(prints), String(warmUps), warmUpFile];
  return (await runToEnd(args)) as Printed;
}

async function measureImports(run: Run): Promise<void> {
  run.log('SDK: import');
  const took = run.results.measure('sdk-import', { title: 'Import of the client', unit: 'ms', base: 'sdk' });
  const sdk = fileURLToPath(new URL('../../../sdk/dist/index.js', import.meta.url));
  const modules = [{ name: 'sdk', path: sdk }];
  for (const name of hasPeers() ? ['axios', 'epson-connect-js'] : [])
    modules.push({ name, path: requirePeer.resolve(name) });
  await inTurns(run, 'import', modules, run.rounds(11, 3), async ({ name, path }) => {
    const module = JSON.stringify(pathToFileURL(path).href);
    const program = `const t = performance.now(); await import(${module}); console.log(performance.now() - t)`;
    took(name, Number(await runToEnd(['--input-type=module', '--eval', program])));
  });
}

/** Bytes after minifying and gzip, of what a program loads in order to print. */
async function measureBundles(run: Run): Promise<void> {
  run.log('SDK: bundle');
  const size = run.results.measure('sdk-bundle', {
    title: 'Bundle, minified and gzipped',
    unit: 'kB',
    base: 'sdk',
  });
  size('sdk', (await bundleBytes()) / 1000);
  for (const name of hasPeers() ? ['axios', 'epson-connect-js'] : []) {
    const { outputFiles } = await build({
      entryPoints: [requirePeer.resolve(name)],
      bundle: true,
      minify: true,
      platform: 'node',
      write: false,
      logLevel: 'silent',
    });
    size(name, gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length / 1000);
  }
}
