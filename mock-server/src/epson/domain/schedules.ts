import type { ChangeLog } from './change-log.js';
import type { Clock } from './clock.js';
import { documentOf, isEnded, refuseEnded, type Job, type JobDocument, type PrintResult } from './job.js';
import type { JobStore } from './job-store.js';
import type { PrintQueue } from './print-queue.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';

const MINUTE_MS = 60_000;
/** A job is reserved so long before its time at least. Evidence: specification. */
const SOONEST_MS = 15 * MINUTE_MS;
/** ... and at most. Evidence: specification. */
const LATEST_MS = 14 * 24 * 60 * MINUTE_MS;
/** The limit of one printer. Epson has one; its number is not known. */
const MOST_PER_PRINTER = 100;

/** The steps of a job that its time does not change. */
interface Steps {
  /** Returns how its document will print. @throws Refusal */
  inspect(job: Job, document: JobDocument): Promise<PrintResult>;
  /** Sets the time at which it expires, from how it is now. */
  expire(job: Job): void;
  /** Gives it to its printer. */
  print(job: Job): void;
}

/** A job that is printed at a certain time. */
export type ScheduledJob = Job & Required<Pick<Job, 'schedule'>>;

/** Jobs that are printed at a certain time: reserved, then printed on the world's clock like any other. */
export class Schedules {
  readonly #clock: Clock;
  readonly #store: JobStore;
  readonly #queue: PrintQueue;
  readonly #changeLog: ChangeLog;
  readonly #steps: Steps;

  constructor(clock: Clock, store: JobStore, queue: PrintQueue, changeLog: ChangeLog, steps: Steps) {
    this.#clock = clock;
    this.#store = store;
    this.#queue = queue;
    this.#changeLog = changeLog;
    this.#steps = steps;
  }

  /** The reserved jobs of a printer, in the order of their times. */
  reservedOn(printer: Printer): ScheduledJob[] {
    const jobs = this.#store.reservedOn(printer).filter(isScheduled);
    return jobs
      .filter(({ state }) => state === 'reserved')
      .sort((a, b) => a.schedule.printAtMs - b.schedule.printAtMs);
  }

  /**
   * Has a job printed at its time.
   *
   * @throws Refusal when it is reserved or has ended, its file is missing or does not print, its time is too near or too
   *   far, or too many are reserved
   */
  async reserve(job: ScheduledJob): Promise<void> {
    const document = this.#reservable(job);
    // From here on it counts as reserved, so that nobody reserves it a second time meanwhile.
    job.schedule.reservedAtMs = this.#clock.now();
    this.#store.markReserved(job);
    try {
      job.printResult = await this.#steps.inspect(job, document);
      refuseEnded(job);
      this.#queue.turn(job, 'reserved', null);
      await this.#changeLog.flushed();
      // A delete that was answered meanwhile, or a reset, holds.
      refuseEnded(job);
    } catch (error) {
      delete job.schedule.reservedAtMs;
      delete job.printResult;
      this.#store.markOpen(job);
      if (!isEnded(job)) this.#queue.turn(job, 'held', 'created');
      throw error;
    }
    this.resume(job);
  }

  /** Waits for the time of a reserved job, also of one that was reserved before the host was restarted. */
  resume(job: Job): void {
    if (!isScheduled(job)) return;
    this.#steps.expire(job);
    this.#clock.at(job.schedule.printAtMs, () => this.#due(job));
  }

  /** @throws Refusal `schedule-delete-too-late` when it was printed or has expired */
  delete(job: ScheduledJob): void {
    if (job.executedAtMs !== undefined || isEnded(job)) {
      throw new Refusal(
        'schedule-delete-too-late',
        `A schedule is deleted before its time; this one is ${job.dialect.status(job)}. ${isEnded(job) ? 'Nothing more will be printed of it.' : 'Cancel the print job of the same ID while it waits.'}`,
      );
    }
    job.schedule.deletedAtMs = this.#clock.now();
    if (job.schedule.reservedAtMs !== undefined) this.#store.markOpen(job);
    this.#queue.cancel(job, 'by_user');
  }

  #reservable(job: ScheduledJob): JobDocument {
    if (job.schedule.reservedAtMs !== undefined) {
      throw new Refusal(
        'schedule-reserved-twice',
        `This schedule was reserved already; it is ${job.dialect.status(job)}. It prints once: create or copy a schedule to print again.`,
      );
    }
    refuseEnded(job);
    const document = documentOf(job);
    const aheadMs = job.schedule.printAtMs - this.#clock.now();
    if (aheadMs < SOONEST_MS || aheadMs > LATEST_MS) {
      const minutes = Math.round(Math.abs(aheadMs) / MINUTE_MS);
      const where = aheadMs > 0 ? `${minutes} minutes ahead of` : `over by ${minutes} minutes on`;
      throw new Refusal(
        'schedule-time-out-of-range',
        `The time of this schedule, ${new Date(job.schedule.printAtMs).toISOString()}, is ${where} the mock's clock. It must be 15 minutes to 14 days ahead when it is reserved. Times are UTC. Create or copy a schedule with another time.`,
      );
    }
    if (this.#store.reservedOn(job.printer).length >= MOST_PER_PRINTER) {
      throw new Refusal(
        'schedules-full',
        `${MOST_PER_PRINTER} schedules are reserved on this printer, the most that the mock takes. Delete one first.`,
      );
    }
    return document;
  }

  #due(job: ScheduledJob): void {
    if (job.state !== 'reserved') return;
    Object.assign(job, { state: 'held', reason: 'preparing', executedAtMs: this.#clock.now() });
    this.#changeLog.markChanged('job', job.id);
    // Without waiting for a write: what the clock passes over happens at once. Moves, notifications and programs that print wait by themselves.
    this.#steps.print(job);
  }
}

/** Returns true for a job that is printed at a certain time. */
export function isScheduled(job: Job): job is ScheduledJob {
  return job.schedule !== undefined;
}
