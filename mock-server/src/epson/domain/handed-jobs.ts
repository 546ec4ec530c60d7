import type { ChangeLog } from './change-log.js';
import type { Clock } from './clock.js';
import type { Job } from './job.js';
import type { Failure } from './job-state.js';

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

/** The jobs that a program outside prints, if there is one. */
export class HandedJobs {
  readonly #clock: Clock;
  readonly #changeLog: ChangeLog;
  readonly #handler: PrintHandler | undefined;
  readonly #byJob = new Map<Job, Handed>();

  constructor(clock: Clock, changeLog: ChangeLog, handler: PrintHandler | undefined) {
    this.#clock = clock;
    this.#changeLog = changeLog;
    this.#handler = handler;
  }

  /** True if there is a program that prints. */
  get isUsed(): boolean {
    return this.#handler !== undefined;
  }

  /** Returns true while a program works on a job, and the outcome is not known. */
  isWorkedOn(job: Job): boolean {
    const handed = this.#byJob.get(job);
    return handed !== undefined && handed.outcome === undefined;
  }

  /**
   * Hands a job on, once, unless it will not print anyway.
   *
   * @param finish called when the outcome is known, if the job's time on paper was over before
   */
  add(job: Job, finish: () => void): void {
    if (this.#handler === undefined || this.#byJob.has(job) || (job.printResult?.failure ?? null) !== null)
      return;
    const handed: Handed = { ended: new AbortController(), isDue: false };
    this.#byJob.set(job, handed);
    // A job that was being worked on when the mock was killed: whether it printed is not known, and a job prints once.
    const isSecondTime = job.handedAtMs !== undefined;
    job.handedAtMs ??= this.#clock.now();
    this.#changeLog.markChanged('job', job.id);
    const working = isSecondTime
      ? Promise.resolve<Failure>('attention_required')
      : this.#work(job, this.#handler, handed.ended.signal);
    void working.then((failure) => {
      handed.outcome = { failure };
      if (handed.isDue && this.#byJob.get(job) === handed && job.state === 'printing') finish();
    });
  }

  /** Returns true if a job whose time on paper is over must wait for the program. */
  defer(job: Job): boolean {
    const handed = this.#byJob.get(job);
    if (handed === undefined || handed.outcome !== undefined) return false;
    handed.isDue = true;
    return true;
  }

  /** Returns why the program did not print a job, if that is so. */
  failureOf(job: Job): Failure | null {
    return this.#byJob.get(job)?.outcome?.failure ?? null;
  }

  /** Lets the program go that works on a job which has ended. */
  drop(job: Job): void {
    this.#byJob.get(job)?.ended.abort();
    this.#byJob.delete(job);
  }

  /** Ends what programs are doing for a world that is over. */
  end(): void {
    for (const { ended } of this.#byJob.values()) ended.abort();
    this.#byJob.clear();
  }

  /** Calls the handler when it is kept that the job was executed and handed on: after a kill, it would be printed again. */
  async #work(job: Job, handler: PrintHandler, ended: AbortSignal): Promise<Failure | null> {
    try {
      await this.#changeLog.flushed();
    } catch {
      return 'attention_required';
    }
    return ended.aborted ? null : handler(job, ended);
  }
}
