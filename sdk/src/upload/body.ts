import { DocumentError } from '../errors.js';
import { withoutSecrets } from '../http/redact.js';
import type { CheckedDocument, StreamedDocument } from './document.js';

/** The body of an upload, and the header that announces its length where the body does not tell it. */
export interface UploadBody {
  readonly body: Blob | ReadableStream<Uint8Array>;
  readonly headers?: Record<string, string>;
  /** Ends the reading. Node's fetch goes on with it after an abort, to the end of the source if it has one. */
  release?(): unknown;
}

type OnBytes = ((sentBytes: number) => void) | undefined;

/**
 * A Blob is sent as it is: fetch knows its length and reads it piece by piece. A stream has no length, and without
 * `Content-Length` it would go out in chunks, which Epson does not take (evidence: specification). Node lets us set
 * the header; other runtimes do not, so there the stream is collected into a Blob first.
 *
 * Where a stream can be sent, a Blob is sent as one too if somebody wants to see the progress.
 */
export async function uploadBody(
  { source, sizeBytes }: CheckedDocument,
  onBytes: OnBytes,
): Promise<UploadBody> {
  const isBlob = source instanceof Blob;
  if (isBlob && !(onBytes && canStream())) return { body: source };
  const pieces = measured(isBlob ? source.stream() : source, sizeBytes, onBytes);
  if (canStream()) {
    const headers = { 'content-length': String(sizeBytes) };
    return { body: streamFrom(pieces), headers, release: () => pieces.return().catch(() => {}) };
  }
  const parts: BlobPart[] = [];
  for await (const piece of pieces) parts.push(piece as Uint8Array<ArrayBuffer>);
  return { body: new Blob(parts) };
}

/** Whether `fetch` sends a stream under a length of ours: Node's does (its engine is undici). */
function canStream(): boolean {
  return !!(globalThis as { process?: { versions?: { undici?: string } } }).process?.versions?.undici;
}

/** Node has it since 20.6; the types of the web do not know it yet. */
function streamFrom(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return (ReadableStream as unknown as { from: typeof streamFrom }).from(pieces);
}

/** Passes the bytes on, counts them, and stops the upload when they are not as many as was said. */
export async function* measured(
  source: StreamedDocument['stream'],
  sizeBytes: number,
  onBytes?: OnBytes,
): AsyncGenerator<Uint8Array, void> {
  let sentBytes = 0;
  try {
    for await (const piece of 'getReader' in source ? piecesOf(source) : source) {
      sentBytes += piece.byteLength;
      // Also when a piece is no bytes at all, and the sum therefore no number.
      if (!(sentBytes <= sizeBytes)) break;
      onBytes?.(sentBytes);
      yield piece;
    }
  } catch (cause) {
    throw unreadable('The document cannot be read to its end', cause);
  }
  if (sentBytes !== sizeBytes)
    throw unreadable(`The stream has not the ${sizeBytes} bytes that sizeBytes says`);
}

/** Not every browser can iterate a ReadableStream. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (let piece; !(piece = await reader.read()).done;) yield piece.value;
  } finally {
    await reader.cancel();
  }
}

function unreadable(problem: string, cause?: unknown): DocumentError {
  const details = { code: 'unreadable_document', step: 'upload', cause: withoutSecrets(cause) } as const;
  return new DocumentError(`${problem}.`, details);
}
