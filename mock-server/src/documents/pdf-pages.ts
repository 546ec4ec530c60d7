import { Worker } from 'node:worker_threads';
import { PACKAGE_ROOT } from '../package.js';

/** Reading is ended after that: a few hundred bytes can keep a reader busy for ever. */
const MOST_MS = 3000;
/** ... or when it has taken so much: a megabyte can unpack to a thousand. */
const MOST_MEMORY_BYTES = 256 * 1024 * 1024;
const LOOK_MS = 50;

const COUNTER = new URL('pdf/page-counter.js', PACKAGE_ROOT);

/** The pages of a PDF cannot be counted. The message follows "the PDF". */
export class PdfError extends Error {
  override readonly name = 'PdfError';
  /** True if no reader can print it; otherwise only this reader has given up. */
  readonly isUnprintable: boolean;

  constructor({ failure, isUnprintable = false }: Failure) {
    super(failure);
    this.isUnprintable = isUnprintable;
  }
}

interface Failure {
  readonly failure: string;
  readonly isUnprintable?: boolean;
}

type Answer = { readonly pages: number } | Failure;

/** The thread that counts, for all hosts of this process; started with the first PDF, because loading takes longer than
 * a print. */
let counter: Promise<Worker> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Counts the pages of a PDF, one file after the other, beside the thread that answers calls.
 *
 * @throws PdfError when it is broken, encrypted with a password, or more than a reader should be asked to do; the message
 *   says which
 */
export function countPdfPages(path: string): Promise<number> {
  const counting = last.then(async () => {
    counter ??= startCounter();
    return ask(await counter, path);
  });
  last = counting.catch(() => {});
  return counting;
}

function startCounter(): Promise<Worker> {
  return new Promise((resolve, reject) => {
    // Without the flags of this process: a loader for TypeScript, say, has nothing to do here.
    const worker = new Worker(COUNTER, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    worker.unref();
    const forget = () => (counter = undefined);
    worker.once('exit', forget);
    worker.once('error', (error) => {
      forget();
      reject(error);
    });
    worker.once('message', () => resolve(worker));
  });
}

function ask(worker: Worker, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.ref();
    const beganMs = performance.now();
    const beganBytes = process.memoryUsage.rss();
    const settle = (answer: Answer) => {
      clearInterval(watch);
      worker.off('message', settle).off('exit', onExit).off('error', onExit).unref();
      if ('pages' in answer) resolve(answer.pages);
      else reject(new PdfError(answer));
    };
    const onExit = () => settle({ failure: 'is more than its reader can hold' });
    const end = (failure: string) => {
      // Before it has gone: the next file gets another thread.
      counter = undefined;
      settle({ failure });
      void worker.terminate();
    };
    const watch = setInterval(() => {
      if (performance.now() - beganMs > MOST_MS) end(`was not read to its end in ${MOST_MS / 1000} s`);
      else if (process.memoryUsage.rss() - beganBytes > MOST_MEMORY_BYTES)
        end('is larger unpacked than a reader should hold');
    }, LOOK_MS);
    worker.on('message', settle).on('exit', onExit).on('error', onExit);
    worker.postMessage(path);
  });
}
