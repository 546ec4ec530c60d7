import type { Session } from '../auth/call-api.js';
import { aboutJob, UploadError, type Step } from '../errors/index.js';
import type { Api } from '../http/api.js';
import { refusal } from '../http/classify-answer.js';
import { within, type Call, type Limits, isAbortReason, onAbort } from '../http/limits.js';
import { objectionTo, unsafeUrl } from '../http/origin.js';
import { retrying } from '../http/retry.js';
import { DEFAULT_TIMEOUT_MS, send } from '../http/send.js';
import { uploadBody } from './body.js';
import { contentTypeFor, type CheckedDocument } from './document.js';
import type { UploadBody } from './streamed-body.js';

/** The members of a job that an upload needs. */
export interface UploadableJob {
  /** The ID of the job. */
  readonly id: string;
  /** The target of the upload, exactly as the host gave it. */
  readonly upload_uri: string;
}

/** Argument of `onProgress`: the step that begins, and the state of the upload. */
export interface Progress {
  /** The step that begins. */
  readonly step: Step;
  /** From the upload on. */
  readonly job_id?: string | undefined;
  /** During the upload: bytes handed to the network so far. Runtimes other than Node report only the first and the last. */
  readonly sentBytes?: number | undefined;
  /** During the upload: bytes of the document; undefined while unknown. */
  readonly totalBytes?: number | undefined;
}

/**
 * Called as the work goes on. An error ends the call, and nothing is executed. A promise is awaited before the next step,
 * while the upload goes on; a rejected one ends the call, too.
 */
export type OnProgress = (progress: Progress) => unknown;

// A line of half a megabit per second: the time a file may take, when nobody sets timeoutMs.
const SLOWEST_BYTES_PER_MS = 64;

/**
 * Uploads the document (step 3): to the URI as given plus `File`, without the access token, because the key in the URI is the
 * permission and the host is another. Repeats a failed upload if the document can be opened again; the progress then begins
 * anew. Every 2xx is a success, whatever its body. Evidence: guide, specification.
 */
export async function uploadDocument(
  { transport, allowInsecureHosts }: Pick<Session, 'transport' | 'allowInsecureHosts'>,
  limits: Limits,
  job: UploadableJob,
  document: CheckedDocument,
  onProgress?: OnProgress,
): Promise<void> {
  const { id: job_id, upload_uri } = job;
  const call: Call = { limits, about: { step: 'upload', job_id } };
  const { extension, sizeBytes } = document;
  const mostBytes = (job as { print_mode?: string }).print_mode === 'document' ? 2e7 : 1e7;
  checkUploadUri(upload_uri, allowInsecureHosts, call, transport.api.uploadUriName);
  const reports: unknown[] = [];
  // The caller gets this error as it is, and not as the broken connection that fetch makes of it.
  let thrown: { error: unknown } | undefined;
  const remember = (error: unknown) => {
    thrown ??= { error };
  };
  const throwRemembered = () => {
    if (thrown) throw thrown.error;
  };
  const report =
    onProgress &&
    ((sentBytes: number, totalBytes = sizeBytes) => {
      throwRemembered();
      try {
        const reported = onProgress({ step: 'upload', job_id, sentBytes, totalBytes });
        reports.push(Promise.resolve(reported).catch(remember));
      } catch (error) {
        remember(error);
      }
      throwRemembered();
    });
  const operation = transport.api.operations.uploadPrintFile;
  // A try before may have been carried out, and only its answer was lost.
  let mayBeStored = false;
  const url = withFile(upload_uri, extension);
  // A document that can be read only once cannot be sent twice.
  const careful: Call = document.canReplay ? call : { ...call, limits: { ...limits, retries: 0 } };
  try {
    await retrying(transport, careful, operation, async (call) => {
      limits.signal?.throwIfAborted();
      let upload: UploadBody | undefined;
      // Ends this try: for the caller, or because nothing moves.
      const stop = new AbortController();
      const unwatch = limits.signal && onAbort(limits.signal, () => stop.abort(limits.signal?.reason));
      const oneTry: Call = { ...call, limits: { ...call.limits, signal: stop.signal } };
      try {
        report?.(0);
        upload = await uploadBody(transport, oneTry, document, report, (error) => stop.abort(error));
        const { body, headers, sizeBytes: totalBytes } = upload;
        const answer = await send(transport, oneTry, {
          operation,
          url,
          headers: { 'content-type': contentTypeFor(extension), ...headers },
          body,
          // Hosts hang up on a body that is too large. Evidence for the limits: guide.
          ifBroken: totalBytes > mostBytes ? 'The file may be too large.' : 'Nothing is printed.',
          defaultTimeoutMs: DEFAULT_TIMEOUT_MS + totalBytes / SLOWEST_BYTES_PER_MS,
        });
        const isStored =
          mayBeStored && answer.status === transport.api.storedStatus && totalBytes <= mostBytes;
        if (!answer.ok && !isStored) throw refusal(answer);
        if (upload.takenBytes() < totalBytes) throw notTaken(oneTry, upload, answer.status);
        report?.(totalBytes, totalBytes);
      } catch (error) {
        throwRemembered();
        mayBeStored ||= !(error as { notSent?: boolean } | null)?.notSent;
        throw error;
      } finally {
        unwatch?.();
        upload?.release();
      }
    });
    if (report) await within(transport.clock, call, Infinity, () => Promise.all(reports));
    throwRemembered();
  } catch (error) {
    throw isAbortReason(limits.signal, error) ? error : aboutJob(error, job_id);
  }
}

/** Makes the error for a success before `fetch` had taken the whole document: the host may have another one. */
function notTaken({ about }: Call, upload: UploadBody, status: number): UploadError {
  const problem = `The upload call failed: the host answered ${status}, and fetch has taken only ${upload.takenBytes()} of ${upload.sizeBytes} bytes. Leave out fetchStreams.`;
  return new UploadError(problem, { ...about, code: 'upload_incomplete', status });
}

/**
 * Returns the upload URI with `File` added. Every other character stays: the query may be signed, and parsing it would change
 * `+`, `%2B` or the order. An existing `File` is replaced.
 */
export function withFile(uploadUri: string, extension: string): string {
  const [, path, query = ''] = /^([^?#]*)\??([^#]*)/s.exec(uploadUri) as string[];
  const kept = query.split('&').filter((pair) => pair && !/^File(=|$)/.test(pair));
  return `${path}?${[...kept, `File=1.${extension}`].join('&')}`;
}

/** Rejects a URI that would send the document without encryption, or a user name with it. */
export function checkUploadUri(
  uploadUri: string,
  allowInsecureHosts: readonly string[],
  { about }: Call,
  name: Api['uploadUriName'] = 'upload_uri',
): void {
  const objection = objectionTo(uploadUri, allowInsecureHosts);
  if (objection) throw unsafeUrl(name, objection, { ...about, code: 'unsafe_upload_uri' });
}
