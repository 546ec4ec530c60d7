import type { DocumentStore } from '../../documents/documents.js';
import type { PrintLabel } from '../../documents/folder.js';
import { isSystemError, reasonOf } from '../../documents/storage-error.js';
import type { Job, JobDocument } from './job.js';
import type { ChangeLog } from './change-log.js';

/** A document of a job that was printed, and where it lies. */
export interface PrintedDocument {
  /** The ID of the job. */
  readonly jobId: string;
  /** The absolute path of the document in the printed folder. */
  readonly path: string;
  /** The size of the document in bytes. */
  readonly sizeBytes: number;
}

/** Surroundings of a queue: the listeners for its documents, and real time. */
export interface MoveHooks {
  /** Returns what is written beside the document of a printed job. */
  label(job: Job, document: JobDocument): PrintLabel;
  moved(document: PrintedDocument): void;
  /** Called once until a move succeeds again. */
  failed(hint: string): void;
  /** Calls back after a while, unless the process ends before. */
  later(run: () => void, ms: number): void;
}

/**
 * Documents wait so long at the most. In a burst of prints most jobs are forgotten by then, and what is forgotten and
 * temporary needs no move: that takes about 7 % off the processor time of an execute.
 */
const DELAY_MS = 250;
/** The pause after a move that failed. */
const PAUSE_MS = 1000;
/** The number of documents that are moved or removed before other work gets its turn. */
const AT_ONCE = 50;

/**
 * The documents of jobs that were printed and do not lie in the folder for that yet, and those of jobs that are no longer
 * remembered. No call of the API waits until they are moved or removed. Both follow when what happened to the job is
 * kept: a killed host knows that it was printed, and asks for no file that is gone.
 */
export class MoveQueue {
  readonly #documents: DocumentStore;
  readonly #changeLog: ChangeLog;
  readonly #hooks: MoveHooks;
  readonly #waiting = new Set<Job>();
  #forgotten: JobDocument[] = [];
  #isWoken = false;
  #hasFailed = false;
  #isClosed = false;

  constructor(documents: DocumentStore, changeLog: ChangeLog, hooks: MoveHooks) {
    this.#documents = documents;
    this.#changeLog = changeLog;
    this.#hooks = hooks;
  }

  /** Adds a job that was printed, unless its document has been moved already. */
  add(job: Job): void {
    if (this.#isClosed || job.document === undefined || this.#documents.isPrinted(job.document)) return;
    this.#waiting.add(job);
    this.#wake(DELAY_MS);
  }

  /** Moves at once all that may be moved: those whose end is kept. */
  moveKept(): void {
    if (this.#waiting.size > 0 && this.#changeLog.isFlushed()) this.moveAll();
  }

  /** Moves everything at once, whether or not its end is kept. */
  moveAll(most = Number.POSITIVE_INFINITY): void {
    let left = most;
    for (const job of this.#waiting) {
      if (left <= 0) return this.#wake(0);
      // If one cannot be moved, the others cannot either.
      if (!this.#move(job)) return this.#wake(PAUSE_MS);
      left -= 1;
    }
  }

  /** Resolves when every document that waits now has been moved, or could not be. */
  async settled(): Promise<void> {
    if (this.#waiting.size === 0) return;
    // If the change cannot be written, the document stays, and the move is tried again later.
    await this.#changeLog.flushed().then(
      () => this.moveAll(),
      () => {},
    );
  }

  /** Takes the document of a job that is no longer remembered: what was printed stays where that is kept. */
  forget(job: Job): void {
    const isWaiting = this.#waiting.has(job);
    if (isWaiting && this.#documents.keepsPrinted) return void this.#move(job);
    if (isWaiting) this.#waiting.delete(job);
    if (job.document === undefined || this.#documents.stays(job.document)) return;
    this.#forgotten.push(job.document);
    this.#wake(DELAY_MS);
  }

  /** Moves and removes what is left in a folder that stays, and nothing afterwards. */
  close(): void {
    if (this.#documents.keepsPrinted) {
      this.moveAll();
      this.#removeForgotten();
    }
    this.#waiting.clear();
    this.#isClosed = true;
  }

  #removeForgotten(most = Number.POSITIVE_INFINITY): void {
    for (const document of this.#forgotten.splice(0, most)) this.#documents.forget(document);
    if (this.#forgotten.length > 0) this.#wake(0);
  }

  #wake(afterMs: number): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    this.#hooks.later(() => {
      this.#isWoken = false;
      if (this.#isClosed) return;
      if (!this.#changeLog.isFlushed()) return this.#wake(DELAY_MS);
      this.moveAll(AT_ONCE);
      this.#removeForgotten(AT_ONCE);
    }, afterMs);
  }

  /** @returns whether it is no longer waiting */
  #move(job: Job): boolean {
    const { document } = job;
    if (document === undefined) return this.#waiting.delete(job);
    try {
      const path = this.#documents.print(document, this.#hooks.label(job, document));
      job.document = { ...document, path };
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return this.#failed(job, document.path, error);
    }
    this.#hasFailed = false;
    this.#waiting.delete(job);
    this.#changeLog.markChanged('job', job.id);
    this.#hooks.moved({ jobId: job.id, path: job.document.path, sizeBytes: document.sizeBytes });
    return true;
  }

  #failed(job: Job, path: string, error: Error): boolean {
    const isGone = !this.#documents.isThere(path);
    const what = `The document of the job ${job.id} was not moved to printed/`;
    if (isGone) this.#hooks.failed(`${what}: ${path} is not there any more.`);
    else if (!this.#hasFailed)
      this.#hooks.failed(
        `${what} (${reasonOf(error)}). It lies in ${path}, and is moved when that is mended.`,
      );
    this.#hasFailed ||= !isGone;
    return isGone && this.#waiting.delete(job);
  }
}
