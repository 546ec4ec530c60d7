import type { WriteStream } from 'node:fs';
import type { Readable } from 'node:stream';

/**
 * The bytes that may wait to be written, of one file and of all together. With less, reading and writing
 * would wait for each other in turn; with more, many uploads at once would take much memory.
 */
const ONE_BYTES = 512 * 1024;
const ALL_BYTES = 16 * 1024 * 1024;
let underWay = 0;

/**
 * Writes a source into a file, as fast as the disk takes it, and waits until the file is closed.
 *
 * Not a pipeline: that would destroy the source when something fails, which is the connection that the refusal has to go
 * back on; and what it makes for each call costs as much as the rest of a small upload.
 *
 * @param onChunk called with each chunk before it is written; an error that it throws ends the upload
 * @throws what went wrong first; the source is then paused and otherwise left as it is
 */
export function writeUpload(
  source: Readable,
  file: WriteStream,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      try {
        onChunk(chunk);
      } catch (error) {
        fail(error);
        return;
      }
      // `drain` follows only where the file itself has had enough.
      if (file.write(chunk) || file.writableLength < Math.min(ONE_BYTES, ALL_BYTES / underWay)) return;
      source.pause();
      file.once('drain', onDrain);
    };
    const onDrain = () => source.resume();
    const onEnd = () => {
      leave();
      file.end();
    };
    const onClose = () => fail(new Error('the source ended before it was complete'));
    const leave = () => {
      source.off('data', onData).off('end', onEnd).off('error', fail).off('close', onClose);
      file.off('drain', onDrain);
    };
    underWay += 1;
    let failure: { readonly error: unknown } | undefined;
    function fail(error: unknown): void {
      if (failure !== undefined) return;
      failure = { error };
      leave();
      source.pause();
      // The first failure has been reported; further ones of the source are ignored.
      source.on('error', () => {});
      file.destroy();
    }
    file.on('error', fail);
    // Also where it could not be opened.
    file.once('close', () => {
      underWay -= 1;
      if (failure === undefined) resolve();
      else reject(failure.error);
    });
    if (source.destroyed) return onClose();
    source.on('data', onData).on('end', onEnd).on('error', fail).on('close', onClose);
  });
}
