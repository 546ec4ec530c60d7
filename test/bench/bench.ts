// `npm run bench`: this project beside what people would use instead, measured on this machine, in one run. With
// `-- --quick` in a minute or so; with `-- --only=startup,sdk` some of it. The full run writes report/, and
// `-- --rewrite` writes it again from its data.json, when only a text or a goal has changed.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gather, hasPeers, type Entrants } from './entrants.js';
import { judge } from './goals.js';
import { goalLines, reportFiles, type Report, type Setting } from './report.js';
import { createRun, type Run } from './run.js';
import { measureFleet } from './measure/fleet.js';
import { measureFullLimit } from './measure/full-limit.js';
import { measureInProcess } from './measure/in-process.js';
import { measureKept } from './measure/kept.js';
import { measureMemoryOfCalls } from './measure/memory.js';
import { measureRequests } from './measure/requests.js';
import { measureScale } from './measure/scale.js';
import { measureSdk } from './measure/sdk.js';
import { measureSize } from './measure/size.js';
import { measureSoak } from './measure/soak.js';
import { measureStartup } from './measure/startup.js';
import { measureUpload } from './measure/upload.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const MEASURES: Readonly<Record<string, (run: Run, entrants: Entrants) => void | Promise<void>>> = {
  startup: measureStartup,
  kept: measureKept,
  requests: measureRequests,
  fetch: measureInProcess,
  upload: measureUpload,
  memory: measureMemoryOfCalls,
  sdk: measureSdk,
  fleet: measureFleet,
  soak: measureSoak,
  limit: measureFullLimit,
  scale: measureScale,
  size: measureSize,
};

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    only: { type: 'string' },
    to: { type: 'string' },
    rewrite: { type: 'boolean' },
  },
});
if (flags.rewrite === true) {
  const { setting: ofRun, ...data } = JSON.parse(readFileSync(path('report/data.json'), 'utf8')) as Report;
  writeReport(path('report'), reportFiles(data, ofRun));
  process.exit();
}
const only = flags.only?.split(',') ?? Object.keys(MEASURES);
const unknown = only.filter((name) => !Object.hasOwn(MEASURES, name));
if (unknown.length > 0) {
  console.error(`There is no measure ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}.`);
  process.exit(2);
}

installPeers();
const startedMs = performance.now();
const isQuick = flags.quick ?? false;
using run = createRun(isQuick, (line) => console.log(line));
// Children end with this process, and their folder goes with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.once('exit', () => run[Symbol.dispose]());
const entrants = gather(run);
for (const name of only) {
  try {
    await MEASURES[name]?.(run, entrants);
  } catch (error) {
    run.results.miss(name, error);
    run.log(`not measured: ${name}: ${String(error)}`);
  }
}
write();
process.exit();

function write(): void {
  const isWhole = !isQuick && flags.only === undefined;
  const folder = flags.to ?? path(isWhole ? 'report' : '../report/bench');
  writeReport(folder, reportFiles(run.results, setting()));
  console.log(`\n${goalLines(judge(run.results)).join('\n')}\n`);
  for (const { what, why } of run.results.missing) console.log(`Not measured: ${what}: ${why}`);
  console.log(`The report is in ${folder}`);
}

function writeReport(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(`${folder}/${name}`, text);
}

/** Installs the programs of comparison. Nobody else needs them, so they are not part of the workspace. */
function installPeers(): void {
  if (hasPeers()) return;
  console.log('Installing what is measured beside, which takes a minute.');
  const pnpm = ['--yes', '--prefer-offline', 'pnpm@10.34.9', 'install', '--ignore-workspace'];
  const args = [...pnpm, '--frozen-lockfile', '--ignore-scripts', '--prefer-offline'];
  try {
    const shell = process.platform === 'win32';
    execFileSync('npx', args, { cwd: path('peers'), stdio: 'inherit', shell, timeout: 600_000 });
  } catch (error) {
    console.error(`The peers could not be installed, and calls are counted by one of them: ${String(error)}`);
    process.exit(1);
  }
}

function setting(): Setting {
  const { dependencies } = JSON.parse(readFileSync(path('peers/package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const [processor] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${process.platform} ${process.arch}, ${cpus().length} × ${processor?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    versions: dependencies,
    isQuick,
    tookS: (performance.now() - startedMs) / 1000,
  };
}
