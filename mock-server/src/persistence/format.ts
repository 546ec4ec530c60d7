import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderError } from '../documents/folder.js';
import { NoRegularFileError, readRegular } from '../documents/regular-file.js';
import { VERSION } from '../package.js';
import { nextOf } from './files.js';

/** The form of what is in the folder. Raised when an older version could not read it any more. */
export const FORMAT = 1;

/** The format of a folder, as the folder names it. */
export type FoundFormat = 'none' | 'this' | 'damaged';

/** @throws FolderError when a newer version wrote it, before anything in it is touched; NoRegularFileError */
export function checkFormat(folder: string): FoundFormat {
  let text;
  try {
    text = readRegular(pathOf(folder)).toString('utf8');
  } catch (error) {
    if (error instanceof NoRegularFileError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    return 'damaged';
  }
  const found = formatOf(text);
  if (found === undefined) return 'damaged';
  if (found.format > FORMAT) {
    throw new FolderError(
      `the folder ${folder} was written by a newer version of the mock (${found.version}, format ${found.format}; this is ${VERSION}, which reads up to ${FORMAT}). Use that version, or name another folder`,
    );
  }
  return 'this';
}

export function writeFormat(folder: string): void {
  const text = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;
  const next = nextOf(pathOf(folder));
  rmSync(next, { force: true });
  writeFileSync(next, text, { mode: 0o600, flag: 'wx' });
  renameSync(next, pathOf(folder));
}

function pathOf(folder: string): string {
  return join(folder, 'format.json');
}

function formatOf(text: string): { format: number; version: string } | undefined {
  try {
    const { format, version } = JSON.parse(text) as { format?: unknown; version?: unknown };
    const name = typeof version === 'string' ? version.slice(0, 40) : 'of an unknown version';
    return typeof format === 'number' ? { format, version: name } : undefined;
  } catch {
    return undefined;
  }
}
