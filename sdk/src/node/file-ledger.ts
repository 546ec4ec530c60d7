/// <reference lib="esnext.disposable" preserve="true" />
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ConfigurationError } from '../index.js';
import type { Ledger, LedgerEntry } from '../many/index.js';
import { takeLock, type FileLock } from './file-lock.js';
import { makeFolder, unusableFile } from './private-file.js';

/** A ledger in a file, for one process at a time. */
export interface FileLedger extends Ledger, AsyncDisposable {
  get(id: string): LedgerEntry | undefined;
  /** Resolves when the entry is on the disk. */
  record(id: string, entry: LedgerEntry): Promise<void>;
  /** Takes an id out, so that its document is printed anew. */
  forget(id: string): Promise<void>;
  /** Lets another process have the file. `await using` does the same. */
  close(): Promise<void>;
}

type Line = { readonly id: string; readonly at: string } & Partial<LedgerEntry>;

const states: readonly unknown[] = ['executing', 'done', 'failed', undefined];

/**
 * What `printAll` has printed, in a file: a line of JSON for each step, written to the disk before the next one begins.
 * A run that was killed is run again with the same file, and prints what is left. The ids and the job of each are held
 * in memory, about 300 bytes of the heap for a document (measured on Node 20).
 *
 * Machines and containers that share the folder need host names of their own: by its name and number the process that
 * has the file open is known. What a container left that crashed is no obstacle to the same one started again (Linux).
 *
 * @throws {ConfigurationError} `locked`: another process has it open; `unusable_file`: it cannot be read or written, or
 * it is damaged, and going on could print a document twice.
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
    const file = await open(path, 'a+', 0o600);
    try {
      return ledgerIn(file, lock, path, await entriesOf(path, file));
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
  entries: Map<string, LedgerEntry>,
): FileLedger {
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  /** One line after the other; one that could not be written does not stop the next. */
  function written(id: string, entry: Partial<LedgerEntry>): Promise<void> {
    const line: Line = { id, at: new Date().toISOString(), ...entry };
    const writing = last
      .catch(() => {})
      .then(async () => {
        if (isClosed) throw new Error('it was closed');
        await file.appendFile(`${JSON.stringify(line)}\n`);
        await file.datasync();
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
      await written(id, {});
      entries.delete(id);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What the file says, the latest line of each id. */
async function entriesOf(path: string, file: FileHandle): Promise<Map<string, LedgerEntry>> {
  const entries = new Map<string, LedgerEntry>();
  let number = 0;
  let broken: number | undefined;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (broken !== undefined) break;
    const line = lineIn(text);
    if (line === undefined) broken = text === '' ? undefined : number;
    else if (line.state && line.job) entries.set(line.id, { state: line.state, job: line.job });
    else entries.delete(line.id);
  }
  // A last line without its end was cut off with the process: nobody was told that it is there.
  if (broken !== undefined && (broken < number || (await endsWithNewline(file)))) {
    const problem = new Error(
      `line ${broken} is damaged; mend or remove it, or documents may be printed twice`,
    );
    throw unusableFile(path, 'read', problem);
  }
  if (!(await endsWithNewline(file))) {
    if (broken === undefined) await file.appendFile('\n');
    else await file.truncate(await lengthWithout(file));
  }
  return entries;
}

function lineIn(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as Line;
    const isWhole =
      typeof line.id === 'string' && states.includes(line.state) && !line.state === !line.job?.id;
    return isWhole ? line : undefined;
  } catch {
    return undefined;
  }
}

async function endsWithNewline(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 10;
}

/** Where the last line begins. Lines are short. */
async function lengthWithout(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const from = Math.max(0, size - 65_536);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, size - from, from);
  return from + buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
}
