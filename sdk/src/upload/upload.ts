import { checkedJob, type PrintJob } from '../api/print-job.js';
import type { Session } from '../auth/bearer.js';
import { aboutJob, UploadError, type Step } from '../errors.js';
import { refusal } from '../http/judge.js';
import { within, type Call, type Limits } from '../http/limits.js';
import { isAbortReason, onAbort } from '../http/on-abort.js';
import { retrying } from '../http/retry.js';
import { DEFAULT_TIMEOUT_MS, send } from '../http/send.js';
import { uploadBody } from './body.js';
import type { CheckedDocument } from './document.js';
import { contentTypeFor } from './document-type.js';
import type { UploadBody } from './streamed-body.js';
import { checkUploadUri, withFile } from './upload-uri.js';

/** What an upload needs of a job. */
export interface UploadableJob {
  readonly id: string;
  readonly upload_uri: string;
}

/** What `onProgress` is told: the step that begins, and during the upload how far it is. */
export interface Progress {
  readonly step: Step;
  /** From the upload on. */
  readonly job_id?: string | undefined;
  /** During the upload: bytes handed to the network so far. Other runtimes than Node tell only the first and the last. */
  readonly sentBytes?: number | undefined;
  /** During the upload: bytes of the document; undefined while nobody knows. */
  readonly totalBytes?: number | undefined;
}

/**
 * Called as the work goes on. What it throws ends the call, and nothing is executed. A promise that it gives is waited
 * for before the next step, the bytes of the upload go on meanwhile; one that is rejected ends the call just so.
 */
export type OnProgress = (progress: Progress) => unknown;

// A line of half a megabit per second: the time a file may take, when nobody sets timeoutMs.
const SLOWEST_BYTES_PER_MS = 64;

/**
 * Step 3. To the URI as given plus `File`, without the access token: the key in the URI is the permission, and the
 * host is another. Repeated when it fails and the document can be opened again: the progress then begins anew. Every
 * 2xx is a success whatever its body says; Epson sends none. Evidence: guide, specification.
 */
export async function uploadDocument(
  { transport, allowInsecureHosts }: Pick<Session, 'transport' | 'allowInsecureHosts'>,
  limits: Limits,
  job: UploadableJob,
  document: CheckedDocument,
  onProgress?: OnProgress,
): Promise<void> {
  const { id: job_id, upload_uri } = checkedJob(job);
  const call: Call = { limits, about: { step: 'upload', job_id } };
  const { extension, sizeBytes } = document;
  const mostBytes = (job as Partial<PrintJob>).print_mode === 'document' ? 2e7 : 1e7;
  checkUploadUri(upload_uri, allowInsecureHosts, call);
  const telling: unknown[] = [];
  // Kept, so that it reaches the caller as it is and not as the broken connection that fetch makes of it.
  let thrown: { error: unknown } | undefined;
  const keep = (error: unknown) => {
    thrown ??= { error };
  };
  const check = () => {
    if (thrown) throw thrown.error;
  };
  const report =
    onProgress &&
    ((sentBytes: number, totalBytes = sizeBytes) => {
      check();
      try {
        const told = onProgress({ step: 'upload', job_id, sentBytes, totalBytes });
        telling.push(Promise.resolve(told).catch(keep));
      } catch (error) {
        keep(error);
      }
      check();
    });
  const url = withFile(upload_uri, extension);
  // One that is read once cannot be sent twice.
  const careful: Call = document.canReplay ? call : { ...call, limits: { ...limits, retries: 0 } };
  try {
    await retrying(transport, careful, { url }, async (call) => {
      limits.signal?.throwIfAborted();
      let upload: UploadBody | undefined;
      // Ends this try: for the caller, or because it does not move.
      const stop = new AbortController();
      const stopFor = (reason: unknown) => stop.abort(reason);
      const unwatch = limits.signal && onAbort(limits.signal, () => stopFor(limits.signal?.reason));
      const oneTry: Call = { ...call, limits: { ...call.limits, signal: stop.signal } };
      try {
        report?.(0);
        // Opening a document, and gathering it where that is needed, may take time of its own.
        upload = await within(transport.clock, oneTry, Infinity, (abandoned) =>
          uploadBody(transport, call, document, report, abandoned, stopFor),
        );
        const { body, headers, sizeBytes: totalBytes } = upload;
        const answer = await send(transport, oneTry, {
          url,
          headers: { 'content-type': contentTypeFor(extension), ...headers },
          body,
          // Hosts hang up on what is too large. Evidence for the limits: guide.
          ifBroken: totalBytes > mostBytes ? 'Was the file too large?' : 'Nothing is printed.',
          defaultTimeoutMs: DEFAULT_TIMEOUT_MS + totalBytes / SLOWEST_BYTES_PER_MS,
        });
        if (!answer.ok) throw refusal(answer);
        if (upload.takenBytes() < totalBytes) throw notTaken(oneTry, upload, answer.status);
        report?.(totalBytes, totalBytes);
      } catch (error) {
        check();
        throw error;
      } finally {
        unwatch?.();
        upload?.release();
      }
    });
    if (report) await within(transport.clock, call, Infinity, () => Promise.all(telling));
    check();
  } catch (error) {
    throw isAbortReason(limits.signal, error) ? error : aboutJob(error, job_id);
  }
}

/** The error for a success that came before `fetch` had taken the whole document: another one may be on the host. */
function notTaken({ about }: Call, upload: UploadBody, status: number): UploadError {
  const problem = `The upload call failed: the host answered ${status}, but fetch has taken only ${upload.takenBytes()} of ${upload.sizeBytes} bytes of the document. Is fetchStreams set for a fetch that does not send streams?`;
  return new UploadError(problem, { ...about, code: 'upload_incomplete', status });
}
