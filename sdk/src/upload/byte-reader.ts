import { DocumentError } from '../errors/index.js';
import { byteSource, type ByteSource, type ByteStream } from '../http/byte-source.js';
import type { Call } from '../http/limits.js';
import { withoutSecrets } from '../http/redact.js';

/** The error for a document that cannot be read. */
export function unreadable(call: Call, problem: string, cause?: unknown): DocumentError {
  const reason = withoutSecrets(cause);
  const because = reason ? `: ${reason.message}` : '';
  const details = { ...call.about, code: 'unreadable_document', cause: reason };
  return new DocumentError(`${problem}${because}.`, details);
}

/** The pieces of a document, checked: they are bytes, and in all as many as was announced. */
export function byteReader(stream: ByteStream, sizeBytes: number | undefined, call: Call): ByteSource {
  const source = byteSource(stream);
  let readBytes = 0;
  const badSize = (actual: string) =>
    unreadable(call, `The document was announced with ${sizeBytes} bytes and has ${actual} ${readBytes}`);
  return {
    async next() {
      const piece = await source.next().catch((cause: unknown) => {
        throw unreadable(call, 'The document cannot be read to its end', cause);
      });
      readBytes += piece?.byteLength ?? 0;
      if (sizeBytes !== undefined) {
        if (readBytes > sizeBytes) throw badSize('at least');
        if (!piece && readBytes < sizeBytes) throw badSize('only');
      }
      return piece;
    },
    close: () => source.close(),
  };
}
