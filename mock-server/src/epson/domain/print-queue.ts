import type { Clock } from './clock.js';
import { HandedJobs, type PrintHandler } from './handed-jobs.js';
import { isEnded, type Job } from './job.js';
import { enterStep, type Failure, type JobReason, type JobState } from './job-state.js';
import type { Pace } from './pace.js';
import type { ChangeLog } from './change-log.js';
import type { Printer, Trouble } from './printers.js';

/** When a job on paper is printed, or how long that takes still if it is paused. */
export interface Progress {
  dueAtMs: number;
  remainingMs: number;
}

interface ActiveJob extends Progress {
  callOff: () => void;
}

/** The jobs that are at one printer. */
interface PrinterQueue {
  /** Ready to print, in their order. */
  readonly ready: Set<Job>;
  readonly printing: Map<Job, ActiveJob>;
}

/** Moves executed jobs from the queue onto paper, on the world's clock. */
export class PrintQueue {
  readonly #clock: Clock;
  #pace: Pace;
  readonly #changeLog: ChangeLog;
  readonly #onChange: (job: Job) => void;
  readonly #queues = new Map<Printer, PrinterQueue>();
  readonly #handed: HandedJobs;

  /** @param onChange called after each change of a job's state or reason */
  constructor(
    clock: Clock,
    pace: Pace,
    changeLog: ChangeLog,
    onChange: (job: Job) => void,
    handler?: PrintHandler,
  ) {
    this.#handed = new HandedJobs(clock, changeLog, handler);
    this.#clock = clock;
    this.#pace = pace;
    this.#changeLog = changeLog;
    this.#onChange = onChange;
  }

  /** Sets the pace. A step that has begun keeps its time. */
  setPace(pace: Pace): void {
    this.#pace = pace;
    for (const printer of this.#queues.keys()) this.#feed(printer);
  }

  /** Takes a job that has just been executed and whose print result is known. */
  take(job: Job): void {
    this.turn(job, 'held', 'preparing');
    this.#close(job);
  }

  /** Goes on with a job that was executed before the host was restarted, from where it was. */
  resume(job: Job, progress: Progress | undefined): void {
    if (job.state === 'held') return this.#close(job);
    if (job.state === 'pending') return this.#enqueue(job);
    if (isEnded(job)) return;
    const { dueAtMs, remainingMs } = progress ?? { dueAtMs: job.updatedAtMs, remainingMs: 0 };
    const active: ActiveJob = { dueAtMs, remainingMs, callOff: () => {} };
    this.#queueOf(job.printer).printing.set(job, active);
    if (job.state !== 'printing') return;
    this.#handed.add(job, () => this.#finish(job));
    active.callOff = this.#clock.at(dueAtMs, () => this.#finish(job));
  }

  /** Returns the progress of a job on paper. */
  progressOf(job: Job): Progress | undefined {
    return this.#queues.get(job.printer)?.printing.get(job);
  }

  #close(job: Job): void {
    this.#after(this.#pace.closedMs, job, 'held', () => {
      this.turn(job, 'pending', 'queued');
      this.#enqueue(job);
    });
  }

  #enqueue(job: Job): void {
    this.#after(this.#pace.queuedMs, job, 'pending', () => {
      this.#queueOf(job.printer).ready.add(job);
      this.#feed(job.printer);
    });
  }

  /** Returns true while an outside program works on a job, and the outcome is not known. */
  isHandedOn(job: Job): boolean {
    return this.#handed.isWorkedOn(job);
  }

  /** Gives a job another state, and says so. */
  turn(job: Job, state: JobState, reason: JobReason | null): void {
    job.state = state;
    job.reason = reason;
    job.updatedAtMs = this.#clock.now();
    enterStep(job, job.updatedAtMs, this.#clock.systemMs());
    this.#changeLog.markChanged('job', job.id);
    this.#onChange(job);
  }

  /** Ends a job before it is printed, or while it is. */
  cancel(job: Job, reason: JobReason): void {
    this.#leave(job);
    this.turn(job, 'canceled', reason);
    this.#feed(job.printer);
  }

  /** Ends a job that was not printed. */
  fail(job: Job, reason: Failure): void {
    this.#leave(job);
    this.turn(job, 'failed', reason);
    this.#feed(job.printer);
  }

  /** Prints what waited, after a printer was connected. */
  online(printer: Printer): void {
    this.#feed(printer);
  }

  /** Pauses the jobs on paper when a printer was stopped, and lets them go on when it goes on. */
  troubled(printer: Printer): void {
    const { trouble } = printer;
    for (const [job, active] of this.#queueOf(printer).printing) {
      if (trouble !== null) this.#pause(job, active, trouble);
      else if (job.state === 'stopped') this.#print(job, active.remainingMs);
    }
    this.#feed(printer);
  }

  /** Ends what programs outside are doing for a world that is over. */
  end(): void {
    this.#handed.end();
  }

  #pause(job: Job, active: ActiveJob, trouble: Trouble): void {
    if (job.state === 'printing') {
      active.callOff();
      active.remainingMs = Math.max(active.dueAtMs - this.#clock.now(), 0);
    }
    this.turn(job, 'stopped', trouble);
  }

  /** Puts onto paper what is ready, if the printer is connected; one that is stopped holds one job, and the others wait. */
  #feed(printer: Printer): void {
    const { ready, printing } = this.#queueOf(printer);
    for (const job of ready) {
      if (!printer.isOnline) return;
      // A program outside gets a printer's jobs in their order, and the others wait as they do at a real one.
      const isOneByOne = this.#pace.isOneByOne || this.#handed.isUsed || printer.trouble !== null;
      if (isOneByOne && printing.size > 0) return;
      ready.delete(job);
      this.#print(job, this.#pace.printingMs(sheetsOf(job)));
    }
  }

  #print(job: Job, remainingMs: number): void {
    const dueAtMs = this.#clock.now() + remainingMs;
    // Entered before the timer is set: what takes no time is kept at once.
    const active: ActiveJob = { dueAtMs, remainingMs, callOff: () => {} };
    this.#queueOf(job.printer).printing.set(job, active);
    const { trouble } = job.printer;
    if (trouble !== null) return this.turn(job, 'stopped', trouble);
    this.turn(job, 'printing', null);
    if (job.state !== 'printing') return;
    this.#handed.add(job, () => this.#finish(job));
    active.callOff = this.#clock.at(dueAtMs, () => this.#finish(job));
  }

  #finish(job: Job): void {
    if (this.#handed.defer(job)) return;
    const failure = job.printResult?.failure ?? this.#handed.failureOf(job);
    if (failure !== null) return this.fail(job, failure);
    this.#leave(job);
    job.totalPages = sheetsOf(job);
    this.turn(job, 'completed', null);
    this.#feed(job.printer);
  }

  #leave(job: Job): void {
    const { ready, printing } = this.#queueOf(job.printer);
    ready.delete(job);
    printing.get(job)?.callOff();
    printing.delete(job);
    this.#handed.drop(job);
  }

  /** Goes on with a job a while after its last change, if it is still where it was. */
  #after(ms: number, job: Job, state: JobState, goOn: () => void): void {
    this.#clock.at(job.updatedAtMs + ms, () => {
      if (!isEnded(job) && job.state === state) goOn();
    });
  }

  #queueOf(printer: Printer): PrinterQueue {
    let queue = this.#queues.get(printer);
    if (queue === undefined) {
      queue = { ready: new Set(), printing: new Map() };
      this.#queues.set(printer, queue);
    }
    return queue;
  }
}

/** Pages of the document times copies. */
function sheetsOf(job: Job): number {
  return (job.printResult?.pages ?? 1) * (job.request.settings?.copies ?? 1);
}
