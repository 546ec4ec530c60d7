import { byteSource, type ByteSource } from '../http/byte-source.js';
import { within, type Call } from '../http/limits.js';
import type { Transport } from '../http/transport.js';
import { log } from '../http/trace.js';
import { byteReader, unreadable } from './byte-reader.js';
import { emptyDocument, onePiece, type CheckedDocument } from './document.js';
import { watchStall } from './stall-watch.js';
import { streamedBody, type OnBytes, type UploadBody } from './streamed-body.js';

/** Streams of unknown size wait in memory. No document that Epson takes is larger than 20 MB. */
const MOST_GATHERED_BYTES = 2 ** 26;

/** A document of one piece is read before it is sent: a stream for it costs as much as all the rest of a print. */
const ONE_PIECE_BYTES = 2 ** 16;

/** More than this in memory is logged: whoever passes a `fetch` may not expect it. */
const LOGGED_BYTES = 2 ** 24;

/**
 * Makes the body of one try. A stream under a `Content-Length` of ours goes to a `fetch` that is known to send it so: its
 * progress is seen, a stall is noticed, and memory stays flat. Every other one gets the bytes: some make text of a stream,
 * some fail at a Blob, and some send a stream in chunks, which Epson does not take (evidence: specification). Bytes go
 * without a `Content-Length` of ours: two releases of undici in one process do not agree on one, and refuse it.
 *
 * @param onStall called with the error when the upload does not move
 */
export async function uploadBody(
  transport: Transport,
  call: Call,
  document: CheckedDocument,
  onBytes: OnBytes,
  onStall: (error: unknown) => void,
): Promise<UploadBody> {
  const { bytes, sizeBytes, stallMs } = document;
  if (bytes && bytes.byteLength <= ONE_PIECE_BYTES) return wholeBody(bytes);
  const canStream = transport.fetchStreams ?? transport.usesNodeFetch();
  const watch = watchStall(transport.clock, call, stallMs, onStall);
  const read = async (abandoned: AbortSignal) => {
    let source: ByteSource | undefined;
    const release = () => {
      watch.turn(undefined);
      source?.close();
    };
    abandoned.addEventListener('abort', release);
    watch.turn('document');
    try {
      source = byteReader(await open(document, call), sizeBytes, call);
      // A document that is opened too late is closed here, because nothing else knows of it.
      abandoned.throwIfAborted();
      if (canStream && sizeBytes !== undefined && sizeBytes > ONE_PIECE_BYTES)
        return streamedBody(source, sizeBytes, watch, onBytes);
      const bytes = await gather(source, sizeBytes ?? MOST_GATHERED_BYTES, () => watch.turn('document'));
      abandoned.throwIfAborted();
      if (!bytes) throw unreadable(call, TOO_LARGE);
      if (bytes.byteLength === 0 && !document.allowEmpty) throw emptyDocument(document.name, call.about);
      release();
      if (canStream && bytes.byteLength > ONE_PIECE_BYTES)
        return streamedBody(byteSource(onePiece(bytes)), bytes.byteLength, watch, onBytes);
      if (!canStream && bytes.byteLength > LOGGED_BYTES)
        log(transport, 'warn', IN_MEMORY, { operation: 'uploadPrintFile', job_id: call.about.job_id });
      return wholeBody(bytes);
    } catch (error) {
      release();
      throw error;
    } finally {
      abandoned.removeEventListener('abort', release);
    }
  };
  // To open a document, and to gather it where that is needed, may take time of its own.
  return within(transport.clock, call, Infinity, read);
}

const wholeBody = (bytes: Uint8Array<ArrayBuffer>): UploadBody => ({
  body: bytes,
  sizeBytes: bytes.byteLength,
  takenBytes: () => bytes.byteLength,
  release() {},
});

const TOO_LARGE = 'The document is larger than 64 MiB: pass sizeBytes';
const IN_MEMORY =
  'holds more than 16 MiB in memory: fetch is not known to send streams (option fetchStreams)';

async function open(document: CheckedDocument, call: Call) {
  try {
    return await document.open();
  } catch (cause) {
    throw unreadable(call, 'The document cannot be opened', cause);
  }
}

/** Reads a source to its end into one piece of memory; undefined when it has more than `mostBytes`. */
async function gather(
  source: ByteSource,
  mostBytes: number,
  onPiece: () => void,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let bytes = new Uint8Array();
  let sizeBytes = 0;
  for (let piece; (piece = await source.next()); onPiece()) {
    const atBytes = sizeBytes;
    sizeBytes += piece.byteLength;
    if (sizeBytes > mostBytes) return undefined;
    if (sizeBytes > bytes.byteLength) {
      const larger = new Uint8Array(Math.max(sizeBytes, 2 * atBytes));
      larger.set(bytes.subarray(0, atBytes));
      bytes = larger;
    }
    bytes.set(piece, atBytes);
  }
  return bytes.subarray(0, sizeBytes);
}
