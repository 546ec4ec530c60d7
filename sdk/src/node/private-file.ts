import { constants, type Stats } from 'node:fs';
import { chmod, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigurationError } from '../index.js';

/** Returns the text of a file; undefined when there is none. */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    // A pipe would be waited for without end where nobody writes to it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      if (!found.isFile() && !found.isDirectory()) throw new Error('it is not a regular file');
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusableFile(path, 'read', error);
  }
}

const isOpen = ({ mode }: Stats) => process.platform !== 'win32' && (mode & 0o077) !== 0;

/**
 * Takes a file from those who can read it beside its owner. Windows has no such modes.
 *
 * @returns what was wrong with it; undefined when nobody else could read it
 */
export async function closeToOthers(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (!isOpen(found)) return undefined;
    const problem = `others could read it (mode ${(found.mode & 0o777).toString(8)})`;
    await chmod(path, 0o600).catch(({ message }: Error) => {
      throw new Error(`${problem}, and that cannot be changed here (${message}): chmod 600 ${path}`);
    });
    // File systems that have no modes take the change and forget it.
    const now = isOpen(await stat(path)) ? 'still can, for its file system has no modes' : 'no longer can';
    return `${path}: ${problem} and ${now}. They may know what is in it.`;
  } catch (error) {
    throw unusableFile(path, 'read', error);
  }
}

/** Makes the folder of a file, for its owner alone. A folder that is there keeps its mode. */
export async function makeFolder(path: string): Promise<void> {
  await made(dirname(path)).catch((error: unknown) => {
    throw unusableFile(path, 'written', error);
  });
}

/**
 * Makes a folder, and those above it: one by one, because Node's own way does not come to an end where a file system
 * refuses without saying so, as Linux' `/proc` does.
 */
async function made(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (found?.isDirectory()) return;
  if (found) throw new Error(`${folder} is not a folder`);
  // The top of a drive that is not there is above itself.
  if (dirname(folder) !== folder) await made(dirname(folder));
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    // Another process was faster. What is in its place and no folder shows when it is used.
    if (error.code !== 'EEXIST') throw error;
  });
}

/**
 * Puts a text in the place of a file, for its owner alone: as a whole or, if the process or the machine ends, not at
 * all. Only for whoever holds the lock of the file. `mayReplace` is asked at the last moment.
 */
export async function replacePrivate(
  path: string,
  text: string,
  mayReplace: () => Promise<boolean>,
): Promise<boolean> {
  const fresh = `${path}.new`;
  try {
    // Left unfinished by an earlier process; a file of others in its place would not be private.
    await unlink(fresh).catch(() => {});
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await mayReplace())) return false;
    await renameWhenFree(fresh, path);
    return true;
  } catch (error) {
    throw unusableFile(path, 'written', error);
  }
}

const BUSY = ['EPERM', 'EACCES', 'EBUSY'];

/** Windows refuses while somebody reads the file, which does not take long. */
async function renameWhenFree(from: string, to: string): Promise<void> {
  for (let left = process.platform === 'win32' ? 20 : 0; ; left -= 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (left <= 0 || !BUSY.includes(String((error as NodeJS.ErrnoException).code))) throw error;
      await pause(25);
    }
  }
}

export function unusableFile(path: string, what: 'read' | 'written', cause: unknown): ConfigurationError {
  const { message } = cause as Error;
  return new ConfigurationError(`${path} cannot be ${what}: ${message}.`, { code: 'unusable_file', cause });
}
