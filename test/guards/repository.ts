// The repository as the guards see it: its root, its files, and their text.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files of the repository and those about to join it, from the root, with slashes. */
export function listFiles(): string[] {
  // Containers often check out as another user; git asks for that to be said.
  const git = ['-c', 'safe.directory=*', 'ls-files', '-z', '-co', '--exclude-standard'];
  const names = execFileSync('git', git, { cwd: root, encoding: 'utf8' }).split('\0');
  return [...new Set(names)].filter((name) => name !== '' && existsSync(join(root, name))).sort();
}

export const readText = (name: string): string => readFileSync(join(root, name), 'utf8');

export const readJson = <T>(name: string): T => JSON.parse(readText(name)) as T;

/** Hand-written TypeScript. */
export const listSources = (): string[] =>
  listFiles().filter((name) => name.endsWith('.ts') && !name.includes('/generated/'));
