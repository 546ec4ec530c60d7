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
import { crc32 } from 'node:zlib';
import { openRegular } from '../documents/regular-file.js';
import { nextOf, replaceFile, writeAll } from './files.js';

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

/** A line that cannot be read, with its bytes as they are in the file. */
export interface DamagedLine {
  readonly number: number;
  readonly bytes: Buffer;
}

/** The lines of a log. */
export interface ReadLines {
  readonly values: unknown[];
  readonly damaged: DamagedLine[];
  /** Length of the whole lines. */
  readonly wholeBytes: number;
  /** The bytes after them, if they can be a line that a kill cut off. */
  readonly begun: Buffer;
}

const NEWLINE = 0x0a;
/** Eight hexadecimal digits and a blank. */
const HEAD_BYTES = 9;

/** A value as a line of a log: the checksum of its JSON, and the JSON. */
export function lineOf(value: unknown): string {
  const json = JSON.stringify(value);
  return `${headOf(json)}${json}\n`;
}

function headOf(json: string | Buffer): string {
  return `${crc32(json).toString(16).padStart(8, '0')} `;
}

/** Reads what `lineOf` wrote. A damaged line is reported, and the others are read. */
export function readLines(bytes: Buffer): ReadLines {
  const values: unknown[] = [];
  const damaged: DamagedLine[] = [];
  let start = 0;
  for (let number = 1; ; number += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) {
      const rest = bytes.subarray(start);
      const isBegun = canBeBegun(rest);
      if (!isBegun) damaged.push({ number, bytes: rest });
      return { values, damaged, wholeBytes: start, begun: isBegun ? rest : Buffer.alloc(0) };
    }
    const line = bytes.subarray(start, end);
    const value = valueOf(line);
    if (value === undefined) damaged.push({ number, bytes: line });
    else values.push(value);
    start = end + 1;
  }
}

/** Returns true if bytes can be the beginning of a line: a kill leaves that, a broken disk does not. */
function canBeBegun(bytes: Buffer): boolean {
  if (bytes.length < HEAD_BYTES) return /^[0-9a-f]{0,8}$/.test(bytes.toString('latin1'));
  if (!/^[0-9a-f]{8} (?:[[{]|$)/.test(bytes.toString('latin1', 0, HEAD_BYTES + 1))) return false;
  // JSON has no control characters; zeros are what a power loss leaves.
  if (bytes.some((byte) => byte < 0x20)) return false;
  return valueOf(bytes) !== undefined || parsed(bytes.subarray(HEAD_BYTES)) === undefined;
}

function valueOf(line: Buffer): unknown {
  const json = line.subarray(HEAD_BYTES);
  return line.toString('latin1', 0, HEAD_BYTES) === headOf(json) ? parsed(json) : undefined;
}

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return undefined;
  }
}
