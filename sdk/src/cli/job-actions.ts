import type { CallOptions } from '../index.js';

/** Information about a job, as far as the command reads it. */
export interface KnownStatus {
  readonly status: string;
}

/** Options of a wait. */
export interface WaitCall extends CallOptions {
  readonly onStatus: (information: KnownStatus) => void;
}

/** Actions on a job of which the commands of both versions have the ID, in the names of the version. */
export interface JobActions {
  /** Returns a job as results show it: `{ id }` or `{ jobId }`. */
  reference(id: string): object;
  /** Returns the ID of a printed job. */
  idOf(job: object): string;
  waitFor(id: string, options: WaitCall): Promise<KnownStatus>;
  cancel(id: string, options: CallOptions): Promise<void>;
  /** Returns the status in words, with its reason where the version has one. */
  statusText(information: KnownStatus): string;
  pagesOf(information: KnownStatus): number;
}
