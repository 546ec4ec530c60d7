import { operate } from '../api/operate.js';
import { checkedJob, type ExecutableJob, type PrintJob } from '../api/print-job.js';
import type { Session } from '../auth/bearer.js';
import {
  aboutJob,
  ConnectionError,
  EpsonConnectError,
  OutcomeUnknownError,
  StateError,
  TimeoutError,
} from '../errors.js';
import type { Call, Limits } from '../http/limits.js';
import { isExecuted } from './settle.js';

/**
 * Step 4. The job prints. It is repeated only where the host surely has not executed it (see `retry-policy.ts`). When
 * the answer is lost, the job is looked at: if the host knows that it was executed, so do we. If not, nobody knows
 * whether the job prints, and that is what the error says.
 */
export async function executeJob(wiring: Session, limits: Limits, job: ExecutableJob): Promise<void> {
  const { id: job_id } = checkedJob(job);
  const call: Call = { limits, about: { step: 'execute', job_id } };
  let { device_id } = job;
  try {
    device_id ??= (await wiring.tokens.usable(limits)).subject_id;
    const route = 'POST /api/1/printing/printers/{device_id}/jobs/{job_id}/print';
    await operate(wiring, call, route, { device_id }, undefined);
  } catch (thrown) {
    const error = aboutJob(thrown, job_id);
    const isOpen = isLost(error);
    if (!isOpen && !isRefusedAgain(error)) throw error;
    // All that is known of the job, but not the key to its upload.
    const { upload_uri: _, ...known } = job as Partial<PrintJob>;
    const asked = { ...known, id: job_id, device_id };
    if (await isExecuted(wiring, call, asked)) return;
    if (!isOpen) throw error;
    throw new OutcomeUnknownError(
      `Job ${job_id} was sent to be executed; whether it prints is unknown. ${error.message} Look before you send it again.`,
      { ...error, notSent: undefined, code: 'outcome_unknown', job: asked, cause: error },
    );
  }
}

/**
 * Sent, but without an answer of the host's own: none at all, a gateway's page, or one that does not say whether it was
 * done. A try that never left, or that stopped while getting a token, printed nothing.
 */
function isLost(error: unknown): error is EpsonConnectError {
  if (!(error instanceof EpsonConnectError) || error.step !== 'execute') return false;
  const { code, notSent, status = 0 } = error as ConnectionError;
  if (error instanceof ConnectionError || error instanceof TimeoutError) return !notSent;
  // A 4xx is the host's own "no", and so is what Epson says when its service is stopped.
  return (status < 400 || status >= 500) && code !== 'service_unavailable';
}

/** A repeat meets a job that cannot be executed, perhaps because the try before it was carried out after all. */
function isRefusedAgain(error: unknown): boolean {
  return error instanceof StateError && !!error.attempts;
}
