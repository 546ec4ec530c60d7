/// <reference lib="esnext.disposable" preserve="true" />
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { ConfigurationError } from '../index.js';
import type { Ledger, LedgerEntry } from '../many/index.js';
import { takeLock, type FileLock } from './file-lock.js';
import { ledgerLine, LedgerReader } from './ledger-lines.js';
import { makeFolder, unusableFile } from './private-file.js';

/** A ledger in a file, for one process at a time. */
export interface FileLedger extends Ledger, AsyncDisposable {
  /** Returns the entry of a document, from memory. */
  get(id: string): LedgerEntry | undefined;
  /** Resolves when the entry is on the disk. */
  record(id: string, entry: LedgerEntry): Promise<void>;
  /** Takes an id out, so that its document is printed anew. */
  forget(id: string): Promise<void>;
  /** Lets another process have the file. `await using` does the same. */
  close(): Promise<void>;
}

/**
 * Opens a ledger in a file: a line of JSON for each step of `printAll`, with a checksum, written to the disk before the
 * next step begins. A run that was killed is run again with the same file, and prints what is left. The ids and the job
 * of each are held in memory, about 300 bytes of the heap for a document (measured on Node 20).
 *
 * A line that a crash or a full disk has cut off is discarded, because nothing was executed for it. Any other damage is
 * refused: what the line says might be printed twice. Lines without a checksum, of an earlier version, are read too.
 *
 * Machines and containers that share the folder need host names of their own: by its name and number the process that
 * has the file open is known. What a container left that crashed is no obstacle to the same one started again (Linux).
 *
 * @throws {ConfigurationError} `locked`: another process has it open; `unusable_file`: it cannot be read or written, or
 * it is damaged. The message says what to do.
 *
 * @example
 * import { printAll } from 'epson-connect-sdk/many';
 * import { fileLedger } from 'epson-connect-sdk/node';
 * const ledger = await fileLedger('/var/lib/my-program/printed.jsonl');
 * for await (const { id, error } of printAll(epson, invoices, { ledger })) if (error) console.error(id, error);
 * await ledger.close();
 */
export async function fileLedger(path: string): Promise<FileLedger> {
  await makeFolder(path);
  // Held as long as the file is open, so no age makes it one that was left.
  const lock = await takeLock(`${path}.lock`, { waitMs: 0, staleMs: Infinity });
  try {
    // Not for appending: on Windows a file that is open for appending cannot be cut.
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      return ledgerIn(file, lock, path, await readEntries(file));
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error instanceof ConfigurationError ? error : unusableFile(path, 'read', error);
  }
}

function ledgerIn(
  file: FileHandle,
  lock: FileLock,
  path: string,
  { entries, endBytes }: Entries,
): FileLedger {
  const append = appenderTo(file, endBytes);
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  /** Writes one line after the other; one that could not be written does not stop the next. */
  function written(id: string, entry?: LedgerEntry): Promise<void> {
    const line = ledgerLine(id, entry);
    const writing = last
      .catch(() => {})
      .then(async () => {
        if (isClosed) throw new Error('the ledger is closed');
        await append(line).catch((cause: Error) => {
          const advice =
            'Nothing was recorded. Make room or repair the disk, then run again with the same file';
          throw new Error(`${cause.message}. ${advice}`, { cause });
        });
      })
      .catch((error: unknown) => {
        throw unusableFile(path, 'written', error);
      });
    last = writing;
    return writing;
  }
  async function close(): Promise<void> {
    await last.catch(() => {});
    if (isClosed) return;
    isClosed = true;
    await file.close();
    await lock.release();
  }
  return {
    get: (id) => entries.get(id),
    async record(id, { state, job }) {
      await written(id, { state, job });
      entries.set(id, { state, job });
    },
    async forget(id) {
      await written(id);
      entries.delete(id);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Returns what writes a line to the disk, whole or not at all: what a full disk has cut off is removed again. */
function appenderTo(file: FileHandle, endBytes: number): (line: Buffer) => Promise<void> {
  let isTorn = false;
  async function cutBack(): Promise<void> {
    if (isTorn) await file.truncate(endBytes);
    isTorn = false;
  }
  return async (line) => {
    await cutBack();
    isTorn = true;
    try {
      await writeAll(file, line, endBytes);
      await file.datasync();
    } catch (error) {
      // When that fails too, the next line tries again before it is written.
      await cutBack().catch(() => {});
      throw error;
    }
    isTorn = false;
    endBytes += line.length;
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

interface Entries {
  readonly entries: Map<string, LedgerEntry>;
  /** The place of the next line. */
  readonly endBytes: number;
}

/** Reads the file, and leaves it with whole lines only. */
async function readEntries(file: FileHandle): Promise<Entries> {
  const reader = new LedgerReader();
  const buffer = Buffer.alloc(65_536);
  let sizeBytes = 0;
  for (let bytesRead; ; sizeBytes += bytesRead) {
    ({ bytesRead } = await file.read(buffer, 0, buffer.length, sizeBytes));
    if (bytesRead === 0) break;
    reader.add(buffer.subarray(0, bytesRead));
  }
  const { wholeBytes, lacksNewline } = reader.end();
  if (wholeBytes < sizeBytes) await file.truncate(wholeBytes);
  if (lacksNewline) await writeAll(file, Buffer.from('\n'), wholeBytes);
  return { entries: reader.entries, endBytes: wholeBytes + (lacksNewline ? 1 : 0) };
}
