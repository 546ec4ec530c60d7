// Loaded for the first document that is read by this package: a web page that prints Files and Blobs never needs it.
import type { CheckedDocument, StreamedDocument } from './document.js';
import type { OnBytes, UploadBody } from './upload-body.js';

/** Makes the error of a document that cannot be read. */
type Unreadable = (problem: string, cause?: unknown) => Error;

/** As a stream where one can be sent, else collected into a Blob. */
export async function streamedBody(
  { source, sizeBytes }: CheckedDocument,
  onBytes: OnBytes,
  canStream: boolean,
  unreadable: Unreadable,
): Promise<UploadBody> {
  const pieces = measured(source instanceof Blob ? source.stream() : source, sizeBytes, onBytes, unreadable);
  if (canStream) {
    const headers = { 'content-length': String(sizeBytes) };
    return {
      body: streamFrom(pieces),
      headers,
      release: () => pieces.return().catch(() => {}),
    };
  }
  const parts: BlobPart[] = [];
  for await (const piece of pieces) parts.push(piece as Uint8Array<ArrayBuffer>);
  return { body: new Blob(parts) };
}

/** Node has it since 20.6; the types of the web do not know it yet. */
function streamFrom(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return (ReadableStream as unknown as { from: typeof streamFrom }).from(pieces);
}

/** Passes the bytes on, counts them, and stops the upload when they are not as many as was said. */
async function* measured(
  source: StreamedDocument['stream'],
  sizeBytes: number,
  onBytes: OnBytes,
  unreadable: Unreadable,
): AsyncGenerator<Uint8Array, void> {
  let sentBytes = 0;
  let hasMore = false;
  try {
    for await (const piece of 'getReader' in source ? piecesOf(source) : source) {
      const sumBytes = sentBytes + piece.byteLength;
      // Also when a piece is no bytes at all, and the sum therefore no number.
      if (!(sumBytes >= 0)) throw new TypeError('a piece is no Uint8Array');
      hasMore = sumBytes > sizeBytes;
      sentBytes = sumBytes;
      if (hasMore) break;
      onBytes?.(sentBytes);
      yield piece;
    }
  } catch (cause) {
    throw unreadable('The document cannot be read to its end', cause);
  }
  if (sentBytes !== sizeBytes) {
    const actual = hasMore ? `at least ${sentBytes}` : `only ${sentBytes}`;
    throw unreadable(`sizeBytes announces ${sizeBytes} bytes, but the stream has ${actual}`);
  }
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
