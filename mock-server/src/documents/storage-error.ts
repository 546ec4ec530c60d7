/** Something could not be kept: the disk is full, the folder is gone, or it must not be written to. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file may not become larger here',
  EROFS: 'it can only be read',
  EACCES: 'this process must not write there',
  EPERM: 'this process must not write there',
  ENOENT: 'it is gone',
  ENOTDIR: 'something else is in its place',
  EIO: 'the disk does not work',
};

/** Returns the name of a system error in a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  return Object.hasOwn(REASONS, code) ? `${REASONS[code]}, ${code}` : code;
}

/** Tells whether an error is the system's refusal of something to do with files. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
