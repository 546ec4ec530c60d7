import type { Session } from '../auth/bearer.js';
import { cancelJob, jobInformation, type CancelOptions } from '../api/job.js';
import { callOf } from '../api/operate.js';
import { checkedJob, type ExecutableJob } from '../api/print-job.js';
import { aboutSent, type JobInformation, type Step } from '../errors.js';
import { callback, callTable, type Call, type CallOptions, type OptionTable } from '../http/limits.js';
import { isAbortReason } from '../http/on-abort.js';
import { resume, type JobOutcome } from '../wait/resume.js';
import { waitFor, type WaitOptions } from '../wait/wait-for.js';

/** A job, or its ID alone: then it is one of the printer of the access token. */
export type JobReference = string | ExecutableJob;

/** What can be done with a job once it exists. A job is what `print` gave, its JSON, or its ID. */
export interface Jobs {
  /**
   * How the job fares now. Evidence: specification.
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
   * Waits until the job is printed, asking every second at first and less often, every 15 seconds, while nothing
   * changes. Paper that has run out, a call limit and statuses that this version does not know are waited out.
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
   * Settles an {@link OutcomeUnknownError}: finds out whether the job was executed. Executes nothing. What it throws
   * leaves the question open.
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
    const { limits, about } = callOf(session, step, options, table);
    const job = checkedJob(typeof reference === 'string' ? { id: reference } : reference);
    return [session, { limits, about: { ...about, job_id: job.id } }, job];
  };
  /** A question about a job that was sent: `notSent` would be read as said of the job. */
  const asking = <T>(answer: Promise<T>, options?: CallOptions): Promise<T> =>
    answer.catch((error: unknown) => {
      throw isAbortReason(options?.signal, error) ? error : aboutSent(error);
    });
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
