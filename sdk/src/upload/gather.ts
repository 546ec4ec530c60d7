import type { ByteSource } from '../http/byte-source.js';

/** Reads a source to its end into one piece of memory; undefined when it has more than `mostBytes`. */
export async function gather(
  source: ByteSource,
  mostBytes: number,
  onPiece: () => void,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let bytes = new Uint8Array();
  let sizeBytes = 0;
  for (let piece; (piece = await source.next()); onPiece()) {
    const atBytes = sizeBytes;
    sizeBytes += piece.byteLength;
    if (sizeBytes > mostBytes) return undefined;
    if (sizeBytes > bytes.byteLength) {
      const larger = new Uint8Array(Math.max(sizeBytes, 2 * atBytes));
      larger.set(bytes.subarray(0, atBytes));
      bytes = larger;
    }
    bytes.set(piece, atBytes);
  }
  return bytes.subarray(0, sizeBytes);
}
