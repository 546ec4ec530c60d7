// Makes a fresh clone ready: installs the workspace's packages with the pinned pnpm, which npx brings.
// Plain Node without dependencies, because it runs before anything is installed. When nothing that
// decides the install has changed since the last time, it returns at once and needs no network.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@10.34.9';
const root = dirname(fileURLToPath(import.meta.url));
const packages = ['openapi', 'sdk', 'mock-server', 'test'];
const stampFile = join(root, 'node_modules', '.setup-stamp');

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`This project needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

/** Everything that decides what an install puts on disk, as one digest. */
function digest() {
  const hash = createHash('sha256').update(
    [PNPM, process.version, process.platform, process.arch, root].join('\n'),
  );
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packages.map((p) => `${p}/package.json`)]) {
    const path = join(root, file);
    hash.update(`\n${file}\n`).update(existsSync(path) ? readFileSync(path) : '');
  }
  return hash.digest('hex');
}

const installed = packages.every((p) => existsSync(join(root, p, 'node_modules')));
if (installed && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest()) process.exit(0);

process.stderr.write(`Setting up the workspace with ${PNPM} (once; later runs skip this) ...\n`);
// --ignore-scripts: no dependency needs its install script, and pnpm would call our own `prepare`,
// which is this file, without end.
const install = ['exec', '--yes', '--prefer-offline', '--', PNPM, 'install'];
install.push('--frozen-lockfile', '--prefer-offline', '--ignore-scripts');
// npm tells its scripts where it lives; running that file with this Node needs no shell on any platform.
const npm = process.env.npm_execpath;
const result = npm?.endsWith('.js')
  ? spawnSync(process.execPath, [npm, ...install], { cwd: root, stdio: ['ignore', 2, 2] })
  : spawnSync('npm', install, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
if (result.error !== undefined) stop(`npm could not be started: ${result.error.message}`);
if (result.status !== 0) {
  stop(
    'The set-up failed; the lines above say why. It needs the npm registry the first time. Run the same command again.',
  );
}
mkdirSync(dirname(stampFile), { recursive: true });
writeFileSync(stampFile, digest());
