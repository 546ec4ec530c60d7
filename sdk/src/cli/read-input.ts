import { addAbortSignal } from 'node:stream';
import { DocumentError } from '../index.js';
import type { Io } from './terminal.js';

/** Limit of standard input in memory; Epson accepts documents up to 20 MB. Evidence: guide. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * All of standard input, before anything is sent: a job is only created for a document that is there. It may take its
 * time. Afterwards standard input is closed, however this ends, for an open one would keep the process.
 *
 * @throws {DocumentError} There is nothing to read, or too much. Or whatever `signal` was aborted with.
 */
export async function readInput(
  { stdin }: Pick<Io, 'stdin'>,
  signal: AbortSignal,
  onBytes: (readBytes: number) => void,
): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let readBytes = 0;
  try {
    onBytes(0);
    for await (const piece of addAbortSignal(signal, stdin) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
      pieces.push(piece);
      readBytes += piece.byteLength;
      if (readBytes > MOST_BYTES)
        throw unusable('Standard input has more than 64 MiB, which no host accepts. Nothing was sent.');
      onBytes(readBytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    stdin.destroy();
  }
  // A host may take an empty document, and print nothing or a blank page: behind a pipe it is a program that failed.
  if (readBytes === 0) throw unusable('Standard input is empty. Nothing was sent.');
  return new Blob(pieces);
}

const unusable = (problem: string) => new DocumentError(problem, { code: 'unreadable_document' });
