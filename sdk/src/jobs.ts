import { beginCall, callApi, type Session } from './auth/call-api.js';
import { emptyObject } from './http/api.js';
import {
  aboutSent,
  JobFailedError,
  type EpsonConnectError,
  type JobInformation,
  type Step,
} from './errors/index.js';
import type { components } from './generated/epson-connect.js';
import { callback, type Open, type OptionTable } from './http/check.js';
import { hintAbout } from './http/answer.js';
import { callTable, within, type Call, type CallOptions, isAbortReason } from './http/limits.js';
import { checkedJob, type ExecutableJob } from './print/create-job.js';
import { follow, jobInformation } from './print/follow-job.js';
import { operations } from './v1/operations.js';

/** Options of {@link Jobs.cancel}. */
export interface CancelOptions extends CallOptions {
  /** `user` or `operator`: decides the reason that the job shows afterwards. Default: the host's, `user`. */
  operated_by?: Open<components['schemas']['OperatedBy']> | undefined;
}

/** Options of {@link Jobs.waitFor}. Without `deadlineMs` and `signal` it may take days. */
export interface WaitOptions extends CallOptions {
  /** Called and awaited for the first status and every change. An error ends the wait. */
  onStatus?: ((information: JobInformation) => unknown) | undefined;
}

/** Result of {@link Jobs.resume}. */
export interface JobOutcome {
  /** True: it prints, or has ended; follow it with `jobs.waitFor`. False: nothing was printed, it waits for `execute`. */
  readonly executed: boolean;
  /** The status of the job; absent when the host does not know it. */
  readonly information?: JobInformation;
}

/** A job, or its ID alone: then it is one of the printer of the access token. */
export type JobReference = string | ExecutableJob;

/** Methods for a job after its creation. A job is the result of `print`, its JSON, or its ID. */
export interface Jobs {
  /**
   * Returns the current status of the job. Evidence: specification.
   *
   * @throws {NotFoundError} `job_not_found`: not executed yet, older than 62 days, or 200 jobs ago.
   *
   * @example
   * const { status, status_reason, updatedAt } = await epson.jobs.get(job);
   */
  get(job: JobReference, options?: CallOptions): Promise<JobInformation>;
  /**
   * Cancels the job, which is possible until it prints. One request. Evidence: specification.
   *
   * @throws {StateError} `command_not_allowed`: it prints or has ended.
   *
   * @example
   * await epson.jobs.cancel(job, { operated_by: 'operator' });
   */
  cancel(job: JobReference, options?: CancelOptions): Promise<void>;
  /**
   * Waits until the job is printed. Asks every second at first, then less often, up to every 15 seconds while nothing changes.
   * Goes on waiting when paper is missing, after a call limit and for unknown statuses.
   *
   * @throws {JobFailedError} it was canceled, or `completed` with a reason.
   * @throws {TimeoutError} `deadline`: not printed within `deadlineMs`; `information` is the last that was known.
   * @throws {NotFoundError} `job_not_found`: still unknown after about a quarter of a minute.
   *
   * @example
   * const { total_pages } = await epson.jobs.waitFor(job, {
   *   deadlineMs: 600_000,
   *   onStatus: ({ status, status_reason }) => console.log(status, status_reason),
   * });
   */
  waitFor(job: JobReference, options?: WaitOptions): Promise<JobInformation>;
  /**
   * Finds out after an {@link OutcomeUnknownError} whether the job was executed. Executes nothing. An error leaves the question
   * open.
   *
   * @throws {ConnectionError} {@link ServerError} … the host cannot be asked now.
   *
   * @example
   * const { executed } = await epson.jobs.resume(error.job);
   */
  resume(job: JobReference, options?: CallOptions): Promise<JobOutcome>;
}

const cancelTable: OptionTable<CancelOptions> = { ...callTable, operated_by: [] };
const waitTable: OptionTable<WaitOptions> = { ...callTable, onStatus: callback };

export function createJobs(session: Session): Jobs {
  /** Begins a call about a job, which its ID alone may stand for. */
  const onJob = (
    step: Step,
    reference: JobReference,
    options?: CallOptions,
    table?: OptionTable<CallOptions>,
  ): [Session, Call, ExecutableJob] => {
    const { limits, about } = beginCall(session, step, options, table);
    const job = checkedJob(typeof reference === 'string' ? { id: reference } : reference);
    return [session, { limits, about: { ...about, job_id: job.id } }, job];
  };
  return {
    get: async (job, options) => asking(jobInformation(...onJob('jobs.get', job, options)), options),
    cancel: async (job, options) =>
      cancelJob(...onJob('jobs.cancel', job, options, cancelTable), Object(options) as CancelOptions),
    waitFor: async (job, options) =>
      asking(
        waitFor(...onJob('jobs.waitFor', job, options, waitTable), Object(options) as WaitOptions),
        options,
      ),
    resume: async (job, options) => asking(resume(...onJob('jobs.resume', job, options)), options),
  };
}

/** Returns the answer to a question about a job that was sent: `notSent` in its error would be read as said of the job. */
export const asking = <T>(answer: Promise<T>, options?: CallOptions): Promise<T> =>
  answer.catch((error: unknown) => {
    throw isAbortReason(options?.signal, error) ? error : aboutSent(error);
  });

/** Cancels a job by one request; the host decides by its state. */
async function cancelJob(
  session: Session,
  call: Call,
  job: ExecutableJob,
  { operated_by }: CancelOptions,
): Promise<void> {
  // JSON leaves out what is undefined.
  const body = { operated_by } as components['schemas']['CancelPrintRequest'];
  await callApi(session, call, operations.cancelPrint, { ...job }, body, emptyObject());
}

/** Waits for the end of a job. `completed` is not `printed`, and `processing_stopped` is not the end: paper may be added. */
async function waitFor(
  session: Session,
  call: Call,
  job: ExecutableJob,
  { onStatus }: WaitOptions,
): Promise<JobInformation> {
  const { limits, about } = call;
  const information = await follow(session, call, job, async (now, hasChanged) => {
    const known: Call = { limits, about: { ...about, information: now } };
    if (hasChanged && onStatus)
      await within(session.transport.clock, known, Infinity, async () => onStatus(now));
    return now.status === 'completed' || now.status === 'canceled';
  });
  const { status, status_reason } = information;
  if (status === 'completed' && !status_reason) return information;
  const because = status_reason ? `: ${status_reason}` : '';
  const hint = hintAbout(session.transport, job.id);
  const explained = hint ? ` Hint: ${hint}` : '';
  throw new JobFailedError(`Job ${job.id} is not printed, it is ${status}${because}.${explained}`, {
    ...about,
    hint,
    code: status_reason || status,
    status_reason,
    information,
  });
}

/** Looks at a job, and never executes it. A host does not know jobs before they are executed. Evidence: specification. */
async function resume(session: Session, call: Call, job: ExecutableJob): Promise<JobOutcome> {
  try {
    const information = await follow(session, call, job, () => true);
    return { executed: session.transport.api.provesExecution(information), information };
  } catch (error) {
    if ((error as EpsonConnectError | null)?.code === 'job_not_found') return { executed: false };
    throw error;
  }
}
