// Counts the pages of PDFs, in a thread of its own: what a hostile file can do to a reader, it does to this thread, which
// is ended. Plain JavaScript, because a thread is started from a file, with or without a build.
// In: a path. Out: { pages }, or { failure, isUnprintable } with the words that follow "the PDF", and whether they say that no
// reader can print it, or that this one has given up.
import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { getResolvedPDFJS } from 'unpdf';

/** A PDF that makes the reader ask for more than this is not taken apart: its pages are not worth the memory. */
const MOST_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** The end of a PDF stands somewhere in its last bytes; what is behind it, readers skip. */
const TAIL_BYTES = 64 * 1024;
const HEAD_BYTES = 1024;

const reader = await getResolvedPDFJS();

/** Only the parts of the file that say how many there are come into memory. */
async function count(file, length) {
  const reading = new Set();
  let readBytes = 0;
  let giveUp;
  const tooMuch = new Promise((_resolve, reject) => (giveUp = reject));
  const range = new reader.PDFDataRangeTransport(length, null);
  range.requestDataRange = (begin, end) => {
    readBytes += end - begin;
    if (readBytes > MOST_BYTES) return giveUp({ failure: 'is too large to be read to its end' });
    const chunk = Buffer.alloc(end - begin);
    const read = file
      .read(chunk, 0, chunk.length, begin)
      .then(() => range.onDataRange(begin, new Uint8Array(chunk)))
      .catch(giveUp)
      .finally(() => reading.delete(read));
    reading.add(read);
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
    return (await Promise.race([task.promise, tooMuch])).numPages;
  } finally {
    await task.destroy();
    await Promise.all(reading);
  }
}

/**
 * Returns true if the end of the file is missing: readers guess then, and print what they find, or nothing. Neither the
 * end nor the trailer is there, or the file is shorter than it says itself.
 */
async function isCutOff(file, length) {
  const head = await read(file, 0, HEAD_BYTES);
  const [, said = '0'] = /\/Linearized[^>]*\/L\s+(\d+)/.exec(head) ?? [];
  if (Number(said) > length) return true;
  return !/startxref|trailer|%%EOF/.test(await read(file, Math.max(length - TAIL_BYTES, 0), TAIL_BYTES));
}

async function read(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.latin1Slice(0, bytesRead);
}

const unprintable = (failure) => ({ failure, isUnprintable: true });

async function inspect(path) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (await isCutOff(file, size)) return unprintable('is cut off: its end is missing');
    const pages = await count(file, size);
    if (pages === 0) return unprintable('has no pages');
    return Number.isSafeInteger(pages) && pages > 0 ? { pages } : unprintable('is broken');
  } catch (error) {
    if (typeof error?.failure === 'string') return { failure: error.failure };
    const isLocked = error?.name === 'PasswordException';
    return unprintable(isLocked ? 'is encrypted, and opens with a password only' : 'is broken');
  } finally {
    await file.close();
  }
}

parentPort.on('message', (path) => {
  inspect(path).then(
    (answer) => parentPort.postMessage(answer),
    () => parentPort.postMessage({ failure: 'is not there any more' }),
  );
});
parentPort.postMessage('ready');
