import type { components } from '../generated/epson-connect.js';

type Schemas = components['schemas'];

/**
 * What is known of an executed job: the host's words under the host's names, and what we add to them: whose words they
 * are (`id`) and its dates as dates (`startedAt`, `updatedAt`). Evidence: specification, client.
 */
export interface JobInformation {
  /** The job, as it was asked for: the host does not repeat it. */
  readonly id: string;
  /** How far the job has come. `completed` alone does not mean printed. More words may come. */
  readonly status: Schemas['JobStatus'] | (string & {});
  /** Why. Both `null` and the empty text say that there is nothing to add. More words may come. */
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
