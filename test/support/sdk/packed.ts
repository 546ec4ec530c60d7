import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sdk = fileURLToPath(new URL('../../../sdk', import.meta.url));

/** A project that has installed the SDK as it is published. */
export interface Project {
  readonly folder: string;
  /** The package in it. */
  readonly sdk: string;
  remove(): void;
}

/** The tarball of the SDK, unpacked where a project looks for it, and its one dependency beside it. */
export function projectWithSdk(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
  const shell = process.platform === 'win32';
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: sdk, shell, stdio: 'pipe' });
  npm('pack', '--ignore-scripts', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  rmSync(join(folder, tarball));
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  renameSync(join(folder, 'package'), join(packages, 'epson-connect-sdk'));
  // Not by a link: some runtimes may only read what is in the folder.
  const dependency = join(sdk, 'node_modules/openapi-fetch');
  cpSync(dependency, join(packages, 'openapi-fetch'), { recursive: true, dereference: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  return {
    folder,
    sdk: join(packages, 'epson-connect-sdk'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
