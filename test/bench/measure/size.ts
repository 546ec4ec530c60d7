import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPeers } from '../entrants.js';
import type { Run } from '../run.js';

const MIB = 2 ** 20;
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Measures the disk space of an installed mock, and of the others: MiB and libraries. */
export function measureSize(run: Run): void {
  run.log('installed size');
  const size = run.results.measure('size', { title: 'Installed size', unit: 'MiB', base: 'mock' });
  const packages = run.results.measure('packages', { title: 'Installed libraries', unit: '', base: 'mock' });
  const enter = (name: string, folders: readonly string[]) => {
    size(name, folders.reduce((sum, folder) => sum + bytesOf(folder), 0) / MIB);
    // Without itself: the libraries that come with it.
    packages(name, folders.length - 1);
  };
  try {
    enter('mock', installed(run));
  } catch (error) {
    run.results.miss('installed size of the mock', error);
  }
  if (!hasPeers()) return;
  const names = {
    'Express 5': 'express',
    MSW: 'msw',
    Prism: '@stoplight/prism-cli',
    Mockoon: '@mockoon/cli',
  };
  for (const [name, module] of Object.entries(names)) {
    try {
      enter(name, closureOf(path(`../peers/node_modules/${module}`)));
    } catch (error) {
      run.results.miss(`installed size of ${name}`, error);
    }
  }
}

/** Installs the mock as it is published, by npm. @returns the folders of its packages */
function installed(run: Run): string[] {
  const folder = mkdtempSync(join(run.folder, 'install-'));
  const npm = (...args: string[]) =>
    execFileSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 180_000,
      shell: process.platform === 'win32',
    });
  const lines = npm('pack', path('../../../mock-server'), '--ignore-scripts', '--silent').trim().split('\n');
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--silent'];
  npm('install', `./${lines.at(-1) ?? ''}`, ...quiet);
  return packagesBelow(join(folder, 'node_modules'));
}

/** Every package in a tree of node_modules, those within others too. */
function packagesBelow(modules: string): string[] {
  if (!existsSync(modules)) return [];
  return namesIn(modules)
    .map((name) => join(modules, name))
    .flatMap((folder) => [folder, ...packagesBelow(join(folder, 'node_modules'))]);
}

/** The names of packages in a folder `node_modules`, those with a scope included. */
function namesIn(modules: string): string[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((each) => `${name}/${each}`) : [name],
    );
}

/** A package of pnpm's store and all that it depends on: beside each package lie links to its dependencies. */
export function closureOf(folder: string): string[] {
  const found = new Set([realpathSync(folder)]);
  // A set that grows while it is walked is walked to its end.
  for (const each of found) {
    const parent = dirname(each);
    const modules = basename(parent) === 'node_modules' ? parent : dirname(parent);
    for (const name of namesIn(modules)) found.add(realpathSync(join(modules, name)));
  }
  return [...found];
}

/** Bytes of the files below a folder, but for packages within it, which count by themselves. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .reduce((sum, entry) => {
      const inner = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesOf(inner) : lstatSync(inner).size);
    }, 0);
}
