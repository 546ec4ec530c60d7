import type { Assumptions } from '../../rules/assumptions.js';
import type { Clock } from './clock.js';
import { newId, newUploadKey } from './ids.js';
import {
  printableOf,
  refuseEnded,
  refuseSpentKey,
  isEnded,
  type Dialect,
  type Job,
  type JobDocument,
  type JobRequest,
  type JobState,
  printResultOf,
} from './job.js';
import type { ChangeLog, Register } from './change-log.js';
import type { MoveQueue } from './move-queue.js';
import type { PrintQueue, Progress } from './print-queue.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';
import { JobStore } from './job-store.js';
import type { DocumentStore } from '../../documents/documents.js';

const HOUR_MS = 3_600_000;
/** A job that was executed and not printed is cancelled after this time. Evidence: specification. */
const PRINT_WITHIN_MS = 72 * HOUR_MS;
/** A job that was created and not executed expires after this time. Evidence: assumed, from version 2. */
const EXECUTE_WITHIN_MS = 72 * HOUR_MS;

/** The jobs of one world: created, given their file, executed, followed. */
export class Jobs {
  readonly #clock: Clock;
  readonly #documents: DocumentStore;
  readonly #assumptions: Assumptions;
  readonly #queue: PrintQueue;
  readonly #moves: MoveQueue;
  readonly #changeLog: ChangeLog;
  readonly #store: JobStore;
  #isOver = false;
  /** Calls off the end that a job comes to by itself. */
  readonly #expiries = new WeakMap<Job, () => void>();

  constructor(
    clock: Clock,
    documents: DocumentStore,
    assumptions: Assumptions,
    queue: PrintQueue,
    moves: MoveQueue,
    keys: Register,
    changeLog: ChangeLog,
  ) {
    this.#clock = clock;
    this.#documents = documents;
    this.#assumptions = assumptions;
    this.#queue = queue;
    this.#moves = moves;
    this.#changeLog = changeLog;
    this.#store = new JobStore(clock, keys, (job) => {
      this.#expiries.get(job)?.();
      moves.forget(job);
      changeLog.markChanged('job', job.id);
    });
  }

  /** @throws Refusal `bearer-unknown` in a world that was reset */
  refuseOver(): void {
    if (!this.#isOver) return;
    throw new Refusal(
      'bearer-unknown',
      'The mock was reset while this call was under way. Authenticate again.',
    );
  }

  /** Step 2: a job that waits for its file. @throws Refusal `bearer-unknown` in a world that was reset meanwhile */
  create(printer: Printer, request: JobRequest, dialect: Dialect): Job {
    this.refuseOver();
    const nowMs = this.#clock.now();
    const job: Job = {
      id: newId(),
      printer,
      dialect,
      request,
      uploadKey: newUploadKey(),
      createdAtMs: nowMs,
      state: 'held',
      reason: 'created',
      updatedAtMs: nowMs,
      totalPages: 0,
    };
    this.#store.add(job);
    this.#changeLog.markChanged('job', job.id);
    this.#expire(job, nowMs + EXECUTE_WITHIN_MS);
    return job;
  }

  /** Takes back jobs that were there before the host was restarted, oldest first; those that were executed go on. */
  restore(kept: readonly { readonly job: Job; readonly progress: Progress | undefined }[]): void {
    this.#store.restore(kept.map(({ job }) => job));
    for (const { job } of kept) if (job.state === 'completed') this.#moves.add(job);
    // These jobs come from the file: there is no write to wait for.
    this.#moves.moveAll();
    for (const { job, progress } of kept.filter(({ job }) => !isEnded(job))) {
      if (job.executedAtMs === undefined) {
        this.#expire(job, job.createdAtMs + EXECUTE_WITHIN_MS);
      } else {
        this.#expire(job, job.executedAtMs + PRINT_WITHIN_MS);
        this.#queue.resume(job, progress);
      }
    }
  }

  /** The job with this ID, of whatever printer. */
  find(id: string): Job | undefined {
    return this.#store.find(id);
  }

  /** All jobs that are remembered, oldest first. */
  all(): Job[] {
    return this.#store.all();
  }

  /** @throws Refusal `job-unknown` when none was found, also for the job of another printer */
  verify(printer: Printer, job: Job | undefined): Job {
    return this.#store.verify(printer, job);
  }

  /** Returns the number of executed jobs of a printer that are not on paper yet. */
  waitingOn(printer: Printer): number {
    return this.#store.waitingOn(printer);
  }

  /** The job with this key, in whatever state. */
  findByUploadKey(key: string): Job | undefined {
    return this.#store.findByUploadKey(key);
  }

  /** Checks that the job takes a file now, before the file is read. @throws Refusal */
  expectFile(job: Job): void {
    refuseSpentKey(job);
    if (job.document !== undefined && this.#assumptions['second-upload'] === 'refuse') {
      throw new Refusal(
        'upload-second',
        'This job has its file already. Create another job to print another file.',
      );
    }
  }

  /**
   * Step 3: gives the job its file. A file that it had before is replaced.
   *
   * @throws Refusal when the job was executed while the file was on its way; the file is gone then
   */
  async attach(job: Job, document: JobDocument): Promise<void> {
    try {
      this.expectFile(job);
    } catch (refusal) {
      await this.#documents.discard(document);
      throw refusal;
    }
    const former = job.document;
    job.document = document;
    this.#changeLog.markChanged('job', job.id);
    // The former file was acknowledged: it goes when the new one is kept, and not before.
    if (former !== undefined) await this.#changeLog.flushed().then(() => this.#documents.discard(former));
  }

  /**
   * Step 4: hands the job to the printer, once. Its document stays where it is until the job is completed.
   *
   * @throws Refusal when the file is missing, the job was executed before, too many are waiting, or the job has ended
   *   while it was being handed over
   */
  async execute(job: Job): Promise<void> {
    const document = printableOf(job, {
      nowMs: this.#clock.now(),
      slowStorageMs: this.#assumptions['slow-storage'],
      waiting: this.#store.waitingOn(job.printer),
    });
    // From here on the job counts as executed, so that nobody executes it a second time meanwhile.
    job.executedAtMs = this.#clock.now();
    job.reason = 'preparing';
    try {
      const inspection = await this.#documents.inspect(document);
      job.printResult = printResultOf(document, inspection, this.#assumptions);
      this.#changeLog.markChanged('job', job.id);
      // Before anything comes of it: what is not kept would be printed again after a restart.
      await this.#changeLog.flushed();
      // A cancel that was answered meanwhile, or a reset, holds.
      refuseEnded(job);
    } catch (error) {
      // The printer did not get the job, so it was not executed: the caller may repeat the call.
      delete job.executedAtMs;
      delete job.printResult;
      if (!isEnded(job)) job.reason = 'created';
      this.#changeLog.markChanged('job', job.id);
      if (this.#isOver) await this.#documents.discard(document);
      throw error;
    }
    this.#store.markExecuted(job);
    // It may have been cancelled while that was written down.
    if (isEnded(job)) return;
    this.#expire(job, job.executedAtMs + PRINT_WITHIN_MS);
    this.#queue.take(job);
  }

  /** @throws Refusal `cancel-too-late` unless the job is held or in the queue */
  cancel(job: Job, by: 'user' | 'operator'): void {
    if (job.state !== 'held' && job.state !== 'pending') {
      const word = (state: JobState) => job.dialect.status(state);
      throw new Refusal(
        'cancel-too-late',
        `A job is cancelled while it is ${word('held')} or ${word('pending')}; this one is ${word(job.state)}.`,
      );
    }
    this.#queue.cancel(job, `by_${by}`);
  }

  /** Ends all jobs of a world that is over: a file that is still coming, or a call that is under way, is refused then. */
  end(): void {
    this.#isOver = true;
    for (const job of this.all()) if (!isEnded(job)) job.state = 'canceled';
  }

  /** Cancels a job that is not at its end by then. */
  #expire(job: Job, atMs: number): void {
    this.#expiries.get(job)?.();
    const callOff = this.#clock.at(atMs, () => {
      // A job that an outside program is working on ends with that program.
      if (!isEnded(job) && !this.#queue.isHandedOn(job)) this.#queue.cancel(job, 'expired');
    });
    this.#expiries.set(job, callOff);
  }
}
