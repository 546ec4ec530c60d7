import type { Assumptions } from '../../rules/assumptions.js';
import type { Clock } from './clock.js';
import {
  type Dialect,
  type Job,
  type JobDocument,
  type JobRequest,
  type Schedule,
  expiryOf,
  isEnded,
  newJob,
  nounOf,
  printableOf,
  refuseEnded,
  refuseLate,
  refuseSpentKey,
} from './job.js';
import { newId, newUploadKey } from './ids.js';
import { JobFiles } from './job-files.js';
import { Schedules } from './schedules.js';
import type { ChangeLog, Register } from './change-log.js';
import type { MoveQueue } from './move-queue.js';
import type { PrintQueue, Progress } from './print-queue.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';
import { JobStore } from './job-store.js';
import type { DocumentStore } from '../../documents/documents.js';

/** The jobs of one world: created, given their file, executed, followed. */
export class Jobs {
  readonly #clock: Clock;
  readonly #documents: DocumentStore;
  readonly #assumptions: Assumptions;
  readonly #files: JobFiles;
  readonly #queue: PrintQueue;
  readonly #moves: MoveQueue;
  readonly #changeLog: ChangeLog;
  readonly #store: JobStore;
  #isOver = false;
  /** Calls off the end that a job comes to by itself. */
  readonly #expiries = new WeakMap<Job, () => void>();
  readonly schedules: Schedules;

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
    this.#files = new JobFiles(documents, assumptions);
    this.#queue = queue;
    this.#moves = moves;
    this.#changeLog = changeLog;
    this.#store = new JobStore(clock, keys, (job) => {
      this.#expiries.get(job)?.();
      moves.forget(job);
      changeLog.markChanged('job', job.id);
    });
    this.schedules = new Schedules(clock, this.#store, queue, changeLog, {
      inspect: (job, document) => this.#files.inspect(job, document),
      expire: (job) => this.#expire(job),
      print: (job) => this.#print(job),
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
  create(printer: Printer, request: JobRequest, dialect: Dialect, schedule?: Schedule): Job {
    this.refuseOver();
    const id = newId();
    const uploadKey = schedule === undefined ? newUploadKey(dialect.uploadKeyLength) : id;
    const made = { id, printer, dialect, request, ...(schedule && { schedule }), uploadKey };
    const job = newJob(made, this.#clock.now(), this.#clock.systemMs());
    this.#store.add(job);
    this.#changeLog.markChanged('job', job.id);
    this.#expire(job);
    return job;
  }

  /**
   * Creates a job with a copy of the file of another one.
   *
   * @throws Refusal when the other job has no file that prints, or it is over
   */
  async copy(source: Job, request: JobRequest, schedule?: Schedule): Promise<Job> {
    const document = await this.#files.copyOf(source, this.#clock.now());
    try {
      return Object.assign(this.create(source.printer, request, source.dialect, schedule), { document });
    } catch (refusal) {
      await this.#documents.discard(document);
      throw refusal;
    }
  }

  /** Takes back jobs that were there before the host was restarted, oldest first; those that were executed go on. */
  restore(kept: readonly { readonly job: Job; readonly progress: Progress | undefined }[]): void {
    this.#store.restore(kept.map(({ job }) => job));
    for (const { job } of kept) if (job.state === 'completed') this.#moves.add(job);
    // These jobs come from the file: there is no write to wait for.
    this.#moves.moveAll();
    for (const { job, progress } of kept.filter(({ job }) => !isEnded(job))) {
      this.#expire(job);
      if (job.executedAtMs !== undefined) this.#queue.resume(job, progress);
      else if (job.state === 'reserved') this.schedules.resume(job);
    }
  }

  /** The job with this ID, of whatever printer. */
  find(id: string): Job | undefined {
    return this.#store.find(id);
  }

  /** All jobs, oldest first. */
  all(): Job[] {
    return this.#store.all();
  }

  /** @throws Refusal `job-unknown` when none was found, also for the job of another printer or version */
  verify(printer: Printer, job: Job | undefined, dialect: Dialect): Job {
    return this.#store.verify(printer, job, dialect);
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
  expectFile(job: Job, name: string): void {
    refuseSpentKey(job);
    if (job.document === undefined) return;
    const rule = job.dialect.refusesSecondFile(job, name, this.#assumptions);
    if (rule === undefined) return;
    throw new Refusal(rule, `This ${nounOf(job)} has its file already. Create another one for the next.`);
  }

  /**
   * Step 3: gives the job its file. A file that it had before is replaced.
   *
   * @throws Refusal when the job was executed while the file was on its way; the file is gone then
   */
  async attach(job: Job, document: JobDocument): Promise<void> {
    try {
      this.expectFile(job, document.sentName ?? document.name);
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
    if (job.executedAtMs !== undefined && job.dialect.acceptsSecondExecute(this.#assumptions)) return;
    const document = printableOf(job, {
      nowMs: this.#clock.now(),
      slowStorageMs: this.#assumptions['slow-storage'],
      waiting: this.#store.waitingOn(job.printer),
    });
    // From here on the job counts as executed, so that nobody executes it a second time meanwhile.
    job.executedAtMs = this.#clock.now();
    job.reason = 'preparing';
    try {
      job.printResult = await this.#files.inspect(job, document);
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
    this.#print(job);
  }

  /** Gives a job to the printer, after it was kept that it is executed. */
  #print(job: Job): void {
    this.#store.markExecuted(job);
    // It may have been cancelled while that was written down.
    if (isEnded(job)) return;
    this.#expire(job);
    this.#queue.take(job);
  }

  /** @throws Refusal `cancel-too-late` unless the job is held or in the queue */
  cancel(job: Job, by: 'user' | 'operator'): void {
    refuseLate(job);
    this.#queue.cancel(job, `by_${by}`);
  }

  /** Ends all jobs of a world that is over: a file that is still coming, or a call that is under way, is refused then. */
  end(): void {
    this.#isOver = true;
    for (const job of this.all()) if (!isEnded(job)) job.state = 'canceled';
  }

  /** Cancels a job that is not at its end by then. */
  #expire(job: Job): void {
    this.#expiries.get(job)?.();
    const callOff = this.#clock.at(expiryOf(job), () => {
      // A job that an outside program is working on ends with that program.
      if (!isEnded(job) && !this.#queue.isHandedOn(job)) this.#queue.cancel(job, 'expired');
    });
    this.#expiries.set(job, callOff);
  }
}
