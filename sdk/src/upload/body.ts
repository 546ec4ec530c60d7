import type { Clock } from '../http/clock.js';
import type { Call } from '../http/limits.js';
import type { CheckedDocument } from './document.js';
import { streamedBody } from './streamed-body.js';
import type { OnBytes, UploadBody } from './upload-body.js';

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
  return streamedBody(document, { call, clock, onBytes, abandoned, canStream: canStream() });
}

/** Whether `fetch` sends a stream under a length of ours: Node's does (its engine is undici). */
function canStream(): boolean {
  return !!(globalThis as { process?: { versions?: { undici?: string } } }).process?.versions?.undici;
}
