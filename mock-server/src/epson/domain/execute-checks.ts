import { isEnded, type Job, type JobDocument } from './job.js';
import { Refusal } from '../../rules/refusal.js';

/** So many jobs may wait on a printer. Evidence: specification. */
const WAITING_PER_PRINTER = 100;

/** What decides beside the job itself whether it may be executed. */
export interface Circumstances {
  readonly nowMs: number;
  /** For how long after its upload a file is still being stored. */
  readonly slowStorageMs: 'off' | number;
  /** Jobs that wait on its printer. */
  readonly waiting: number;
}

/**
 * The document of a job that may be executed now.
 *
 * @throws Refusal when the file is missing, the job was executed before, or too many are waiting
 */
export function printableOf(job: Job, { nowMs, slowStorageMs: slowMs, waiting }: Circumstances): JobDocument {
  if (job.executedAtMs !== undefined) {
    throw new Refusal(
      'execute-twice',
      `This job was executed at ${new Date(job.executedAtMs).toISOString()}; a job prints once. Create another job to print again.`,
    );
  }
  refuseEnded(job);
  if (job.document === undefined) {
    throw new Refusal(
      'execute-before-upload',
      `The file of this job is not there yet. Upload it to ${job.dialect.uploadUri} and wait for the 200 before executing.`,
    );
  }
  const ageMs = nowMs - job.document.uploadedAtMs;
  if (slowMs !== 'off' && ageMs < slowMs) {
    throw new Refusal(
      'execute-while-storing',
      `The file arrived ${ageMs} ms ago and is still being stored (the assumption slow-storage is ${slowMs} ms). Execute again a little later.`,
    );
  }
  if (waiting >= WAITING_PER_PRINTER) {
    throw new Refusal(
      'printer-queue-full',
      `${WAITING_PER_PRINTER} jobs are waiting on this printer, the most that it takes. Wait until some are printed, or cancel some.`,
    );
  }
  return job.document;
}

/** @throws Refusal `execute-after-end` */
export function refuseEnded(job: Job): void {
  if (!isEnded(job)) return;
  throw new Refusal(
    'execute-after-end',
    `This job is ${job.dialect.status(job.state)} (${String(job.dialect.reason(job))}). Create another job to print.`,
  );
}

/** @throws Refusal `key-spent` when a job takes no more files */
export function refuseSpentKey(job: Job): void {
  if (job.executedAtMs === undefined && !isEnded(job)) return;
  const what =
    isEnded(job) && job.executedAtMs === undefined
      ? `is ${job.dialect.status(job.state)}`
      : 'was executed already';
  throw new Refusal(
    'key-spent',
    `This upload URI belongs to a job that ${what}; it takes no more files. Create another job.`,
  );
}
