import { onAbort } from '../http/limits.js';
import { ConfigurationError } from '../errors/index.js';
import type { EpsonConnect, PrintOptions, Progress } from '../index.js';
import type { EpsonConnectV2, PrintOptions as PrintOptionsV2 } from '../v2/index.js';
import { printWithLedger } from './claims.js';
import type { Ledger, LedgerJob, SharedLedger } from './ledger.js';
import { checkedId, type Opened } from './print-one.js';

/** One of many documents, and how to print it: its own options go before those for all. */
export interface ManyDocument extends Omit<PrintOptions, 'signal' | 'onProgress'> {
  /** Your own name of the document; no two have the same. */
  readonly id: string;
  /** A function is called when the turn of the document has come, so that a million need not be open at once. */
  readonly document: Opened;
}

/** One of many documents for a client of version 2. */
export interface ManyDocumentV2 extends Omit<PrintOptionsV2, 'signal' | 'onProgress'> {
  /** Your own name of the document; no two have the same. */
  readonly id: string;
  /** As in {@link ManyDocument}. */
  readonly document: Opened;
}

/**
 * Result of a document: a `job` when it was accepted, else an `error`. The `id` of a document that has none is
 * empty, and its error says at which place it stood, counted from 1.
 */
export type PrintResult =
  | {
      readonly id: string;
      readonly job: LedgerJob;
      /** True when an earlier run or another worker had it accepted, as the ledger says; nothing was printed now. */
      readonly isRepeat: boolean;
      readonly error?: undefined;
    }
  | {
      readonly id: string;
      readonly error: unknown;
      readonly job?: undefined;
      readonly isRepeat?: undefined;
    };

/** Options of `printAll` beside those of `print`. */
export interface PrintManyOptions {
  /** Number of documents that are printed at a time. Default: 4. */
  concurrency?: number | undefined;
  /** Stops before the next document once one has failed. Default: false. */
  stopOnError?: boolean | undefined;
  /** Record of printed documents. Default: none, every run prints everything. */
  ledger?: Ledger | SharedLedger | undefined;
  /** Called during each upload with the ID of the document. A promise that it returns is awaited. */
  onProgress?: ((id: string, progress: Progress) => unknown) | undefined;
}

/** Options of `printAll`. They apply to every document; those of a document override them. */
export interface PrintAllOptions
  extends Omit<PrintOptions, 'job_name' | 'onProgress' | 'beforeExecute'>, PrintManyOptions {}

/** Options of `printAll` for a client of version 2. */
export interface PrintAllOptionsV2
  extends Omit<PrintOptionsV2, 'jobName' | 'onProgress' | 'beforeExecute'>, PrintManyOptions {}

type AnyDocument = ManyDocument | ManyDocumentV2;

/** Returns the options that are given. One that is undefined is left out, as everywhere, and the one for all applies. */
const given = <O extends object>(options: O): Partial<O> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<O>;

/**
 * Prints documents by a client of version 2, in the same way.
 *
 * @example
 * for await (const { id, error } of printAll(epsonV2, invoices, { printMode: 'document' })) if (error) console.error(id, error);
 */
export function printAll(
  epson: EpsonConnectV2,
  documents: Iterable<ManyDocumentV2> | AsyncIterable<ManyDocumentV2>,
  options?: PrintAllOptionsV2,
): AsyncGenerator<PrintResult, void, undefined>;
/**
 * Prints documents, a few at a time, and tells what became of each, in their order. One that fails does not stop the
 * others. Documents are asked for as they are needed: beside those on their way, at most as many results wait to be
 * taken. The client keeps to the host's call limit by itself.
 *
 * With a `ledger` a run can be run again after a crash: what was accepted is not printed again, and a job that may have
 * been executed is looked at first (at most half of `deadlineMs`), then the same job is executed, never a second one. With
 * a {@link SharedLedger}, several workers can print the same documents at a time: a worker that meets a document of
 * another one waits for its result, within `deadlineMs`. Leaving the loop waits for the documents that are on their way.
 *
 * @throws The reason of `signal`, after the results of what had begun; and what the iterable throws.
 * @throws {ConfigurationError} `concurrency` is none.
 *
 * @example
 * for await (const { id, job, error } of printAll(epson, invoices, { concurrency: 4 })) {
 *   if (job) console.log(id, job.id);
 *   else console.error(id, error);
 * }
 */
export function printAll(
  epson: EpsonConnect,
  documents: Iterable<ManyDocument> | AsyncIterable<ManyDocument>,
  options?: PrintAllOptions,
): AsyncGenerator<PrintResult, void, undefined>;
export async function* printAll(
  epson: EpsonConnect | EpsonConnectV2,
  documents: Iterable<AnyDocument> | AsyncIterable<AnyDocument>,
  options: PrintAllOptions | PrintAllOptionsV2 = {},
): AsyncGenerator<PrintResult, void, undefined> {
  const { concurrency = 4, stopOnError = false, ledger, onProgress, ...forAll } = options;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new ConfigurationError('concurrency must be a whole number above 0.', {
      code: 'invalid_configuration',
    });
  const { signal } = forAll;
  const source =
    Symbol.asyncIterator in documents ? documents[Symbol.asyncIterator]() : documents[Symbol.iterator]();

  /** In the order of the documents: those on their way, and those whose result waits. */
  const begun: { result?: PrintResult }[] = [];
  const busy = new Set<string>();
  let count = 0;
  let running = 0;
  let isPulling = false;
  let isOver = false;
  let failure: { error: unknown } | undefined;
  let wake = () => {};

  async function run({ id, document, ...own }: AnyDocument, place: number): Promise<PrintResult> {
    let mine: string | undefined;
    try {
      mine = checkedId(id, place, busy);
      busy.add(mine);
      return {
        id: mine,
        ...(await printWithLedger(epson, ledger, mine, document, {
          ...forAll,
          ...given(own),
          signal,
          onProgress: onProgress && ((progress) => onProgress(id, progress)),
        })),
      };
    } catch (error) {
      isOver ||= stopOnError;
      return { id: typeof id === 'string' ? id : '', error };
    } finally {
      if (mine !== undefined) busy.delete(mine);
    }
  }

  function begin(document: AnyDocument): void {
    const place: { result?: PrintResult } = {};
    begun.push(place);
    running += 1;
    count += 1;
    void run(Object(document) as AnyDocument, count).then((result) => {
      place.result = result;
      running -= 1;
      wake();
    });
  }

  async function pull(): Promise<void> {
    isPulling = true;
    try {
      const next = await source.next();
      if (next.done) isOver = true;
      // One that comes after the end is not begun any more.
      else if (!isOver) begin(next.value);
    } catch (error) {
      isOver = true;
      failure = { error };
    }
    isPulling = false;
    wake();
  }

  const unwatch =
    signal &&
    onAbort(signal, () => {
      isOver = true;
      wake();
    });
  if (signal?.aborted) isOver = true;
  try {
    for (;;) {
      if (!isOver && !isPulling && running < concurrency && begun.length < 2 * concurrency) void pull();
      const first = begun[0]?.result;
      if (first) {
        begun.shift();
        yield first;
        continue;
      }
      if (begun.length === 0 && isOver) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    signal?.throwIfAborted();
    if (failure) throw failure.error;
  } finally {
    isOver = true;
    unwatch?.();
    while (running > 0) await new Promise<void>((resolve) => (wake = resolve));
    // A source that does not answer is not waited for.
    const closing = Promise.resolve(source.return?.()).catch(() => {});
    if (!isPulling) await closing;
  }
}
