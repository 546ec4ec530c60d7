import { DocumentError } from '../errors.js';
import type { Call } from '../http/limits.js';
import { loaded } from '../http/loaded.js';
import { withoutSecrets } from '../http/redact.js';
import type { CheckedDocument } from './document.js';
import type { OnBytes, UploadBody } from './upload-body.js';

/**
 * A Blob is sent as it is: fetch knows its length and reads it piece by piece. A stream has no length, and without
 * `Content-Length` it would go out in chunks, which Epson does not take (evidence: specification). Node lets us set
 * the header; other runtimes do not, so there the stream is collected into a Blob first.
 *
 * Where a stream can be sent, a Blob is sent as one too if somebody wants to see the progress.
 */
export async function uploadBody(
  call: Call,
  document: CheckedDocument,
  onBytes: OnBytes,
): Promise<UploadBody> {
  const { source } = document;
  if (source instanceof Blob && !(onBytes && canStream())) return { body: source };
  const { streamedBody } = await loaded(call, import('./streamed-body.js'));
  return streamedBody(document, onBytes, canStream(), unreadable);
}

/** Whether `fetch` sends a stream under a length of ours: Node's does (its engine is undici). */
function canStream(): boolean {
  return !!(globalThis as { process?: { versions?: { undici?: string } } }).process?.versions?.undici;
}

function unreadable(problem: string, cause?: unknown): DocumentError {
  const details = {
    code: 'unreadable_document',
    step: 'upload',
    cause: withoutSecrets(cause),
  } as const;
  return new DocumentError(`${problem}.`, details);
}
