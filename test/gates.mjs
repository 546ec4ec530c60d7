// Every gate of the repository, two at a time, then the tests: `npm test`, and without the tests `npm run check`.
// A gate says one line; its own output shows only when it fails. The last line counts gates and tests together.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whenParentIsGone } from '../scripts/parent.mjs';
import { watchRun } from './support/run/leftovers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const setup = spawnSync(process.execPath, [join(root, 'setup.mjs')], { stdio: 'inherit' });
if (setup.status !== 0) process.exit(setup.status ?? 1);
// Processes that are started here end with this one, also when it is killed.
watchRun();
const report = join(root, 'test/report/vitest.json');
/** The tests take some minutes on a busy machine; what takes this long hangs. */
const limitMs = 1_200_000;
const isWindows = process.platform === 'win32';

/** A tool of this package as arguments to Node: no shell, no `.cmd`, the same on every platform. */
function tool(name, ...args) {
  const folder = join(root, 'test/node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : (bin[name] ?? bin.tsc);
  return { command: process.execPath, args: [join(folder, script), ...args] };
}

/** A script of a package, run by the npm that runs this. */
function script(folder, name) {
  const args = ['--prefix', folder, 'run', '--silent', name];
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('npm-cli.js')) return { command: process.execPath, args: [npm, ...args] };
  return { command: 'npm', args, shell: isWindows };
}

/** Types of one package; what has not changed since the last time is not read again. */
function types(folder) {
  const info = join(root, 'node_modules/.cache/types', `${folder.replace('/', '-')}.tsbuildinfo`);
  return tool('typescript', '-p', folder, '--incremental', '--tsBuildInfoFile', info);
}

/** A build from nothing, so that a file whose source is gone is gone too. */
function build(folder) {
  return { ...script(folder, 'build'), remove: join(root, folder, 'dist') };
}

/** A gate whose verdict depends on nothing but the repository: passed once, it stands until a file changes. */
const pure = (command) => ({ ...command, isPure: true });

// The longest first, so that the lanes end together.
const gates = {
  lint: pure(tool('eslint', '--config', 'test/eslint.config.js', '.')),
  'docs: build': script('openapi', 'docs'),
  'description: lint': pure(script('openapi', 'lint')),
  'types: mock-server': pure(types('mock-server')),
  'types: sdk': pure(types('sdk')),
  'types: inspector': pure(types('mock-server/ui')),
  'types: test': pure(types('test')),
  'build: mock-server': build('mock-server'),
  'build: sdk': build('sdk'),
  'unused files, exports, dependencies': pure(
    tool('knip', '--directory', '.', '--config', 'test/knip.json', '--no-progress'),
  ),
  'generated files are fresh': pure(script('openapi', 'generate:check')),
  format: pure(tool('prettier', '--check', '--log-level', 'warn', '.')),
};

/** Gates that read what the builds wrote. */
const packageGates = {
  'packages and their public types': pure({ command: process.execPath, args: ['test/packages.mjs'] }),
};

/** Every file of the repository, the lockfile among them, and the Node that reads them, as one digest. */
function digestRepository() {
  const git = ['-c', 'safe.directory=*', 'ls-files', '-z', '-co', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', git, { cwd: root, encoding: 'utf8' });
  if (status !== 0) return undefined;
  const hash = createHash('sha256').update(process.version);
  for (const name of stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}

/** The state of the repository, under which the results of the pure gates are stored; without git nothing is stored. */
const digest = digestRepository();
const memory = join(root, 'node_modules/.cache/gates.json');
const passedBefore = new Set();
try {
  const remembered = JSON.parse(readFileSync(memory, 'utf8'));
  if (remembered.digest === digest) for (const name of remembered.passed) passedBefore.add(name);
} catch {
  // The first run remembers nothing.
}

function remember(passed) {
  if (digest === undefined) return;
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  writeFileSync(memory, JSON.stringify({ digest, passed: [...passed] }));
}

const running = new Set();

/** Ends a child and what it started. */
function end(child) {
  if (isWindows) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
  else process.kill(-child.pid, 'SIGTERM');
}

function cutOff(number) {
  for (const child of running) end(child);
  process.exit(128 + number);
}
for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }))
  process.once(signal, () => cutOff(number));
whenParentIsGone(() => cutOff(15));

/** Runs a command to its end: whether it succeeded, and what it said where that was caught. */
function run({ command, args, shell = false }, stdio) {
  return new Promise((resolve) => {
    // A process group of its own, so that a signal reaches the grandchildren too.
    const child = spawn(command, args, { cwd: root, shell, stdio, detached: !isWindows });
    const output = [];
    running.add(child);
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const tooLong = setTimeout(() => {
      console.log(`Ended after ${limitMs / 1000} s: ${args.join(' ')}`);
      end(child);
    }, limitMs);
    const settle = (isOk) => {
      clearTimeout(tooLong);
      running.delete(child);
      resolve({ isOk, output: Buffer.concat(output).toString('utf8') });
    };
    child.once('error', (error) => {
      output.push(Buffer.from(String(error)));
      settle(false);
    });
    child.once('close', (code) => settle(code === 0));
  });
}

const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1).padStart(6)} s`;

async function runGates(gates) {
  const waiting = Object.entries(gates);
  const count = { passed: 0, failed: 0, skipped: 0 };
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, command] = next;
      const startMs = performance.now();
      if (command.isPure && passedBefore.has(name)) {
        count.passed += 1;
        console.log(`ok      ${seconds(startMs)}  ${name} (unchanged since it passed)`);
        continue;
      }
      if (command.remove !== undefined) rmSync(command.remove, { recursive: true, force: true });
      const { isOk, output } = await run(command, ['ignore', 'pipe', 'pipe']);
      count[isOk ? 'passed' : 'failed'] += 1;
      if (isOk && command.isPure) passedBefore.add(name);
      console.log(`${isOk ? 'ok    ' : 'FAILED'}  ${seconds(startMs)}  ${name}`);
      if (!isOk) console.log(`${output.trim()}\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length >> 1) }, lane));
  remember(passedBefore);
  return count;
}

/** Counts of the last test run; a file that could not be read at all, or a run without a report, is one failure. */
function readReport(isOk) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    count.passed = numPassedTests;
    count.skipped = numPendingTests + numTodoTests;
    for (const { status, assertionResults } of testResults) {
      const failed = assertionResults.filter((result) => result.status === 'failed').length;
      count.failed += status === 'failed' ? Math.max(1, failed) : failed;
    }
  } catch {
    console.log(`No report of the tests at ${report}.`);
  }
  if (!isOk) count.failed ||= 1;
  return count;
}

async function runTests() {
  rmSync(report, { force: true });
  const startMs = performance.now();
  const { isOk } = await run(tool('vitest', 'run', '--config', 'test/vitest.config.ts'), [
    'ignore',
    'inherit',
    'inherit',
  ]);
  const count = readReport(isOk);
  console.log(`${count.failed === 0 ? 'ok    ' : 'FAILED'}  ${seconds(startMs)}  tests`);
  return count;
}

const counts = [await runGates(gates), await runGates(packageGates)];
if (!process.argv.includes('--check')) counts.push(await runTests());
const total = (name) => counts.reduce((sum, count) => sum + count[name], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') === 0 ? 0 : 1;
