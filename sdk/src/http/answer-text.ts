import { byteSource, type ByteStream } from './byte-source.js';

/** No answer of the API comes near this, which is counted after decompression. */
export const LONGEST_ANSWER_BYTES = 2 ** 20;

/**
 * Reads the body of an answer as text. Undefined when it is longer than `LONGEST_ANSWER_BYTES`: the rest is not read, and
 * the connection is let go.
 */
export async function answerText(response: Response, isNodeFetch: boolean): Promise<string | undefined> {
  // Node ends an answer where its length says, so that a short one needs no counting (3 % of the processor time of a print).
  const length = response.headers.get('content-length') ?? '';
  const isPlain = !response.headers.get('content-encoding');
  if (isNodeFetch && isPlain && length && Number(length) <= LONGEST_ANSWER_BYTES) return response.text();
  const body = response.body as ByteStream | null | undefined;
  const canStream = !!body && ('getReader' in body || Symbol.asyncIterator in body);
  if (!canStream) {
    // There is no body; or the fetch is one that has read all of it by now.
    const text = await response.text();
    return text.length > LONGEST_ANSWER_BYTES ? undefined : text;
  }
  const source = byteSource(body);
  const decoder = new TextDecoder();
  let text = '';
  let readBytes = 0;
  for (let piece; (piece = await source.next());) {
    readBytes += piece.byteLength;
    if (readBytes > LONGEST_ANSWER_BYTES) {
      source.close();
      return undefined;
    }
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
