import { byteReader, unreadable, type ByteReader } from './byte-reader.js';
import type { CheckedDocument } from './document.js';
import { watchStandstill, type Standstill } from './standstill.js';
import type { Reading, UploadBody } from './upload-body.js';

/** Streams of unknown size wait in memory. No document that Epson takes is larger than 20 MB. */
const MOST_GATHERED_BYTES = 2 ** 26;

/** A document of one piece is read before it is sent: a stream for it costs as much as all the rest of a print. */
const ONE_PIECE_BYTES = 2 ** 16;

/** As a stream where one can be sent, gathered first where its size is unknown; else gathered into a Blob. */
export async function streamedBody(document: CheckedDocument, reading: Reading): Promise<UploadBody> {
  const { abandoned, canStream, onBytes } = reading;
  const { sizeBytes, stallMs } = document;
  const standstill = watchStandstill(reading, stallMs);
  standstill.turn('document');
  const stops = [standstill.signal, abandoned];
  const isStopped = () => stops.some(({ aborted }) => aborted);
  const stop = new Promise<never>((_, reject) => {
    for (const signal of stops) {
      const end = () => reject(signal.reason);
      if (signal.aborted) end();
      signal.addEventListener('abort', end);
    }
  });
  stop.catch(() => {});
  let reader: ByteReader | undefined;
  try {
    // What is opened after all is over is closed by whoever opened it, here.
    const opening = Promise.resolve()
      .then(() => document.open())
      .then((stream) => byteReader(stream, sizeBytes, reading));
    opening.then((late) => isStopped() && late.close()).catch(() => {});
    reader = await Promise.race([opening, stop]).catch((cause: unknown) => {
      throw isStopped() ? cause : unreadable(reading, 'The document cannot be opened', cause);
    });
    if (canStream && sizeBytes !== undefined && sizeBytes > ONE_PIECE_BYTES)
      return flowing(reader, sizeBytes, standstill, reading);
    const parts = await gathered(reader, standstill, stop, sizeBytes ?? MOST_GATHERED_BYTES, reading);
    const [first] = parts;
    if (canStream && first && parts.length === 1 && first.byteLength <= ONE_PIECE_BYTES) {
      const { byteLength } = first;
      onBytes?.(byteLength, byteLength);
      return { body: first, sizeBytes: byteLength, headers: lengthOf(byteLength) };
    }
    const blob = new Blob(parts);
    return canStream
      ? flowing(byteReader(blob.stream(), blob.size, reading), blob.size, standstill, reading)
      : { body: blob, sizeBytes: blob.size };
  } catch (error) {
    standstill.turn(undefined);
    reader?.close();
    throw error;
  }
}

/** A body that is read as fast as the network takes it, a piece at a time. */
function flowing(
  reader: ByteReader,
  totalBytes: number,
  standstill: Standstill,
  { call, onBytes }: Reading,
): UploadBody {
  let sentBytes = 0;
  let isOver = false;
  standstill.turn('network');
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        standstill.turn('document');
        const piece = await reader.next().catch((error: unknown) => {
          standstill.turn(undefined);
          throw error;
        });
        // What a document gives too late is nobody's, and must not set a clock going.
        if (isOver) return;
        // After the last byte the host has the time of the request to answer.
        standstill.turn(piece && 'network');
        if (!piece) return controller.close();
        sentBytes += piece.byteLength;
        onBytes?.(sentBytes, totalBytes);
        controller.enqueue(piece);
      },
    },
    // Nothing is read ahead.
    { highWaterMark: 0 },
  );
  const { signal } = call.limits;
  return {
    body,
    sizeBytes: totalBytes,
    headers: lengthOf(totalBytes),
    signal: signal ? AbortSignal.any([standstill.signal, signal]) : standstill.signal,
    release() {
      isOver = true;
      standstill.turn(undefined);
      reader.close();
    },
  };
}

/** Said by ourselves, so that it is there whatever `fetch` sends it. */
const lengthOf = (sizeBytes: number) => ({ 'content-length': String(sizeBytes) });

async function gathered(
  reader: ByteReader,
  standstill: Standstill,
  stop: Promise<never>,
  mostBytes: number,
  reading: Reading,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  for (let piece; (piece = await Promise.race([reader.next(), stop])); standstill.turn('document')) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > mostBytes)
      throw unreadable(
        reading,
        'The document is larger than 64 MiB: pass sizeBytes, so that it can be sent as it is read',
      );
    parts.push(piece as Uint8Array<ArrayBuffer>);
  }
  standstill.turn(undefined);
  reader.close();
  return parts;
}
