// What became of a job that the host had taken.
import { EpsonConnectError } from './base.js';
import type { JobInformation } from './job-information.js';

/**
 * The job has ended and is not printed, or not to its end: it was `canceled`, or it is `completed` with a reason.
 * `code` is that reason where there is one. Nothing more will become of the job; to print again is to print anew.
 * The job's own status is in `information`: `status` of an error is always one of HTTP. Evidence: specification.
 *
 * @example
 * if (error instanceof JobFailedError) console.error(error.job_id, error.information.status, error.status_reason);
 */
export class JobFailedError extends EpsonConnectError {
  /** Epson's word: `attention_required`, `job_canceled_at_device`, …; `null` or empty when it gave none. */
  declare readonly status_reason: JobInformation['status_reason'];
  /** The job as it ended. */
  declare readonly information: JobInformation;

  static {
    this.prototype.name = 'JobFailedError';
  }
}
