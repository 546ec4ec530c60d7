import type { Clock } from './clock.js';
import type { JobStatus, JobStatusReason } from './contract.js';
import { isEnded, type Job } from './job.js';
import type { Pace } from './pace.js';
import { pauseReason, type Printer, type Trouble } from './printers.js';

/** A job on paper: until when, or for how long still if it is paused. */
interface Sheet {
  dueAtMs: number;
  remainingMs: number;
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
  readonly #onChange: (job: Job) => void;
  readonly #lines = new Map<Printer, Line>();

  /** @param onChange is told of each change of a job's status or reason */
  constructor(clock: Clock, pace: Pace, onChange: (job: Job) => void) {
    this.#clock = clock;
    this.#pace = pace;
    this.#onChange = onChange;
  }

  /** Takes a job that has just been executed and whose prospect is known. */
  take(job: Job): void {
    this.turn(job, 'pending_held', 'job_closed');
    this.#after(this.#pace.closedMs, job, 'pending_held', () => {
      this.turn(job, 'pending', 'job_queued');
      this.#after(this.#pace.queuedMs, job, 'pending', () => {
        this.#line(job.printer).ready.add(job);
        this.#feed(job.printer);
      });
    });
  }

  /** Gives a job another status, and says so. */
  turn(job: Job, status: JobStatus, reason: JobStatusReason | '' | null): void {
    job.status = status;
    job.statusReason = reason;
    job.updatedAtMs = this.#clock.now();
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

  /** Connects a printer, or cuts it off; jobs of a printer that is off wait. */
  setOnline(printer: Printer, isOnline: boolean): void {
    printer.isOnline = isOnline;
    this.#feed(printer);
  }

  /** Stops a printer, or lets it go on: the jobs on paper are paused meanwhile. */
  setTrouble(printer: Printer, trouble: Trouble | null): void {
    printer.trouble = trouble;
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

  /** Goes on with a job after a while, if it is still where it was. */
  #after(ms: number, job: Job, status: JobStatus, goOn: () => void): void {
    this.#clock.at(this.#clock.now() + ms, () => {
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
