import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  statSync,
  renameSync,
  writeFileSync,
  readFileSync,
} from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, extname } from 'node:path';
import { reasonOf } from './storage-error.js';

const TEMPORARY_PREFIX = 'epson-connect-mock-';

/** The user's folder cannot be used. The message says which and why. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

/** The folder in which a host keeps its files: the one that the user named, or a temporary one that goes with the host. */
export class Folder {
  readonly #kept: string | undefined;
  #temporary: string | undefined;
  readonly #rooms = new Map<string, string>();

  /**
   * @param kept the user's folder; made if it is missing
   * @throws FolderError when it cannot be made or written to
   */
  constructor(kept?: string) {
    if (kept === undefined) return;
    this.#kept = resolve(kept);
    let isMade = false;
    try {
      makeFolder(this.#kept);
      isMade = true;
      accessSync(this.#kept, constants.W_OK | constants.X_OK);
    } catch (error) {
      const why = reasonOf(error).replace(/^it is gone, /, '');
      throw new FolderError(
        `the folder ${this.#kept} cannot be ${isMade ? 'written to' : 'created'} (${why})`,
      );
    }
  }

  /** The name of the folder in a message. */
  get name(): string {
    return this.#kept === undefined ? 'the temporary folder' : `the folder ${this.#kept}`;
  }

  /** The folder that the user named. */
  get kept(): string | undefined {
    return this.#kept;
  }

  /** True if the files in it outlive the host. */
  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  /** The path of one of its rooms, made when it is first asked for: most hosts of a test suite never store a file. */
  path(room: 'incoming' | 'printed'): string {
    let path = this.#rooms.get(room);
    if (path === undefined) {
      path = join(this.#base(), room);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      this.#rooms.set(room, path);
    }
    return path;
  }

  /** Makes the rooms anew when they are next asked for, after the folder was taken away. */
  renew(): void {
    if (this.#kept !== undefined) makeFolder(this.#kept);
    this.#rooms.clear();
  }

  /** Removes what is temporary. */
  async close(): Promise<void> {
    if (this.#temporary === undefined) return;
    // A call that was cut off may still be clearing up in it.
    await rm(this.#temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  #base(): string {
    if (this.#kept !== undefined) return this.#kept;
    this.#temporary ??= mkdtempSync(join(tmpdir(), `${TEMPORARY_PREFIX}${process.pid}-`));
    return this.#temporary;
  }
}

/**
 * Makes a folder for this user alone, and those above it: one by one, because Node's own way does not come to an end where
 * a file system refuses without saying so.
 */
export function makeFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' });
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster. What is in its place and no folder shows when it is used.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Removes the temporary folders of hosts whose process was killed before it could. */
export async function sweepTemporaryFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(TEMPORARY_PREFIX) && /^(\d+)-/.exec(name.slice(TEMPORARY_PREFIX.length))?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** The name of a printed document, and the attributes that are written beside it. */
export interface PrintLabel {
  readonly id: string;
  readonly executedAt: Date;
  /** The document's name, `1.` and the extension. Never a name from the wire. */
  readonly name: string;
  /** The content of `job.json`. */
  readonly attributes: object;
}

/**
 * Moves a document to those that were printed, for people to open. All of it is done at once and not by the thread pool:
 * some names and some hundred bytes take less time than the way there.
 *
 * @returns the path of the document
 * @throws what the file system says; the document is then where it was
 */
export type MovePrinted = (path: string, folder: string, label: PrintLabel) => string;

/**
 * Moves a document into a folder that outlives the host: `<UTC date-time> <job id>/1.<ext>` with a `job.json`. The folder appears under its
 * name only when both are in it, and stays.
 */
export const moveToKeptFolder: MovePrinted = (path, folder, label) => {
  const [draft, finished] = [join(folder, `.${label.id}`), join(folder, titleOf(label))];
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    writeFileSync(join(draft, 'job.json'), `${JSON.stringify(label.attributes, null, 2)}\n`, { mode: 0o600 });
    renameSync(path, join(draft, label.name));
    renameSync(draft, finished);
  } catch (error) {
    try {
      renameSync(join(draft, label.name), path);
    } catch {
      // It did not come so far.
    }
    throw error;
  }
  return join(finished, label.name);
};

/**
 * Moves a document into a folder that goes with the host: `<UTC date-time> <job id>.<ext>`. A folder and a `job.json` for each document, which
 * the file system puts in another place of the disk, took most of the time of a print.
 */
export const moveToTemporaryFolder: MovePrinted = (path, folder, label) => {
  const finished = join(folder, `${titleOf(label)}${extname(label.name)}`);
  renameSync(path, finished);
  return finished;
};

/** 2026-11-22T14:03:05.123Z as `20261122T140305Z`: sorts by time and is a file name on every system. */
function titleOf({ executedAt, id }: PrintLabel): string {
  return `${executedAt.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z ${id}`;
}

/** Tells whether a process runs: one that has ended does not, although its parent has not noticed. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const [state = ''] = statOf(pid) ?? [];
  return !/^[ZX]/.test(state);
}

/** Returns when a process was started, in ticks since the machine was; `null` where the system has no file that says it. */
export function startOf(pid: number | 'self'): string | null {
  return statOf(pid)?.[19] ?? null;
}

/** Returns what Linux says of a process, from its state on. */
function statOf(pid: number | 'self'): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, which may hold blanks and brackets, stands in brackets before the state.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
