import type { components } from '../generated/epson-connect.js';

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
  /** The name of the job. */
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
 * Returns a date of the API as a moment: `YYYY/MM/DD HH:MM:SS` (version 2: with dashes) is UTC, although nothing in it says so, and `Date` alone would
 * take it for local time. Undefined when it is not one. Evidence: specification, client.
 */
export function dateOf(text: unknown): Date | undefined {
  const [, day, time] = /^([\d/-]{10}) ([\d:]{8})$/.exec(String(text)) ?? [];
  const date = new Date(`${day?.replaceAll('/', '-')}T${time}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
