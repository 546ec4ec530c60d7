/** The body of an upload, and the header that announces its length where the body does not tell it. */
export interface UploadBody {
  readonly body: Blob | ReadableStream<Uint8Array>;
  readonly headers?: Record<string, string>;
  /** Ends the reading. Node's fetch goes on with it after an abort, to the end of the source if it has one. */
  release?(): unknown;
}

/** Told how many bytes were handed to the network. */
export type OnBytes = ((sentBytes: number) => void) | undefined;
