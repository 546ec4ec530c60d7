import { aboutJob, ConnectionError, OutcomeUnknownError, TimeoutError } from '../errors.js';
import type { Call, Limits } from '../http/limits.js';
import type { Wiring } from './api-client.js';
import { operate } from './operate.js';
import { checkedJob, type PrintJob } from './print-job.js';

/** What execute needs of a job; a {@link PrintJob} has it, and so has its JSON. */
export interface ExecutableJob {
  readonly id: string;
  /** Default: the printer of the access token. */
  readonly device_id?: string | undefined;
}

/**
 * Step 4. The job prints. It is sent once: only a 401, which the host gives before it does anything, is followed by
 * a second try with a new token. When the answer is lost, nobody knows whether the job prints, and that is what the
 * error says.
 */
export async function executeJob(wiring: Wiring, limits: Limits, job: ExecutableJob): Promise<void> {
  const { id: job_id } = checkedJob(job);
  const call: Call = { limits, about: { step: 'execute', job_id } };
  let { device_id } = job;
  try {
    device_id ??= (await wiring.tokens.usable(limits)).subject_id;
    await operate(wiring, call, { device_id }, (init) =>
      wiring.api.POST('/api/1/printing/printers/{device_id}/jobs/{job_id}/print', init),
    );
  } catch (error) {
    if (!isLost(error)) throw aboutJob(error, job_id);
    // All that is known of the job, but not the key to its upload.
    const { upload_uri: _, ...known } = job as Partial<PrintJob>;
    throw new OutcomeUnknownError(
      `Job ${job_id} was sent to be executed; whether it prints is unknown. ${error.message} Look before you send it again.`,
      { ...call.about, code: 'outcome_unknown', job: { ...known, device_id }, cause: error },
    );
  }
}

/** Sent, but without an answer. A try that never left, or that stopped while getting a token, printed nothing. */
function isLost(error: unknown): error is ConnectionError | TimeoutError {
  const hasNoAnswer = error instanceof ConnectionError || error instanceof TimeoutError;
  return hasNoAnswer && error.step === 'execute' && !error.notSent;
}
