import type { Clock } from './clock.js';
import type { JobStatus, JobStatusReason } from './contract.js';
import { isEnded, type Job } from './job.js';
import type { Pace } from './pace.js';
import type { Ledger } from './ledger.js';
import { pauseReason, type Printer, type Trouble } from './printers.js';

/** When a job on paper is printed, or how long that takes still if it is paused. */
export interface Progress {
  dueAtMs: number;
  remainingMs: number;
}

interface Sheet extends Progress {
  callOff: () => void;
}

/** The jobs that are at one printer. */
interface Line {
  /** Ready to print, in their order. */
  readonly ready: Set<Job>;
  readonly printing: Map<Job, Sheet>;
}

/** Moves executed jobs from the queue onto paper, on the world's clock. */
export class Press {
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #ledger: Ledger;
  readonly #onChange: (job: Job) => void;
  readonly #lines = new Map<Printer, Line>();

  /** @param onChange is told of each change of a job's status or reason */
  constructor(clock: Clock, pace: Pace, ledger: Ledger, onChange: (job: Job) => void) {
    this.#clock = clock;
    this.#pace = pace;
    this.#ledger = ledger;
    this.#onChange = onChange;
  }

  /** Takes a job that has just been executed and whose prospect is known. */
  take(job: Job): void {
    this.turn(job, 'pending_held', 'job_closed');
    this.#close(job);
  }

  /** Goes on with a job that was executed before the host was restarted, from where it was. */
  resume(job: Job, progress: Progress | undefined): void {
    if (job.status === 'pending_held') return this.#close(job);
    if (job.status === 'pending') return this.#queue(job);
    if (isEnded(job)) return;
    const { dueAtMs, remainingMs } = progress ?? { dueAtMs: job.updatedAtMs, remainingMs: 0 };
    const sheet: Sheet = { dueAtMs, remainingMs, callOff: () => {} };
    this.#line(job.printer).printing.set(job, sheet);
    if (job.status === 'processing') sheet.callOff = this.#clock.at(dueAtMs, () => this.#finish(job));
  }

  /** How far a job on paper is. */
  progressOf(job: Job): Progress | undefined {
    return this.#lines.get(job.printer)?.printing.get(job);
  }

  #close(job: Job): void {
    this.#after(this.#pace.closedMs, job, 'pending_held', () => {
      this.turn(job, 'pending', 'job_queued');
      this.#queue(job);
    });
  }

  #queue(job: Job): void {
    this.#after(this.#pace.queuedMs, job, 'pending', () => {
      this.#line(job.printer).ready.add(job);
      this.#feed(job.printer);
    });
  }

  /** Gives a job another status, and says so. */
  turn(job: Job, status: JobStatus, reason: JobStatusReason | '' | null): void {
    job.status = status;
    job.statusReason = reason;
    job.updatedAtMs = this.#clock.now();
    this.#ledger.changed('job', job.id);
    this.#onChange(job);
  }

  /** Ends a job before it is printed, or while it is. */
  cancel(job: Job, reason: JobStatusReason): void {
    this.#leave(job);
    this.turn(job, 'canceled', reason);
    this.#feed(job.printer);
  }

  /** Ends a job as if it were printed, with a reason that says that it was not. */
  fail(job: Job, reason: NonNullable<Job['prospect']>['failure']): void {
    this.#leave(job);
    this.turn(job, 'completed', reason);
    this.#feed(job.printer);
  }

  /** Prints what waited, after a printer was connected. */
  online(printer: Printer): void {
    this.#feed(printer);
  }

  /** Pauses the jobs on paper when a printer was stopped, and lets them go on when it goes on. */
  troubled(printer: Printer): void {
    const { trouble } = printer;
    for (const [job, sheet] of this.#line(printer).printing) {
      if (trouble !== null) this.#pauseSheet(job, sheet, trouble);
      else if (job.status === 'processing_stopped') this.#print(job, sheet.remainingMs);
    }
    this.#feed(printer);
  }

  #pauseSheet(job: Job, sheet: Sheet, trouble: Trouble): void {
    if (job.status === 'processing') {
      sheet.callOff();
      sheet.remainingMs = Math.max(sheet.dueAtMs - this.#clock.now(), 0);
    }
    this.turn(job, 'processing_stopped', pauseReason(trouble));
  }

  /** Puts onto paper what is ready, if the printer can. */
  #feed(printer: Printer): void {
    const { ready, printing } = this.#line(printer);
    for (const job of ready) {
      if (!printer.isOnline || printer.trouble !== null) return;
      if (this.#pace.isOneByOne && printing.size > 0) return;
      ready.delete(job);
      this.#print(job, this.#pace.printingMs(sheetsOf(job)));
    }
  }

  #print(job: Job, remainingMs: number): void {
    const dueAtMs = this.#clock.now() + remainingMs;
    // Entered before the appointment is made: what takes no time is kept at once.
    const sheet: Sheet = { dueAtMs, remainingMs, callOff: () => {} };
    this.#line(job.printer).printing.set(job, sheet);
    this.turn(job, 'processing', null);
    if (job.status !== 'processing') return;
    sheet.callOff = this.#clock.at(dueAtMs, () => this.#finish(job));
  }

  #finish(job: Job): void {
    const failure = job.prospect?.failure ?? null;
    if (failure !== null) return this.fail(job, failure);
    this.#leave(job);
    job.totalPages = sheetsOf(job);
    this.turn(job, 'completed', '');
    this.#feed(job.printer);
  }

  #leave(job: Job): void {
    const { ready, printing } = this.#line(job.printer);
    ready.delete(job);
    printing.get(job)?.callOff();
    printing.delete(job);
  }

  /** Goes on with a job a while after its last change, if it is still where it was. */
  #after(ms: number, job: Job, status: JobStatus, goOn: () => void): void {
    this.#clock.at(job.updatedAtMs + ms, () => {
      if (!isEnded(job) && job.status === status) goOn();
    });
  }

  #line(printer: Printer): Line {
    let line = this.#lines.get(printer);
    if (line === undefined) {
      line = { ready: new Set(), printing: new Map() };
      this.#lines.set(printer, line);
    }
    return line;
  }
}

/** Pages of the document times copies. */
function sheetsOf(job: Job): number {
  return (job.prospect?.pages ?? 1) * (job.request.print_setting?.copies ?? 1);
}
