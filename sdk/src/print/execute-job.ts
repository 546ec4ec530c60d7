import { callApi, type Session } from '../auth/call-api.js';
import type { Operation } from '../http/api.js';
import {
  aboutJob,
  aboutSent,
  EpsonConnectError,
  isEpsonConnectError,
  OutcomeUnknownError,
  withInformation,
  type JobInformation,
  type Step,
} from '../errors/index.js';
import { isSettled, outcomeOf, type ExecuteFailure } from '../http/execute-answer.js';
import { type Call, type Limits, isAbortReason } from '../http/limits.js';
import { log } from '../http/trace.js';
import { checkedJob, type ExecutableJob, type PrintJob } from './create-job.js';
import { follow } from './follow-job.js';

/**
 * Executes the job (step 4). `execute-answer.ts` has what each answer proves. If nothing is proven, it looks at the job: a job
 * that was executed is a success, and for a job that waits the host's own refusal is thrown. Otherwise the outcome is
 * unknown, and the error says so.
 */
export async function executeJob(session: Session, limits: Limits, job: ExecutableJob): Promise<void> {
  const { id: job_id, device_id } = checkedJob(job);
  // All that is known of the job, but not the key to its upload.
  const { upload_uri: _, ...known } = job as Partial<PrintJob>;
  await executeKnownJob(session, limits, job_id, { ...known, id: job_id, device_id });
}

/** An action on a job that prints, now or later: its outcome must be known. */
interface Execution {
  readonly step: Step;
  /** For the error of an unknown outcome: begins with a capital letter. */
  readonly sent: string;
}

/** Executes a job of any version. `known` is the job for the error; one that can have a `device_id` gets that of the token. */
export async function executeKnownJob(
  session: Session,
  limits: Limits,
  job_id: string,
  known: { readonly device_id?: string | undefined; readonly [member: string]: unknown },
  { step, sent }: Execution = { step: 'execute', sent: `Job ${job_id} was sent to be executed` },
): Promise<void> {
  const call: Call = { limits, about: { step, job_id } };
  const { operations, executeCheck } = session.transport.api;
  const { executePrint } = operations;
  let asked = known;
  let answers = 0;
  try {
    if ('device_id' in known && known.device_id === undefined)
      asked = { ...known, device_id: (await session.tokens.usable(limits)).subject_id };
    const { device_id } = asked;
    await callApi(session, call, executePrint, { device_id }, undefined, executeCheck, (answer) => {
      if (answer) answers += 1;
    });
  } catch (thrown) {
    if (isAbortReason(limits.signal, thrown)) throw thrown;
    const error = aboutJob(thrown, job_id);
    if (!(error instanceof EpsonConnectError) || !isOpen(executePrint, step, error, answers)) throw error;
    const { isExecuted, information } = await lookAt(session, call, asked);
    if (isExecuted) return;
    // The job waits, and the request is over: it can no longer be what executes it.
    if (information && error.step === step && isSettled(executePrint.words, error))
      throw withInformation(error, information);
    throw new OutcomeUnknownError(
      `${sent}; whether it prints is unknown. ${error.message} Check the job before you send it again.`,
      {
        ...error,
        step,
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

/** Returns whether the job may have been executed. `answers` is the number of answers to execute itself. */
function isOpen({ words }: Operation, step: Step, error: EpsonConnectError, answers: number): boolean {
  // No token: what there was before it was a 401, or nothing at all.
  if (error.step !== step) return answers > 0;
  const { notSent } = error as ExecuteFailure;
  return !notSent && outcomeOf(words, error, answers <= 1 && !error.attempts) !== 'refusal';
}

// A job is not always known at once; after this, nobody knows when.
const LOOK_MS = 30_000;

/**
 * Looks at the job until the host knows it to be executed. Otherwise resolves with its last status; undefined when the host
 * did not know it, or could not answer. An unknown job proves nothing: the host may not know it yet.
 */
async function lookAt(
  session: Session,
  { limits, about }: Call,
  job: { readonly device_id?: string | undefined },
): Promise<{ isExecuted: boolean; information?: JobInformation | undefined }> {
  const { transport } = session;
  const deadlineAtMs = Math.min(limits.deadlineAtMs ?? Infinity, transport.clock.monotonicMs() + LOOK_MS);
  const look: Call = {
    limits: { ...limits, deadlineAtMs },
    about: { step: 'jobs.resume', job_id: about.job_id },
  };
  try {
    return { isExecuted: true, information: await follow(session, look, job, transport.api.provesExecution) };
  } catch (error) {
    limits.signal?.throwIfAborted();
    const information = isEpsonConnectError(error) ? error.information : undefined;
    const known = { operation: transport.api.operations.executePrint.id, job_id: about.job_id };
    if (!information) log(transport, 'error', 'does not know whether the job prints', known);
    return { isExecuted: false, information };
  }
}
