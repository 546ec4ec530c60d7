import { closeSync, fsync, openSync, write } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const writeSome = promisify(write);
const sync = promisify(fsync);

/**
 * Writes all of it. One call to the system is not enough: on a disk that becomes full it takes a part, and says so by
 * the number of bytes alone.
 */
export async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await writeSome(fd, bytes, at, bytes.length - at, null);
    at += bytesWritten;
  }
}

/**
 * Puts a new file in the place of another, whole and on the disk, or not at all. Written here because the libraries
 * for it hand everything to one write and take a part for the whole, or make the file readable for everybody.
 */
export async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const next = nextOf(path);
  try {
    // Anew, and never through a link that has its name.
    await rm(next, { force: true });
    const file = await open(next, 'wx', 0o600);
    try {
      await writeAll(file.fd, bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Returns the name of a file until it is whole. */
export function nextOf(path: string): string {
  return `${path}.next`;
}

/** Lets the names in a folder outlast a power loss, where the system can do that. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    await sync(fd);
  } catch {
    // Not every file system can; the rename itself has been done.
  } finally {
    closeSync(fd);
  }
}
