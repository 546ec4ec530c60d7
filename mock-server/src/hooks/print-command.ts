import type { Job } from '../epson/domain/job.js';
import type { PrintHandler } from '../epson/domain/handed-jobs.js';
import { runCommand } from './command.js';
import { HandedDocuments, printedOf, type Printed } from './printed.js';

/** A command for the system's shell, or a function, that is called for each job that prints. */
export type OnPrint = string | ((printed: Printed) => void | Promise<void>);

/** A line of the output of a job's command, or the reason why it failed. */
export interface PrintNews {
  /** The ID of the job. */
  readonly jobId: string;
  /** A line of the command's output, or a sentence on its failure. */
  readonly line: string;
  /** True if the line reports a failure. */
  readonly isFailure: boolean;
}

/** The longest time that a command may take. */
const TIME_MS = 60_000;
/** Commands at the same time, of all printers; each printer has one job on paper. */
const AT_ONCE = 4;

/** Hands jobs to a command or a function, one after the other for each printer. */
export class PrintCommand {
  readonly #onPrint: OnPrint;
  readonly #onNews: (news: PrintNews) => void;
  readonly #timeMs: number;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #handed = new HandedDocuments();
  readonly #waiting: (() => void)[] = [];
  #free = AT_ONCE;

  constructor(onPrint: OnPrint, onNews: (news: PrintNews) => void, timeMs = TIME_MS) {
    this.#onPrint = onPrint;
    this.#onNews = onNews;
    this.#timeMs = timeMs;
  }

  /** For the print queue: resolves when the job is printed, or with the reason that it failed for. */
  readonly hand: PrintHandler = (job, ended) => {
    const running = this.#take(job, ended).finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  };

  /** Ends what runs and waits for its end. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the mock was stopped'));
    await Promise.allSettled(this.#running);
    await this.#handed.close();
  }

  async #take(job: Job, ended: AbortSignal): ReturnType<PrintHandler> {
    await this.#turn();
    // Its time begins with its turn.
    const over = new AbortController();
    const timer = setTimeout(
      () => over.abort(new Error(`it had not ended after ${this.#timeMs} ms, and was ended`)),
      this.#timeMs,
    );
    const signal = AbortSignal.any([this.#closing.signal, ended, over.signal]);
    try {
      if (job.document === undefined) throw new RangeError('the job has no document any more');
      const path = await this.#handed.hand(job.document);
      // An event that came before there is a listener for it would be waited for without end.
      signal.throwIfAborted();
      await this.#run(printedOf(job, path, signal));
      return null;
    } catch (error) {
      if (!ended.aborted) this.#tellFailure(job, error);
      return 'attention_required';
    } finally {
      clearTimeout(timer);
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  async #run(printed: Printed): Promise<void> {
    const { signal, jobId } = printed;
    if (typeof this.#onPrint === 'string')
      return runCommand(this.#onPrint, printed, (line) => this.#onNews({ jobId, line, isFailure: false }));
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    // A function cannot be ended; it may look at the signal.
    await Promise.race([Promise.resolve(printed).then(this.#onPrint), aborted]);
  }

  async #turn(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
  }

  #tellFailure(job: Job, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    const line = `on print failed: ${why}. The job ends as completed with attention_required, which means that it was not printed.`;
    this.#onNews({ jobId: job.id, line, isFailure: true });
  }
}
