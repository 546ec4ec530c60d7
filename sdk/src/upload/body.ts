import { DocumentError, TimeoutError } from '../errors.js';
import type { Clock } from '../http/clock.js';
import { failed, type Call } from '../http/limits.js';
import { loaded } from '../http/loaded.js';
import { withoutSecrets } from '../http/redact.js';
import type { CheckedDocument } from './document.js';
import type * as Streaming from './streamed-body.js';
import type { OnBytes, UploadBody } from './upload-body.js';

let streaming: typeof Streaming | undefined;

/**
 * In Node every document is sent as a stream under a `Content-Length` of ours, so that its progress can be seen, a
 * standstill is noticed and what was opened is closed. Other runtimes send the length of a Blob only, and without it
 * an upload would go out in chunks, which Epson does not take (evidence: specification): there a stream is gathered
 * into a Blob first.
 */
export async function uploadBody(
  call: Call,
  clock: Clock,
  document: CheckedDocument,
  onBytes: OnBytes,
  abandoned: AbortSignal,
): Promise<UploadBody> {
  const { blob } = document;
  if (blob && !canStream()) return { body: blob, sizeBytes: blob.size };
  // Once it is there, another import would cost as much as sending a small document.
  streaming ??= await loaded(call, import('./streamed-body.js'), clock);
  return streaming.streamedBody(document, {
    call,
    clock,
    onBytes,
    abandoned,
    canStream: canStream(),
    failed,
    withoutSecrets,
    DocumentError,
    TimeoutError,
  });
}

/** Whether `fetch` sends a stream under a length of ours: Node's does (its engine is undici). */
function canStream(): boolean {
  return !!(globalThis as { process?: { versions?: { undici?: string } } }).process?.versions?.undici;
}
