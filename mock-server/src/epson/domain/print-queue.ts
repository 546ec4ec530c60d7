import type { Clock } from './clock.js';
import { isEnded, type Failure, type Job, type JobReason, type JobState } from './job.js';
import type { Pace } from './pace.js';
import type { ChangeLog } from './change-log.js';
import type { Printer, Trouble } from './printers.js';

/**
 * A handler that really prints: it gets each job once, when printing begins, and the job stays on paper until the handler
 * has ended, also when the world's time is moved.
 *
 * @param ended aborted when the job has ended in another way
 */
export type PrintHandler = (job: Job, ended: AbortSignal) => Promise<Failure | null>;

/** A job that was handed on. */
interface Handed {
  readonly ended: AbortController;
  /** Unset while it is being worked on. */
  outcome?: { readonly failure: Failure | null };
  /** Its time on paper is over. */
  isDue: boolean;
}

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
  readonly #pace: Pace;
  readonly #changeLog: ChangeLog;
  readonly #onChange: (job: Job) => void;
  readonly #queues = new Map<Printer, PrinterQueue>();
  readonly #handler: PrintHandler | undefined;
  readonly #handed = new Map<Job, Handed>();

  /** @param onChange called after each change of a job's state or reason */
  constructor(
    clock: Clock,
    pace: Pace,
    changeLog: ChangeLog,
    onChange: (job: Job) => void,
    handler?: PrintHandler,
  ) {
    this.#handler = handler;
    this.#clock = clock;
    this.#pace = pace;
    this.#changeLog = changeLog;
    this.#onChange = onChange;
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
    this.#handOn(job);
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
    const handed = this.#handed.get(job);
    return handed !== undefined && handed.outcome === undefined;
  }

  /** Gives a job another state, and says so. */
  turn(job: Job, state: JobState, reason: JobReason | null): void {
    job.state = state;
    job.reason = reason;
    job.updatedAtMs = this.#clock.now();
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
    for (const { ended } of this.#handed.values()) ended.abort();
    this.#handed.clear();
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
      const isOneByOne = this.#pace.isOneByOne || this.#handler !== undefined || printer.trouble !== null;
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
    this.#handOn(job);
    active.callOff = this.#clock.at(dueAtMs, () => this.#finish(job));
  }

  /** Hands a job on, once, unless it will not print anyway. */
  #handOn(job: Job): void {
    if (this.#handler === undefined || this.#handed.has(job) || (job.printResult?.failure ?? null) !== null)
      return;
    const handed: Handed = { ended: new AbortController(), isDue: false };
    this.#handed.set(job, handed);
    // A job that was being worked on when the mock was killed: whether it printed is not known, and a job prints once.
    const isSecondTime = job.handedAtMs !== undefined;
    job.handedAtMs ??= this.#clock.now();
    this.#changeLog.markChanged('job', job.id);
    const working = isSecondTime
      ? Promise.resolve<Failure | null>('attention_required')
      : this.#handler(job, handed.ended.signal);
    void working.then((failure) => {
      handed.outcome = { failure };
      if (handed.isDue && this.#handed.get(job) === handed && job.state === 'printing') this.#finish(job);
    });
  }

  #finish(job: Job): void {
    const handed = this.#handed.get(job);
    if (handed !== undefined && handed.outcome === undefined) {
      handed.isDue = true;
      return;
    }
    const failure = job.printResult?.failure ?? handed?.outcome?.failure ?? null;
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
    this.#handed.get(job)?.ended.abort();
    this.#handed.delete(job);
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
