import { open, type FileHandle } from 'node:fs/promises';

/** A PDF that makes the reader ask for more than this is not taken apart: its pages are not worth the memory. */
const MOST_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** The part of the reader that is used here; its own types are not in its package. */
interface PdfReader {
  getDocument(options: object): { promise: Promise<{ numPages: number }>; destroy(): Promise<void> };
  PDFDataRangeTransport: new (
    lengthBytes: number,
    initialData: null,
  ) => {
    requestDataRange: (begin: number, end: number) => void;
    onDataRange(begin: number, chunk: Uint8Array): void;
  };
}

/** Why the pages of a PDF cannot be counted. */
export class PdfError extends Error {
  override readonly name = 'PdfError';
}

/**
 * Counts the pages of a PDF. Only the parts of the file that say how many there are come into memory.
 *
 * @throws PdfError when it is broken or encrypted with a password; the message says which
 */
export async function countPdfPages(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await count(file, size);
  } catch (error) {
    if (error instanceof PdfError) throw error;
    const isEncrypted = error instanceof Error && error.name === 'PasswordException';
    throw new PdfError(isEncrypted ? 'encrypted with a password' : 'broken');
  } finally {
    await file.close();
  }
}

async function count(file: FileHandle, length: number): Promise<number> {
  // Loading the reader takes longer than a print: only those who print a PDF wait for it.
  const { getResolvedPDFJS } = await import('unpdf');
  const reader = (await getResolvedPDFJS()) as unknown as PdfReader;
  const readers = new Set<Promise<void>>();
  let readBytes = 0;
  let giveUp!: (error: PdfError) => void;
  const tooMuch = new Promise<never>((_resolve, reject) => (giveUp = reject));

  const range = new reader.PDFDataRangeTransport(length, null);
  range.requestDataRange = (begin: number, end: number) => {
    readBytes += end - begin;
    if (readBytes > MOST_BYTES) return giveUp(new PdfError('too large to be read to its end'));
    const chunk = Buffer.alloc(end - begin);
    const reading = file
      .read(chunk, 0, chunk.length, begin)
      .then(() => range.onDataRange(begin, new Uint8Array(chunk)))
      .catch(giveUp)
      .finally(() => readers.delete(reading));
    readers.add(reading);
  };
  const task = reader.getDocument({
    range,
    length,
    rangeChunkSize: CHUNK_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    verbosity: 0,
  });
  try {
    const document = await Promise.race([task.promise, tooMuch]);
    return document.numPages;
  } finally {
    await task.destroy();
    await Promise.all(readers);
  }
}
