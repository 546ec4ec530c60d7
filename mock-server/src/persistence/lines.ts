import { crc32 } from 'node:zlib';

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

/** Reads what `lineOf` wrote. A line that is not as it was written is told of, and the others are read. */
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
