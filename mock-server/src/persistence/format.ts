import { renameSync, rmSync, writeFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FolderError } from '../documents/folder.js';
import { NoRegularFileError, readRegular, makePrivate } from '../documents/regular-file.js';
import { VERSION } from '../package.js';
import { nextOf } from './files.js';
import { reasonOf } from '../documents/storage-error.js';
import { namesIn } from './tidy.js';

/** The form of what is in the folder. Raised when an older version could not read it any more. */
export const FORMAT = 2;

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

/**
 * Names of the mock's own files in the folder. The control token is not among them: one that others could read is not used.
 */
const OWN = /^(?:(?:state|journal)\.log|format\.json|reserve|lock\.\d{1,9}|incoming|printed|damaged)$/;

/**
 * Takes the folder and what is the mock's own in it from other users, also where it was there before: it holds tokens.
 *
 * @param warn called if that cannot be done
 */
export function takeFromOthers(path: string, warn: (hint: string) => void): void {
  const folder = realpathSync(path);
  try {
    makePrivate(folder);
  } catch (error) {
    const mode = (statSync(folder).mode & 0o777).toString(8);
    warn(
      `Others may use the folder ${path} (mode ${mode}), which holds tokens and documents, and its mode cannot be changed (${reasonOf(error)}). Run chmod 700 on it as its owner, or name another folder.`,
    );
  }
  const damaged = join(folder, 'damaged');
  const own = readdirSync(folder).filter((name) => OWN.test(name));
  for (const each of [
    ...own.map((name) => join(folder, name)),
    ...namesIn(damaged).map((name) => join(damaged, name)),
  ]) {
    try {
      makePrivate(each);
    } catch {
      // Somebody else's; nobody comes to it through a folder that is private, and of another one has been told.
    }
  }
}
