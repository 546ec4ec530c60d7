import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';

/** Something else than a file is in its place: a link is not followed, and a pipe not waited for. */
export class NoRegularFileError extends Error {
  override readonly name = 'NoRegularFileError';
}

/** Windows has neither; there, a link is looked for before. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

/**
 * Opens a file of the mock's own.
 *
 * @param flags of the system, such as `O_RDONLY`
 * @throws NoRegularFileError when a link, a pipe or a device has its name
 */
export function openRegular(path: string, flags: number, mode?: number): number {
  let fd;
  try {
    if (O_NOFOLLOW === 0 && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw Object.assign(new Error('a link'), { code: 'ELOOP' });
    fd = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw new NoRegularFileError(`${path} is a symbolic link, which is not followed`);
    // A pipe that nobody reads, and a socket.
    if (code === 'ENXIO') throw new NoRegularFileError(`${path} is not a regular file`);
    throw error;
  }
  const stat = fstatSync(fd);
  if (stat.isFile()) return fd;
  closeSync(fd);
  // A folder gives the error that the system gives when it is read.
  if (stat.isDirectory())
    throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', syscall: 'read' });
  throw new NoRegularFileError(`${path} is not a regular file`);
}

/** Reads a file of the mock's own. @throws NoRegularFileError */
export function readRegular(path: string): Buffer {
  const fd = openRegular(path, constants.O_RDONLY);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Takes a file or a folder from others, where they have rights to it. Links are left alone. */
export function makePrivate(path: string): void {
  if (process.platform === 'win32') return;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.mode & 0o077) === 0 || !(found.isFile() || found.isDirectory())) return;
  // Reads by the descriptor: this is the file that was looked at, also if somebody exchanges it meanwhile.
  const fd = openSync(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    fchmodSync(fd, found.mode & 0o700);
  } finally {
    closeSync(fd);
  }
}
