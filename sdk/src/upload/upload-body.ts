import type { Clock } from '../http/clock.js';
import type { Call } from '../http/limits.js';

/** The body of an upload, and the header that announces its length where the body does not tell it. */
export interface UploadBody {
  readonly body: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly sizeBytes: number;
  readonly headers?: Record<string, string>;
  /** Ends the upload, in the place of the caller's signal, which is in it. */
  readonly signal?: AbortSignal;
  /** Ends the reading. Node's fetch goes on with it after an abort, to the end of the source if it has one. */
  release?(): unknown;
}

/** Told how many bytes were handed to the network. */
export type OnBytes = ((sentBytes: number, totalBytes: number) => void) | undefined;

/** What reading a document takes. */
export interface Reading {
  readonly call: Call;
  readonly clock: Clock;
  readonly onBytes: OnBytes;
  /** Aborted when nobody waits for the body any more. */
  readonly abandoned: AbortSignal;
  readonly canStream: boolean;
}
