import * as fs from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DocumentError, type NamedDocument, type StreamedDocument } from '../index.js';

/** A file on disk: a Blob for whoever looks into it, and a stream that is opened for each upload and closed after it. */
export interface FileDocument extends NamedDocument {
  /** The content, read from the file when it is used. */
  readonly data: Blob;
  /** Opens the file and returns its content in pieces. */
  readonly stream: () => AsyncIterable<Uint8Array>;
  /** The size of the file in bytes. */
  readonly sizeBytes: number;
}

const PIECE_BYTES = 65_536;

// Bare descriptors: to make and to watch over a FileHandle costs as much as reading a small file.
const [open, close] = [promisify(fs.open), promisify(fs.close)];
const [read, statOpened] = [promisify(fs.read), promisify(fs.fstat)];

/**
 * A file on disk as a document. Only its size is looked at now; its bytes are read while they are sent, never all at
 * once, and the file is closed again whatever happens. The name, and with it the type, is the file's.
 *
 * @throws {DocumentError} `unreadable_document`, when there is no such file, it cannot be read or it is something else
 * (a folder, a named pipe); and from the upload, when the file has changed since.
 *
 * @example
 * import { EpsonConnect } from 'epson-connect-sdk';
 * import { fileDocument } from 'epson-connect-sdk/node';
 * const job = await new EpsonConnect().print(await fileDocument('invoice-17.pdf'));
 */
export async function fileDocument(path: string | URL): Promise<FileDocument> {
  let isPipe = false;
  try {
    const file = path instanceof URL ? fileURLToPath(path) : path;
    // openAsBlob accepts a directory, and does not say why it cannot open a file. It looks at the file in this thread, and so
    // do these: three turns of the thread pool cost more than the rest of a small upload (0.15 ms of processor time).
    const known = fs.statSync(file);
    isPipe = known.isFIFO();
    const problem = oddity(known);
    if (problem !== undefined) throw new Error(problem);
    // Opened, because Deno's access asks for more than the permission to read.
    fs.closeSync(fs.openSync(file, 'r'));
    const sizeBytes = known.size;
    return {
      data: await fs.openAsBlob(file),
      name: basename(file),
      sizeBytes,
      stream: () => piecesOf(file, known),
    } satisfies NamedDocument & StreamedDocument;
  } catch (cause) {
    const subject = `The file ${String(path)}`;
    const problem = `cannot be read: ${(cause as Error).message}`;
    const advice = isPipe ? 'Pass { stream, name } with a stream that reads it.' : undefined;
    throw new DocumentError([`${subject} ${problem}.`, advice].filter(Boolean).join(' '), {
      subject,
      problem,
      advice,
      code: 'unreadable_document',
      cause,
    });
  }
}

/** Returns the kind of a thing that is not a file. */
function oddity(known: fs.Stats): string | undefined {
  if (known.isFile()) return undefined;
  if (known.isDirectory()) return 'it is a folder, not a file';
  if (known.isFIFO()) return 'it is a named pipe, not a file';
  return 'it is not a file';
}

/**
 * The file in pieces. A Blob that Node reads from a file keeps it open until the garbage is collected; this closes it
 * with the reading, and says what has become of the file.
 */
async function* piecesOf(path: string, known: fs.Stats): AsyncGenerator<Uint8Array, void> {
  const file = await open(path, 'r');
  try {
    const check = (now: fs.Stats) => {
      if (now.size === known.size && now.mtimeMs === known.mtimeMs) return;
      const sizes = now.size === known.size ? '' : `: ${known.size} bytes then, ${now.size} now`;
      throw new Error(`the file has changed since it was looked at${sizes}`);
    };
    for (let readBytes = 0; ;) {
      // A buffer of its own for each piece: fetch may still hold the one before.
      const size = Math.min(PIECE_BYTES, Math.max(known.size - readBytes, 1));
      const { bytesRead, buffer } = await read(file, new Uint8Array(size), 0, size, null);
      check(await statOpened(file));
      if (bytesRead === 0) return;
      readBytes += bytesRead;
      yield buffer.subarray(0, bytesRead);
      // It is as long as it was: there is nothing behind that.
      if (readBytes === known.size) return;
    }
  } finally {
    await close(file);
  }
}
