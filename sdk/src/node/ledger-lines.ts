import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../many/index.js';

type Line = { readonly id: string; readonly at: string } & Partial<LedgerEntry>;

const NEWLINE = 10;
const members: readonly string[] = ['id', 'at', 'state', 'job'];
const states: readonly unknown[] = ['executing', 'done', 'failed', undefined];

/** The last member of a line, the checksum of all before it. Those of an earlier version have none. */
const checksumMember = /,"sum":"([0-9a-f]{16})"\}$/;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the checksum of the beginning of a line. */
const checksumOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Returns the line that says how far a document has come; without an entry, that its id is forgotten. */
export function ledgerLine(id: string, entry?: LedgerEntry): Buffer {
  const line: Line = { id, at: new Date().toISOString() };
  if (entry) {
    const { id: job_id, device_id, job_name, print_mode, api_version } = entry.job;
    Object.assign(line, {
      state: entry.state,
      job: { id: job_id, device_id, job_name, print_mode, api_version },
    });
  }
  const text = JSON.stringify(line).slice(0, -1);
  return Buffer.from(`${text},"sum":"${checksumOf(text)}"}\n`);
}

/** Reads a ledger, piece by piece. A line ends at byte 10 and nowhere else. */
export class LedgerReader {
  /** The latest entry of each id. */
  readonly entries = new Map<string, LedgerEntry>();
  #lines = 0;
  #wholeBytes = 0;
  /** The line that has not ended yet. */
  #pieces: Buffer[] = [];

  /** @throws an Error that names the line that is damaged */
  add(bytes: Buffer): void {
    let from = 0;
    for (let end; (end = bytes.indexOf(NEWLINE, from)) >= 0; from = end + 1)
      this.#take(Buffer.concat([...this.#pieces.splice(0), bytes.subarray(from, end)]), 1);
    // A copy: the reader's caller fills its buffer anew.
    if (from < bytes.length) this.#pieces.push(Buffer.from(bytes.subarray(from)));
  }

  /**
   * Ends the file. A last line that was cut off with the process is discarded: nobody was told that it is there.
   *
   * @returns how many bytes stay, and whether the last line of them lacks its end
   */
  end(): { wholeBytes: number; lacksNewline: boolean } {
    const last = Buffer.concat(this.#pieces);
    const lacksNewline = last.length > 0 && !isCutOff(last);
    if (lacksNewline) this.#take(last, 0);
    return { wholeBytes: this.#wholeBytes, lacksNewline };
  }

  #take(bytes: Buffer, endBytes: number): void {
    this.#lines += 1;
    this.#wholeBytes += bytes.length + endBytes;
    // An editor of Windows leaves its own ends of lines.
    const length = bytes.length - (endBytes > 0 && bytes.at(-1) === 13 ? 1 : 0);
    if (length === 0) return;
    const line = parsed(bytes.subarray(0, length));
    if (line === undefined)
      throw new Error(
        `line ${this.#lines} is damaged, so the ledger no longer says which documents were printed. Do not delete the file or a line of it: documents could be printed twice. Find out at the printer which documents came out, then print only the missing ones with a new ledger file`,
      );
    if (line.state && line.job) this.entries.set(line.id, { state: line.state, job: line.job });
    else this.entries.delete(line.id);
  }
}

/** Returns what a line says; undefined when it is not exactly as it was written. */
function parsed(bytes: Buffer): Line | undefined {
  try {
    const text = utf8.decode(bytes);
    const sum = checksumMember.exec(text);
    if (sum && sum[1] !== checksumOf(text.slice(0, sum.index))) return undefined;
    const line = JSON.parse(sum ? `${text.slice(0, sum.index)}}` : text) as Line;
    // A checksum whose own name is damaged is a member that no line has.
    const isWhole =
      Object.keys(line).every((name) => members.includes(name)) &&
      typeof line.id === 'string' &&
      states.includes(line.state) &&
      !line.state === !line.job?.id;
    return isWhole ? line : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns whether the bytes are a line without its end: an object that is not closed, or what a file system puts in the
 * place of bytes that it never got. A whole line with something behind it is another matter: its end is damaged.
 */
function isCutOff(bytes: Buffer): boolean {
  const text = bytes.toString().replace(/\0+$/, '');
  if (text !== '' && text[0] !== '{') return false;
  let depth = 0;
  // Strings, which may hold brackets, count as one.
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}]/gs)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    if (token === '}' && depth === 0) return false;
  }
  return true;
}
