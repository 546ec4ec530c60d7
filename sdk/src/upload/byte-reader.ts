import { DocumentError } from '../errors.js';
import { withoutSecrets } from '../http/redact.js';
import type { ByteStream, CheckedDocument } from './document.js';
import type { Reading } from './upload-body.js';

/** Reads a document piece by piece, and lets go of it. */
export interface ByteReader {
  /** The next piece; undefined after the last. Throws when the document is not what it said. */
  next(): Promise<Uint8Array | undefined>;
  /** Closes what was opened, also while a piece is on its way. Never throws. */
  close(): void;
}

/** The error for a document that cannot be read. */
export function unreadable({ call }: Reading, problem: string, cause?: unknown): DocumentError {
  const reason = withoutSecrets(cause);
  const because = reason ? `: ${reason.message}` : '';
  const details = { ...call.about, code: 'unreadable_document', cause: reason };
  return new DocumentError(`${problem}${because}.`, details);
}

type Source = { next(): Promise<IteratorResult<unknown, unknown>>; close(): unknown };

/** The pieces of a source, checked: they are bytes, and in all as many as was announced. */
export function byteReader(
  stream: ByteStream,
  sizeBytes: CheckedDocument['sizeBytes'],
  reading: Reading,
): ByteReader {
  let readBytes = 0;
  const badSize = (actual: string) =>
    unreadable(reading, `sizeBytes announces ${sizeBytes} bytes, but the stream has ${actual} ${readBytes}`);
  let source: Source | undefined;
  return {
    async next() {
      let piece;
      try {
        source ??= begin(stream);
        const { done, value } = await source.next();
        if (!done) {
          if (!(value instanceof Uint8Array)) throw new TypeError('a piece is no Uint8Array');
          piece = value;
        }
      } catch (cause) {
        throw unreadable(reading, 'The document cannot be read to its end', cause);
      }
      readBytes += piece?.byteLength ?? 0;
      if (sizeBytes !== undefined) {
        if (readBytes > sizeBytes) throw badSize('at least');
        if (!piece && readBytes < sizeBytes) throw badSize('only');
      }
      return piece;
    },
    close() {
      // Rejections of a source that is no longer wanted are nobody's.
      Promise.resolve()
        .then(() => source?.close())
        .catch(() => {});
      if (!source) void discard(stream);
    },
  };
}

function begin(stream: ByteStream): Source {
  if ('getReader' in stream) {
    // Not every browser can iterate a ReadableStream.
    const reader = stream.getReader();
    return { next: () => reader.read(), close: () => reader.cancel() };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    close: () => {
      destroy(stream);
      return iterator.return?.();
    },
  };
}

/** A stream of Node's that waits for its source hears nothing else. */
function destroy(stream: object): void {
  (stream as { destroy?(): void }).destroy?.();
}

/** Closes a stream of which nothing was read. */
async function discard(stream: ByteStream): Promise<void> {
  try {
    if ('getReader' in stream) await stream.cancel();
    else destroy(stream);
  } catch {
    // It is somebody else's already.
  }
}
