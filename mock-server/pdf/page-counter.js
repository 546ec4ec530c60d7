// Counts the pages of PDFs, in a thread of its own: what a hostile file can do to a reader, it does to this thread, which
// is ended. Plain JavaScript, because a thread is started from a file, with or without a build.
// In: a path. Out: { pages }, or { failure } with the words that follow "the PDF is".
import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { getResolvedPDFJS } from 'unpdf';

/** A PDF that makes the reader ask for more than this is not taken apart: its pages are not worth the memory. */
const MOST_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

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
    if (readBytes > MOST_BYTES) return giveUp({ failure: 'too large to be read to its end' });
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

async function inspect(path) {
  const file = await open(path);
  try {
    const pages = await count(file, (await file.stat()).size);
    return Number.isSafeInteger(pages) && pages >= 1 ? { pages } : { failure: 'broken' };
  } catch (error) {
    if (typeof error?.failure === 'string') return { failure: error.failure };
    return { failure: error?.name === 'PasswordException' ? 'encrypted with a password' : 'broken' };
  } finally {
    await file.close();
  }
}

parentPort.on('message', (path) => {
  inspect(path).then(
    (answer) => parentPort.postMessage(answer),
    () => parentPort.postMessage({ failure: 'not there any more' }),
  );
});
parentPort.postMessage('ready');
