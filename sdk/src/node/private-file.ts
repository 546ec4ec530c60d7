import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigurationError } from '../index.js';

/** The text of a file; undefined when there is none. */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusableFile(path, 'read', error);
  }
}

/** Makes the folder of a file, for its owner alone. A folder that is there keeps its mode. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unusableFile(path, 'written', error);
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
    // What an earlier process did not finish; a file of others in its place would not be private.
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
