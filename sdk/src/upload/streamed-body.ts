import type { ByteSource } from '../http/byte-source.js';
import type { StallWatch } from './stall-watch.js';

/** The body of an upload, and the header that announces its length where the body does not tell it. */
export interface UploadBody {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly sizeBytes: number;
  readonly headers?: Record<string, string>;
  /** Returns how many bytes `fetch` has taken of the body. */
  takenBytes(): number;
  /** Ends the reading. Node's fetch goes on with it after an abort, to the end of the source if it has one. */
  release(): void;
}

/** Called with how many bytes were handed to the network. */
export type OnBytes = ((sentBytes: number, totalBytes: number) => void) | undefined;

// A stream of Node's is often one large piece: its progress would be seen only at the end, and a slow line would look stalled.
const LARGEST_PIECE_BYTES = 2 ** 16;

/** Returns a body that is read as fast as the network takes it, a piece at a time. */
export function streamedBody(
  source: ByteSource,
  sizeBytes: number,
  watch: StallWatch,
  onBytes: OnBytes,
): UploadBody {
  let takenBytes = 0;
  let isOver = false;
  let rest: Uint8Array | undefined;
  watch.turn('network');
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!rest?.byteLength) {
          watch.turn('document');
          rest = await source.next().catch((error: unknown) => {
            watch.turn(undefined);
            throw error;
          });
        }
        // A piece that comes after the end is dropped, and must not start a timer.
        if (isOver) return;
        // After the last byte the host has the time of the request to answer.
        watch.turn(rest && 'network');
        if (!rest) return controller.close();
        const piece = rest.subarray(0, LARGEST_PIECE_BYTES);
        rest = rest.subarray(LARGEST_PIECE_BYTES);
        takenBytes += piece.byteLength;
        onBytes?.(takenBytes, sizeBytes);
        controller.enqueue(piece);
      },
    },
    // Nothing is read ahead.
    { highWaterMark: 0 },
  );
  return {
    body,
    sizeBytes,
    // Without it the stream would go out in chunks.
    headers: { 'content-length': String(sizeBytes) },
    takenBytes: () => takenBytes,
    release() {
      isOver = true;
      watch.turn(undefined);
      source.close();
    },
  };
}
