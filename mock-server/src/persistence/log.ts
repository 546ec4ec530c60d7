import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { openRegular } from '../documents/regular-file.js';
import { nextOf, replaceFile, writeAll } from './files.js';
import { lineOf, readLines, type DamagedLine } from './lines.js';

/** The content of a log when it was opened. */
export interface OpenedLog {
  readonly values: unknown[];
  readonly damaged: DamagedLine[];
  /** The line that was being written when the process was killed, as far as it came. */
  readonly begun: Buffer;
}

/** A file that lines are added to, and that is replaced by a shorter one when most of its lines count no more. */
export class Log {
  readonly path: string;
  #fd: number | undefined;
  #inode = 0;
  #sizeBytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Reads it, and is ready to add lines. The rest of a line that a killed process left is taken away. */
  open(): OpenedLog {
    rmSync(nextOf(this.path), { force: true });
    this.#reopen();
    const bytes = readFileSync(this.#fd ?? this.path);
    const { values, damaged, wholeBytes, begun } = readLines(bytes);
    if (wholeBytes < bytes.length) this.#cutTo(wholeBytes);
    return { values, damaged, begun };
  }

  /** Returns true if the file is still the one that was opened. */
  isThere(): boolean {
    try {
      return this.#fd !== undefined && lstatSync(this.path).ino === this.#inode;
    } catch {
      return false;
    }
  }

  /** Adds lines: all of them, or none. */
  async append(lines: string): Promise<void> {
    if (this.#fd === undefined) this.#reopen();
    const fd = this.#fd;
    if (fd === undefined) throw new Error(`${this.path} is not open`);
    const bytes = Buffer.from(lines);
    try {
      await writeAll(fd, bytes);
      this.#sizeBytes += bytes.length;
    } catch (error) {
      this.#cutTo(this.#sizeBytes);
      throw error;
    }
  }

  /** Begins anew with these values. The old file stays until the new one is whole. */
  async replace(values: Iterable<unknown>): Promise<void> {
    const lines: string[] = [];
    for (const value of values) lines.push(lineOf(value));
    const bytes = Buffer.from(lines.join(''));
    // Closed before: Windows does not replace a file that is open.
    if (process.platform === 'win32') this.close();
    await replaceFile(this.path, bytes);
    this.close();
    this.#reopen();
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** Lets everything in it outlast a power loss. */
  sync(): void {
    if (this.#fd !== undefined) fsyncSync(this.#fd);
  }

  #reopen(): void {
    const fd = openRegular(this.path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
    const { ino, size } = fstatSync(fd);
    [this.#fd, this.#inode, this.#sizeBytes] = [fd, ino, size];
  }

  #cutTo(sizeBytes: number): void {
    if (this.#fd === undefined) return;
    try {
      ftruncateSync(this.#fd, sizeBytes);
      this.#sizeBytes = sizeBytes;
    } catch {
      // The next start reads the rest as damaged; nothing that was acknowledged is in it.
    }
  }
}
