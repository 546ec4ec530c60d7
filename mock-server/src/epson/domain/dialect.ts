import type { Assumptions } from '../../rules/assumptions.js';
import type { Job, JobState, PrintSettings } from './job.js';

/** A version of the API, as far as it has words of its own for what the domain knows of a job. */
export interface Dialect {
  readonly apiVersion: 1;
  /** The member that holds the upload URI of a job. */
  readonly uploadUri: string;
  status(state: JobState): string;
  /** "Nothing to add" is `null` or the empty text. */
  reason(job: Pick<Job, 'state' | 'reason'>): string | null;
  /** Returns settings as they were sent. */
  settings(settings: PrintSettings): object;
  /** Returns the body that tells a client what has become of a job. */
  notification(job: Job, assumptions: Assumptions): object;
}
