import type { Trouble } from './printers.js';

/** The state of a job. `failed` has ended without coming out on paper. */
export type JobState =
  'held' | 'reserved' | 'pending' | 'printing' | 'stopped' | 'completed' | 'failed' | 'canceled';

/** The reason for a job's state, if there is one. */
export type JobReason =
  | 'created'
  | 'preparing'
  | 'queued'
  | Trouble
  | 'document_lost'
  | 'by_user'
  | 'by_operator'
  | 'by_system'
  | 'at_printer'
  | 'expired';

/** The reason for which a job failed. */
export type Failure = Extract<JobReason, 'attention_required' | 'document_lost'>;

/** The state of a job and the reason for it. */
export interface JobStanding {
  state: JobState;
  reason: JobReason | null;
}

/** A state that a job had, and since when. */
export interface JobStep extends Readonly<JobStanding> {
  /** The time of the world. */
  readonly atMs: number;
  /** The time of the system, by which a step is ordered among the exchanges. */
  readonly recordedAtMs: number;
}

/** The number of steps that a job keeps, however often its printer is stopped and mended. */
const MOST_STEPS = 50;

/** Enters the present state of a job in its history. Of too many steps the first one stays: how the job began. */
export function enterStep(
  { state, reason, history }: Readonly<JobStanding> & { readonly history: JobStep[] },
  atMs: number,
  recordedAtMs: number,
): void {
  const last = history.at(-1);
  if (last?.state === state && last.reason === reason) return;
  history.push({ state, reason, atMs, recordedAtMs });
  if (history.length > MOST_STEPS) history.splice(1, 1);
}
