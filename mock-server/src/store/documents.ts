import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Folder } from './folder.js';
import { isSystemError, reasonOf, StorageError } from './storage-error.js';
import { inspect, type Inspection } from './inspection.js';

/** A file that was received whole. */
export interface StoredDocument {
  /** Where it lies now. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
}

/** So many documents are not looked into again. */
const MOST_INSPECTED = 100;

/** What is written beside a printed document, and how its folder is named. */
export interface PrintLabel {
  readonly id: string;
  readonly executedAt: Date;
  /** The document's name there, `1.` and the extension. Never a name from the wire. */
  readonly name: string;
  /** The content of `job.json`. */
  readonly attributes: object;
}

/** More bytes arrived than are allowed. The source is left as it is, so that the sender can be answered. */
export class DocumentTooLargeError extends Error {
  override readonly name = 'DocumentTooLargeError';
}

/** Documents on disk: on their way in, and printed. */
export class DocumentStore {
  readonly #folder: Folder;
  /** What was seen in the documents that came last, by their digest. */
  readonly #inspected = new Map<string, Inspection>();

  constructor(folder: Folder) {
    this.#folder = folder;
  }

  /**
   * Streams a document to disk. When it does not arrive whole, nothing stays behind.
   *
   * @throws DocumentTooLargeError as soon as there are more bytes than `limitBytes`
   */
  async receive(source: Readable, limitBytes: number): Promise<StoredDocument> {
    const path = join(await this.#roomFor('incoming'), randomUUID());
    const part = `${path}.part`;
    const hash = createHash('sha256');
    let sizeBytes = 0;
    // Not a transform in a pipeline: that would destroy the source, which is the connection that the
    // refusal has to go back on.
    async function* measured(): AsyncGenerator<Buffer> {
      for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        sizeBytes += chunk.length;
        if (sizeBytes > limitBytes) throw new DocumentTooLargeError(`more than ${limitBytes} bytes`);
        hash.update(chunk);
        yield chunk;
      }
    }
    try {
      await pipeline(measured, createWriteStream(part, { flags: 'wx', mode: 0o600 }));
      renameSync(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw this.#told(error, 'The file was not stored');
    }
    return { path, sizeBytes, sha256: hash.digest('hex') };
  }

  /**
   * Puts a document into the output tray: `printed/<UTC date-time> <job id>/1.<ext>` with a `job.json`.
   * The folder appears under its name only when both are in it.
   *
   * @returns where the document lies now
   */
  async print(document: StoredDocument, label: PrintLabel): Promise<string> {
    try {
      return await this.#print(document, label);
    } catch (error) {
      await this.#putBack(document, label);
      throw this.#told(error, 'The job was not handed over, and is as it was before');
    }
  }

  async #putBack(document: StoredDocument, label: PrintLabel): Promise<void> {
    const unfinished = join(await this.#folder.path('printed').catch(() => ''), `.${label.id}`);
    await rename(join(unfinished, label.name), document.path).catch(() => {});
  }

  async #print(document: StoredDocument, label: PrintLabel): Promise<string> {
    const tray = await this.#folder.path('printed');
    const unfinished = join(tray, `.${label.id}`);
    const finished = join(tray, `${stamp(label.executedAt)} ${label.id}`);
    // At once and not by the thread pool: four names and some hundred bytes take less time than the way there.
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    writeFileSync(join(unfinished, 'job.json'), `${JSON.stringify(label.attributes, null, 2)}\n`, {
      mode: 0o600,
    });
    renameSync(document.path, join(unfinished, label.name));
    renameSync(unfinished, finished);
    return join(finished, label.name);
  }

  /** Takes a document out of the output tray, back to where it lay before. */
  async takeBack(printed: StoredDocument, before: StoredDocument): Promise<void> {
    await rename(printed.path, before.path).catch(() => {});
    await rm(dirname(printed.path), { force: true, recursive: true }).catch(() => {});
  }

  async #roomFor(room: 'incoming' | 'printed'): Promise<string> {
    try {
      return await this.#folder.path(room);
    } catch (error) {
      throw this.#told(error, 'The file was not stored');
    }
  }

  #told(error: unknown, what: string): unknown {
    if (!isSystemError(error)) return error;
    // A connection that broke off is told by the same kind of error.
    if (error.syscall === 'read' && error.path === undefined) return error;
    return new StorageError(
      `${what}: ${this.#folder.name} could not be written to (${reasonOf(error)}). Call again when that is mended.`,
    );
  }

  /** Looks into a document that was received; one that came before is known already: tests print the same file often. */
  async inspect(document: StoredDocument): Promise<Inspection> {
    const known = this.#inspected.get(document.sha256);
    if (known !== undefined) return known;
    try {
      const inspection = await inspect(document.path);
      // With a remark it was not read to its end, which another time it may be.
      if (inspection.remark === undefined) this.#remember(document.sha256, inspection);
      return inspection;
    } catch (error) {
      throw this.#told(error, 'The job was not handed over, and is as it was before');
    }
  }

  #remember(sha256: string, inspection: Inspection): void {
    this.#inspected.set(sha256, inspection);
    if (this.#inspected.size <= MOST_INSPECTED) return;
    for (const oldest of this.#inspected.keys()) {
      this.#inspected.delete(oldest);
      return;
    }
  }

  /** Removes a document that was received and will not be printed. */
  async discard(document: StoredDocument): Promise<void> {
    await rm(document.path, { force: true });
  }

  /** Removes what belongs to a job that is no longer remembered; a printed document only from a temporary folder. */
  async forget(document: StoredDocument): Promise<void> {
    const folder = dirname(document.path);
    const isPrinted = folder !== (await this.#folder.path('incoming'));
    if (!isPrinted) await this.discard(document);
    else if (!this.#folder.isKept) rmSync(folder, { force: true, recursive: true });
  }
}

/** 2026-11-22T14:03:05.123Z as `20261122T140305Z`: sorts by time and is a file name on every system. */
function stamp(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
