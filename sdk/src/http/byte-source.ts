/** Bytes one after the other: a stream of the web, or an async iterable such as a stream of Node's. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Reads a stream piece by piece, and lets go of it. */
export interface ByteSource {
  /** Returns the next piece, which is never empty; undefined after the last and once the source is closed. */
  next(): Promise<Uint8Array | undefined>;
  /** Closes the stream, also while a piece is on its way. Never throws. */
  close(): void;
}

// Pieces that are there at once would keep timers and sockets from their turn.
const PIECES_IN_A_ROW = 256;

/** Begins to read with the first piece. */
export function byteSource(stream: ByteStream): ByteSource {
  let begun: Begun | undefined;
  let isClosed = false;
  let count = 0;
  return {
    async next() {
      begun ??= begin(stream);
      while (!isClosed) {
        const { done, value } = await begun.next();
        if (done) break;
        if (!(value instanceof Uint8Array)) throw new TypeError('a piece is not a Uint8Array');
        count += 1;
        if (value.byteLength === 0 || count % PIECES_IN_A_ROW === 0) await othersTurn();
        if (value.byteLength > 0) return value;
      }
      return undefined;
    },
    close() {
      isClosed = true;
      // Rejections of a stream that is no longer wanted concern nobody.
      Promise.resolve()
        .then(() => begun?.close())
        .catch(() => {});
      if (!begun) void discard(stream);
    },
  };
}

/** Lets timers and sockets act. This is a turn of the event loop and no wait, so that it has no business with a Clock. */
const othersTurn = () => new Promise((resolve) => setTimeout(resolve));

type Begun = { next(): Promise<IteratorResult<unknown, unknown>>; close(): unknown };

function begin(stream: ByteStream): Begun {
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

/** Destroys a stream of Node's: one that waits for its source reacts to nothing else. */
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
