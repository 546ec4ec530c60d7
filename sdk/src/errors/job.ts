import type { components } from '../generated/epson-connect.js';
import { EpsonConnectError } from './base.js';

type Schemas = components['schemas'];

/**
 * Status of an executed job: the host's words under the host's names, the `id` of the job, and its dates as `Date`
 * (`startedAt`, `updatedAt`). Evidence: specification, client.
 */
export interface JobInformation {
  /** The job, as it was asked for: the host does not repeat it. */
  readonly id: string;
  /** Status of the job. `completed` alone does not mean printed. Other words may be added. */
  readonly status: Schemas['JobStatus'] | (string & {});
  /** Reason of the status; `null` or empty when there is none. Other words may be added. */
  readonly status_reason: Schemas['JobStatusReason'] | '' | null | (string & {});
  readonly job_name: string;
  /** Pages times copies once the job is `completed`. 0 means "not yet", not "none". */
  readonly total_pages: number;
  /** When the job was executed, as the host writes it: UTC, `YYYY/MM/DD HH:MM:SS`. */
  readonly start_date: string;
  /** When the status last changed, written like `start_date`. */
  readonly update_date: string;
  /** `start_date` as a moment; undefined when it cannot be read as one. */
  readonly startedAt: Date | undefined;
  /** `update_date` as a moment; undefined when it cannot be read as one. */
  readonly updatedAt: Date | undefined;
}

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

/**
 * Returns a date of the API as a moment: `YYYY/MM/DD HH:MM:SS` is UTC, although nothing in it says so, and `Date` alone would
 * take it for local time. Undefined when it is not one. Evidence: specification, client.
 */
export function dateOf(text: unknown): Date | undefined {
  const [, day, time] = /^([\d/]{10}) ([\d:]{8})$/.exec(String(text)) ?? [];
  const date = new Date(`${day?.replaceAll('/', '-')}T${time}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
