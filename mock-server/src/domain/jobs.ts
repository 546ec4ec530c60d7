import type { Assumptions } from './assumptions.js';
import type { Clock } from './clock.js';
import { newId, newUploadKey } from './ids.js';
import type { Job, JobDocument, JobRequest } from './job.js';
import type { Printer } from './printers.js';
import { Refusal } from './refusal.js';
import type { Register } from './register.js';
import type { DocumentStore } from '../store/documents.js';

/** The host shows the newest 200 jobs of a printer. Evidence: specification. */
const EXECUTED_PER_PRINTER = 200;
/** Bound on jobs that wait for their file, so that a client that only creates does not fill the memory. */
const OPEN_PER_PRINTER = 1000;

/** The jobs of one world. */
export class Jobs {
  readonly #clock: Clock;
  readonly #documents: DocumentStore;
  readonly #assumptions: Assumptions;
  readonly #keys: Register;
  readonly #byId = new Map<string, Job>();
  readonly #byKey = new Map<string, Job>();
  /** Per printer, oldest first: jobs that were not executed, and jobs that were. */
  readonly #open = new Map<Printer, Set<Job>>();
  readonly #executed = new Map<Printer, Set<Job>>();

  constructor(clock: Clock, documents: DocumentStore, assumptions: Assumptions, keys: Register) {
    this.#clock = clock;
    this.#documents = documents;
    this.#assumptions = assumptions;
    this.#keys = keys;
  }

  /** Step 2: a job that waits for its file. */
  create(printer: Printer, request: JobRequest): Job {
    const job: Job = {
      id: newId(),
      printer,
      request,
      uploadKey: newUploadKey(),
      createdAtMs: this.#clock.now(),
      status: 'pending_held',
      statusReason: 'job_incoming',
    };
    this.#byId.set(job.id, job);
    this.#byKey.set(job.uploadKey, job);
    this.#keys.add(job.uploadKey);
    this.#enter(this.#open, job, OPEN_PER_PRINTER);
    return job;
  }

  /** All jobs that are remembered, oldest first. */
  all(): Job[] {
    return [...this.#byId.values()];
  }

  /** @throws Refusal `job-unknown`, also for the job of another printer */
  byId(printer: Printer, id: string): Job {
    const job = this.#byId.get(id);
    if (job !== undefined && job.printer === printer) return job;
    throw new Refusal(
      'job-unknown',
      job === undefined
        ? 'No job has this ID. Use the id of the answer to print setting as it is; only the newest jobs of a printer are kept.'
        : 'This job belongs to another printer. A job is executed on the device it was created for.',
    );
  }

  /** @throws Refusal when the key is unknown or its job takes no more files */
  byUploadKey(key: string): Job {
    const job = this.#byKey.get(key);
    if (job === undefined) {
      throw new Refusal(
        'key-unknown',
        'No job has this Key. Use upload_uri of the answer to print setting exactly as given, and only append &File=1.<extension>.',
      );
    }
    this.#refuseSpentKey(job);
    return job;
  }

  /** Whether the job would take a file now; asked before the file is read. */
  expectFile(job: Job): void {
    this.#refuseSpentKey(job);
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
    if (former !== undefined) await this.#documents.discard(former);
  }

  /**
   * Step 4: hands the job to the printer, once.
   *
   * @throws Refusal when the file is missing or the job was executed before
   */
  async execute(job: Job): Promise<void> {
    const document = this.#printable(job);
    const before = { status: job.status, statusReason: job.statusReason };
    job.status = 'pending';
    job.statusReason = 'job_queued';
    job.executedAtMs = this.#clock.now();
    try {
      const path = await this.#documents.print(document, this.#label(job, document));
      job.document = { ...document, path };
    } catch (error) {
      // What could not be printed was not executed: the caller may repeat the call.
      Object.assign(job, before);
      delete job.executedAtMs;
      throw error;
    }
    this.#open.get(job.printer)?.delete(job);
    this.#enter(this.#executed, job, EXECUTED_PER_PRINTER);
  }

  #printable(job: Job): JobDocument {
    if (job.executedAtMs !== undefined) {
      throw new Refusal(
        'execute-twice',
        `This job was executed at ${new Date(job.executedAtMs).toISOString()}; a job prints once. Create another job to print again.`,
      );
    }
    if (job.document === undefined) {
      throw new Refusal(
        'execute-before-upload',
        'The file of this job is not there yet. Upload it to upload_uri and wait for the 200 before executing.',
      );
    }
    const slowMs = this.#assumptions['slow-storage'];
    const ageMs = this.#clock.now() - job.document.uploadedAtMs;
    if (slowMs !== 'off' && ageMs < slowMs) {
      throw new Refusal(
        'execute-while-storing',
        `The file arrived ${ageMs} ms ago and is still being stored (the assumption slow-storage is ${slowMs} ms). Execute again a little later.`,
      );
    }
    return job.document;
  }

  #refuseSpentKey(job: Job): void {
    if (job.executedAtMs === undefined) return;
    throw new Refusal(
      'key-spent',
      'This upload URI belongs to a job that was executed already; it takes no more files. Create another job.',
    );
  }

  #label(job: Job, document: JobDocument) {
    return {
      id: job.id,
      executedAt: new Date(job.executedAtMs ?? job.createdAtMs),
      name: document.name,
      attributes: {
        id: job.id,
        device_id: job.printer.deviceId,
        printer: job.printer.email,
        ...job.request,
        document: { name: document.name, size_bytes: document.sizeBytes, sha256: document.sha256 },
      },
    };
  }

  /** Enters a job in a list that is as long as `limit` at most; the oldest one is forgotten for it. */
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
    if (oldest.document !== undefined) void this.#documents.forget(oldest.document);
  }
}
