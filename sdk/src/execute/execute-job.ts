import { emptyObject } from '../api/exchange.js';
import { operate } from '../api/operate.js';
import { checkedJob, type ExecutableJob, type PrintJob } from '../api/print-job.js';
import type { Session } from '../auth/bearer.js';
import { aboutJob, aboutSent, EpsonConnectError, OutcomeUnknownError, withInformation } from '../errors.js';
import { isSettled, outcomeOf, type ExecuteFailure } from '../http/execute-answer.js';
import type { Call, Limits } from '../http/limits.js';
import { isAbortReason } from '../http/on-abort.js';
import { lookAt } from './look.js';

/**
 * Step 4. The job prints. What each answer proves, and whether it is sent again, is in `execute-answer.ts`. Where nothing
 * is proven, the job is looked at: if the host knows that it was executed, so do we. If it knows that it was not, the
 * host's own refusal holds. Otherwise nobody knows whether the job prints, and that is what the error says.
 */
export async function executeJob(wiring: Session, limits: Limits, job: ExecutableJob): Promise<void> {
  const { id: job_id } = checkedJob(job);
  const call: Call = { limits, about: { step: 'execute', job_id } };
  let { device_id } = job;
  let answers = 0;
  try {
    device_id ??= (await wiring.tokens.usable(limits)).subject_id;
    const route = 'POST /api/1/printing/printers/{device_id}/jobs/{job_id}/print';
    await operate(wiring, call, route, job, undefined, emptyObject(), (answer) => {
      if (answer) answers += 1;
    });
  } catch (thrown) {
    if (isAbortReason(limits.signal, thrown)) throw thrown;
    const error = aboutJob(thrown, job_id);
    if (!(error instanceof EpsonConnectError) || !isOpen(error, answers)) throw error;
    // All that is known of the job, but not the key to its upload.
    const { upload_uri: _, ...known } = job as Partial<PrintJob>;
    const asked = { ...known, id: job_id, device_id };
    const { isExecuted, information } = await lookAt(wiring, call, asked);
    if (isExecuted) return;
    // The job waits, and the request is over: it can no longer be what executes it.
    if (information && error.step === 'execute' && isSettled(error))
      throw withInformation(error, information);
    throw new OutcomeUnknownError(
      `Job ${job_id} was sent to be executed; whether it prints is unknown. ${error.message} Look before you send it again.`,
      {
        ...error,
        step: 'execute',
        subject: undefined,
        problem: undefined,
        advice: undefined,
        notSent: undefined,
        code: 'outcome_unknown',
        information,
        job: asked,
        cause: aboutSent(error),
      },
    );
  }
}

/** Whether the job may be executed, for all that is proven. `answers`: how many of execute itself there were. */
function isOpen(error: EpsonConnectError, answers: number): boolean {
  // No token: what there was before it was a 401, or nothing at all.
  if (error.step !== 'execute') return answers > 0;
  const { notSent } = error as ExecuteFailure;
  return !notSent && outcomeOf(error, answers <= 1 && !error.attempts) !== 'refusal';
}
