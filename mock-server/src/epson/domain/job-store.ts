import type { Clock } from './clock.js';
import { type Dialect, type Job, isEnded } from './job.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';
import type { Register } from './change-log.js';

/** The host shows the newest 200 jobs of a printer. Evidence: specification. */
const EXECUTED_PER_PRINTER = 200;
/** ... that were created within 62 days. Evidence: specification. */
const REMEMBERED_MS = 62 * 24 * 3_600_000;
/** Bound on jobs that wait for their file, so that a client that only creates does not fill the memory. */
const OPEN_PER_PRINTER = 1000;

/** Keeps jobs findable, and forgets those that the host would not show any more. */
export class JobStore {
  readonly #clock: Clock;
  readonly #keys: Register;
  readonly #onForgotten: (job: Job) => void;
  readonly #byId = new Map<string, Job>();
  readonly #byKey = new Map<string, Job>();
  /** Per printer, oldest first: jobs that were not executed, those that are reserved, and those that were executed. */
  readonly #open = new Map<Printer, Set<Job>>();
  readonly #reserved = new Map<Printer, Set<Job>>();
  readonly #executed = new Map<Printer, Set<Job>>();

  constructor(clock: Clock, keys: Register, onForgotten: (job: Job) => void) {
    this.#clock = clock;
    this.#keys = keys;
    this.#onForgotten = onForgotten;
  }

  add(job: Job): void {
    this.#byId.set(job.id, job);
    this.#byKey.set(job.uploadKey, job);
    this.#keys.add(job.uploadKey, job.uploadKey === job.id);
    this.#enter(this.#open, job, OPEN_PER_PRINTER);
  }

  /** Takes back jobs that were there before the host was restarted, in the order in which they were created. */
  restore(jobs: readonly Job[]): void {
    for (const job of jobs) {
      this.#byId.set(job.id, job);
      this.#byKey.set(job.uploadKey, job);
      this.#keys.add(job.uploadKey, job.uploadKey === job.id);
    }
    const executed = jobs.filter(({ executedAtMs }) => executedAtMs !== undefined);
    executed.sort((a, b) => (a.executedAtMs ?? 0) - (b.executedAtMs ?? 0));
    for (const job of executed) this.#enter(this.#executed, job, EXECUTED_PER_PRINTER);
    for (const job of jobs) {
      if (job.state === 'reserved') this.markReserved(job);
      else if (job.executedAtMs === undefined) this.#enter(this.#open, job, OPEN_PER_PRINTER);
    }
  }

  markExecuted(job: Job): void {
    this.#open.get(job.printer)?.delete(job);
    this.#reserved.get(job.printer)?.delete(job);
    this.#enter(this.#executed, job, EXECUTED_PER_PRINTER);
  }

  /** Keeps a job until its time. */
  markReserved(job: Job): void {
    this.#open.get(job.printer)?.delete(job);
    this.#enter(this.#reserved, job, Number.POSITIVE_INFINITY);
  }

  /** Lets a job wait as one that was only created. */
  markOpen(job: Job): void {
    this.#reserved.get(job.printer)?.delete(job);
    this.#enter(this.#open, job, OPEN_PER_PRINTER);
  }

  /** The jobs of a printer that are reserved, oldest first. */
  reservedOn(printer: Printer): Job[] {
    const jobs = [...(this.#reserved.get(printer) ?? [])];
    // Somebody may have ended one ahead of its time.
    for (const job of jobs.filter(isEnded)) this.markOpen(job);
    return jobs.filter((job) => !isEnded(job));
  }

  /** All jobs, oldest first. */
  all(): Job[] {
    return [...this.#byId.values()].filter((job) => !this.#isPast(job));
  }

  /** Returns the number of executed jobs of a printer that are not on paper yet. */
  waitingOn(printer: Printer): number {
    let count = 0;
    for (const { state } of this.#executed.get(printer) ?? []) {
      if (state === 'held' || state === 'pending') count += 1;
    }
    return count;
  }

  /** @throws Refusal `job-unknown` when none was found, also for the job of another printer or version */
  verify(printer: Printer, job: Job | undefined, dialect: Dialect): Job {
    const isIts = job !== undefined && job.printer === printer && job.dialect === dialect;
    if (isIts && !this.#isPast(job)) return job;
    throw new Refusal('job-unknown', this.#whyUnknown(job, printer, dialect));
  }

  /** The job with this ID, of whatever printer. */
  find(id: string): Job | undefined {
    return this.#byId.get(id);
  }

  findByUploadKey(key: string): Job | undefined {
    return this.#byKey.get(key);
  }

  #whyUnknown(job: Job | undefined, printer: Printer, dialect: Dialect): string {
    if (job === undefined) {
      return `No job has this ID. Use the ${dialect.jobId} of the answer to ${dialect.createdBy} as it is; the newest ${EXECUTED_PER_PRINTER} jobs of a printer are kept, without --data-dir until the mock is restarted.`;
    }
    if (job.printer !== printer)
      return 'This job belongs to another printer. A job is executed on the device it was created for.';
    if (!this.#isPast(job))
      return `This job was created through version ${job.dialect.apiVersion} of the API; the other version does not know it.`;
    return 'This job was created more than 62 days ago; the host does not tell of it any more.';
  }

  #isPast(job: Job): boolean {
    return this.#clock.now() - job.createdAtMs >= REMEMBERED_MS;
  }

  /** Enters a job in a list that is as long as `limit` at most; the oldest one that may go is forgotten for it. */
  #enter(lists: Map<Printer, Set<Job>>, job: Job, limit: number): void {
    const list = lists.get(job.printer) ?? new Set<Job>();
    lists.set(job.printer, list.add(job));
    if (list.size <= limit) return;
    const [oldest] = list;
    if (oldest === undefined) return;
    list.delete(oldest);
    this.#byId.delete(oldest.id);
    this.#byKey.delete(oldest.uploadKey);
    this.#keys.drop(oldest.uploadKey);
    this.#onForgotten(oldest);
  }
}
