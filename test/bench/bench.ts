// `npm run bench`: the figures that this project promises, measured on this machine. Builds first, because
// what people install is the build.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleSize } from '../support/bundle.js';
import { hostWithJobs } from '../support/many-jobs.js';
import { measureMemory } from '../support/memory.js';

const MB = 1024 * 1024;
const mock = pathToFileURL(fileURLToPath(new URL('../../mock-server/dist/index.js', import.meta.url))).href;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Runs a program in a fresh process several times; it prints one number. */
function measure(program: string, rounds = 11): number[] {
  return Array.from({ length: rounds }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })),
  );
}

function row(what: string, values: number[], unit: string, asked: string): void {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const figure = `${median(values).toFixed(1)} ${unit}`;
  process.stdout.write(
    `${what.padEnd(46)} ${figure.padStart(12)}  (${low.toFixed(1)} to ${high.toFixed(1)})  ${asked}\n`,
  );
}

process.stdout.write(
  `Node ${process.version}, ${process.platform} ${process.arch}; median (least to most)\n\n`,
);

const importing = `const t = performance.now(); await import(${JSON.stringify(mock)}); console.log(performance.now() - t)`;
row('importing the mock', measure(importing), 'ms', 'asked: under 250');

const starting = `const { startMockHost } = await import(${JSON.stringify(mock)});
  const t = performance.now(); const host = await startMockHost(); const ms = performance.now() - t; await host.close(); console.log(ms)`;
row('startMockHost(), the first after importing', measure(starting), 'ms', 'asked: under 30');

const startingAgain = `const { startMockHost } = await import(${JSON.stringify(mock)}); const all = [];
  for (let i = 0; i < 50; i += 1) { const t = performance.now(); const host = await startMockHost(); all.push(performance.now() - t); await host.close(); }
  console.log(all.sort((a, b) => a - b)[25])`;
row('startMockHost(), the median of 50', measure(startingAgain, 5), 'ms', '');

for (const [size, rounds] of [
  [20, 5],
  [500, 3],
] as const) {
  const rises = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'epson-connect-bench-'));
    rises.push(await measureMemory(folder, size * MB));
    rmSync(folder, { recursive: true });
  }
  row(
    `memory of the SDK, a document of ${size} MB`,
    rises.map(({ sdkBytes }) => sdkBytes / MB),
    'MB',
    'asked: under 64',
  );
  row(
    `memory of the mock, a document of ${size} MB`,
    rises.map(({ mockBytes }) => mockBytes / MB),
    'MB',
    'asked: under 64',
  );
}

const soak = fileURLToPath(new URL('soak.ts', import.meta.url));
const soaked = Array.from({ length: 3 }, () => {
  const args = ['--expose-gc', '--import', 'tsx', '--conditions=epson-connect-kit:source', soak];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as [number, number];
});
row(
  'memory left after 1,000 prints and a reset',
  soaked.map(([megabytes]) => megabytes),
  'MB',
  'asked: under 20',
);
row(
  'starting and stopping 50 hosts',
  soaked.map(([, ms]) => ms),
  'ms',
  'asked: under 3000',
);

const many = await hostWithJobs(10_000);
const beforeMs = performance.now();
many.control.clock.advance(62 * 24 * 3_600_000);
row('moving the clock by 62 days with 10,000 jobs', [performance.now() - beforeMs], 'ms', 'asked: under 100');
await many.close();

row(
  "SDK's main door for the browser, min+gzip",
  [(await bundleSize()).atOnce / 1000],
  'kB',
  'asked: at most 10',
);
