import type { Session } from '../auth/bearer.js';
import type { CancelOptions } from '../api/job.js';
import type { JobReference } from '../api/job-reference.js';
import type { JobInformation } from '../errors.js';
import { callback, callTable, type CallOptions, type OptionTable } from '../http/limits.js';
import type { JobOutcome } from '../wait/resume.js';
import type { WaitOptions } from '../wait/wait-for.js';
import { method } from './later.js';

export type { JobReference };

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

export const createJobs = (wiring: Session): Jobs => ({
  get: method(wiring, 'jobs.get'),
  cancel: method(wiring, 'jobs.cancel', cancelTable),
  waitFor: method(wiring, 'jobs.waitFor', waitTable),
  resume: method(wiring, 'jobs.resume'),
});
