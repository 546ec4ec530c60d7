import { createHash, randomUUID } from 'node:crypto';
import { constants, createWriteStream, existsSync, unlinkSync, type WriteStream } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  type Folder,
  moveToKeptFolder,
  moveToTemporaryFolder,
  type PrintLabel,
  type MovePrinted,
} from './folder.js';
import { isSystemError, reasonOf, StorageError } from './storage-error.js';
import { inspect, type Inspection } from './inspection.js';

/** A file that was received whole. */
export interface StoredDocument {
  /** The current path of the file. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
}

/** The bytes of a document that are looked at while it comes in. */
const HEAD_BYTES = 1024;
const EMPTY = Buffer.alloc(0);

/** The options of a file that is written: it must be new, and is readable by its owner only. */
const FILE = { flags: 'wx', mode: 0o600, highWaterMark: 64 * 1024 } as const;

/** The number of documents whose inspection is remembered. */
const MOST_INSPECTED = 100;

/** More bytes arrived than are allowed. The source is left as it is, so that the sender can be answered. */
export class DocumentTooLargeError extends Error {
  override readonly name = 'DocumentTooLargeError';
}

/** Documents on disk: on their way in, and printed. */
export class DocumentStore {
  readonly #folder: Folder;
  /** The inspections of the documents that came last, by their digest. */
  readonly #inspected = new Map<string, Inspection>();
  readonly #movePrinted: MovePrinted;

  constructor(folder: Folder) {
    this.#folder = folder;
    this.#movePrinted = folder.isKept ? moveToKeptFolder : moveToTemporaryFolder;
  }

  /**
   * Streams a document to disk. When it does not arrive whole, nothing stays behind; nor after the process was killed, for
   * what belongs to no job is removed at the next start. So it needs no name of its own until it is whole, whose change
   * would wait, and all calls with it, for whatever else is being written to the folder.
   *
   * @param look is shown how it begins, when it has arrived whole
   * @throws DocumentTooLargeError as soon as there are more bytes than `limitBytes`
   */
  async receive(
    source: Readable,
    limitBytes: number,
    look?: (head: Buffer) => void,
  ): Promise<StoredDocument> {
    const path = join(this.#incoming(), randomUUID());
    const hash = createHash('sha256');
    let sizeBytes = 0;
    let head = EMPTY;
    try {
      await writeUpload(source, createWriteStream(path, FILE), (chunk) => {
        sizeBytes += chunk.length;
        if (sizeBytes > limitBytes) throw new DocumentTooLargeError(`more than ${limitBytes} bytes`);
        hash.update(chunk);
        if (head.length < HEAD_BYTES)
          head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      });
    } catch (error) {
      await rm(path, { force: true });
      throw this.#told(error, 'The file was not stored');
    }
    look?.(head);
    return { path, sizeBytes, sha256: hash.digest('hex') };
  }

  /**
   * Moves a document into the folder of printed documents.
   *
   * @returns the path of the document
   * @throws what the file system says; the document is then where it was
   */
  print({ path }: StoredDocument, label: PrintLabel): string {
    return this.#movePrinted(path, this.#folder.path('printed'), label);
  }

  /** Copies a document that was received, wherever it lies now. @returns nothing when it is gone */
  async copy({ path: from, sizeBytes, sha256 }: StoredDocument): Promise<StoredDocument | undefined> {
    const path = join(this.#incoming(), randomUUID());
    try {
      // A copy and not a link: people may open and change what was printed.
      await copyFile(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      return { path, sizeBytes, sha256 };
    } catch (error) {
      await rm(path, { force: true });
      if (!existsSync(from)) return undefined;
      throw this.#told(error, 'The file was not copied');
    }
  }

  /** Tells whether a document is in the folder of printed documents. */
  isPrinted({ path }: StoredDocument): boolean {
    return dirname(path) !== this.#folder.path('incoming');
  }

  /** Tells whether there is a document at a path. */
  isThere(path: string): boolean {
    return existsSync(path);
  }

  /** Tells whether a printed document outlives its job and the host. */
  get keepsPrinted(): boolean {
    return this.#folder.isKept;
  }

  #told(error: unknown, what: string): unknown {
    if (!isSystemError(error)) return error;
    // A broken connection gives the same kind of error.
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

  /** Tells whether a document stays when its job is forgotten. */
  stays(document: StoredDocument): boolean {
    return this.keepsPrinted && this.isPrinted(document);
  }

  /** Removes a document whose job is no longer remembered. At once: that takes less than the thread pool would. */
  forget(document: StoredDocument): void {
    try {
      unlinkSync(document.path);
    } catch {
      // Gone already; or it goes with its folder.
    }
  }

  #incoming(): string {
    try {
      return this.#folder.path('incoming');
    } catch (error) {
      throw this.#told(error, 'The file was not stored');
    }
  }
}

/**
 * The bytes that may wait to be written, of one file and of all together. With less, reading and writing
 * would wait for each other in turn; with more, many uploads at once would take much memory.
 */
const ONE_BYTES = 512 * 1024;
const ALL_BYTES = 16 * 1024 * 1024;
let underWay = 0;

/**
 * Writes a source into a file, as fast as the disk takes it, and waits until the file is closed.
 *
 * Not a pipeline: that would destroy the source when something fails, which is the connection that the refusal has to go
 * back on; and what it makes for each call costs as much as the rest of a small upload.
 *
 * @param onChunk called with each chunk before it is written; an error that it throws ends the upload
 * @throws what went wrong first; the source is then paused and otherwise left as it is
 */
export function writeUpload(
  source: Readable,
  file: WriteStream,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        onChunk(chunk);
      } catch (error) {
        fail(error);
        return;
      }
      // `drain` follows only where the file itself has had enough.
      if (file.write(chunk) || file.writableLength < Math.min(ONE_BYTES, ALL_BYTES / underWay)) return;
      source.pause();
      file.once('drain', onDrain);
    };
    const onDrain = () => source.resume();
    const onEnd = () => {
      leave();
      file.end();
    };
    const onClose = () => fail(new Error('the source ended before it was complete'));
    const leave = () => {
      source.off('data', onData).off('end', onEnd).off('error', fail).off('close', onClose);
      file.off('drain', onDrain);
    };
    underWay += 1;
    let failure: { readonly error: unknown } | undefined;
    function fail(error: unknown): void {
      if (failure !== undefined) return;
      failure = { error };
      leave();
      source.pause();
      // The first failure has been reported; further ones of the source are ignored.
      source.on('error', () => {});
      file.destroy();
    }
    file.on('error', fail);
    // Also where it could not be opened.
    file.once('close', () => {
      underWay -= 1;
      if (failure === undefined) resolve();
      else reject(failure.error);
    });
    if (source.destroyed) return onClose();
    source.on('data', onData).on('end', onEnd).on('error', fail).on('close', onClose);
  });
}
