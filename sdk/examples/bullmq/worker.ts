// Prints the documents of the queue: each once, whatever happens to workers, Redis and the host.
import { UnrecoverableError, Worker, type ConnectionOptions, type Job } from 'bullmq';
import { isEpsonConnectError, type EpsonConnect } from 'epson-connect-sdk';
import { printAll, type SharedLedger } from 'epson-connect-sdk/many';
import { fileDocument } from 'epson-connect-sdk/node';
import { openDeadLetters, openPrints, queueId, type Print, type Printed } from './queue.js';

/** Options of `startWorker`. */
export interface PrintWorkerOptions {
  /** The connection of BullMQ to Redis: options, or a client of ioredis with `maxRetriesPerRequest: null`. */
  readonly connection: ConnectionOptions;
  /** The client, with token store and call limit of `redisStores`. */
  readonly epson: EpsonConnect;
  /** The ledger of `redisStores`. */
  readonly ledger: SharedLedger;
  /** Name of the queue. Default: `prints`. */
  readonly name?: string;
  /** Number of documents that this worker prints at a time. Default: 4. */
  readonly concurrency?: number;
  /** Milliseconds for one try to print a document. A graceful stop takes at most that long. Default: two minutes. */
  readonly deadlineMs?: number;
  /** Milliseconds after which the document of a killed worker is taken up by another. Default: 30 s. */
  readonly stalledMs?: number;
  /** Called with errors of the connection to Redis, which BullMQ mends by itself. Default: a line on the console. */
  readonly onError?: (error: Error) => unknown;
}

/** A worker that runs. */
export interface PrintWorker {
  readonly worker: Worker<Print, Printed>;
  /** Returns what a health check shows, and whether the worker is well. */
  health(): Promise<{ isHealthy: boolean; counts: Readonly<Record<string, number>> }>;
  /** Takes no more documents, waits for those under way, and closes the connections that the worker has opened. */
  close(): Promise<void>;
}

/** Errors that no other try mends. */
const FINAL = new Set(['DocumentError', 'SettingError', 'RequestError']);

/** The reason that BullMQ gives a job whose worker was killed. */
const STALLED = 'job stalled more than allowable limit';

/** Starts a worker. */
export function startWorker({
  connection,
  epson,
  ledger,
  name = 'prints',
  concurrency = 4,
  deadlineMs = 120_000,
  stalledMs = 30_000,
  onError = (error) => console.error(`worker: ${error.message}`),
}: PrintWorkerOptions): PrintWorker {
  const prints = openPrints(connection, name);
  const unknown = openDeadLetters(connection, name);

  async function print(job: Job<Print, Printed>): Promise<Printed> {
    const { id, file, options } = job.data;
    const documents = [{ id, document: () => fileDocument(file), ...options }];
    const onProgress = (_: string, progress: object) => job.updateProgress({ ...progress });
    for await (const result of printAll(epson, documents, { ledger, deadlineMs, onProgress })) {
      if (result.job) return { job: result.job, isRepeat: result.isRepeat };
      throw await failure(job.data, result.error);
    }
    throw new Error('printAll ended without a result');
  }

  /** Returns the error that BullMQ gets: another try, the end, or the end and a dead letter. */
  async function failure(print: Print, error: unknown): Promise<unknown> {
    if (!isEpsonConnectError(error)) return error;
    const { message, job_id } = error;
    if (isEpsonConnectError(error, 'OutcomeUnknownError')) {
      await unknown.add('unknown', { print, job_id, message }, { jobId: queueId(print.id) });
      return new UnrecoverableError(message);
    }
    return FINAL.has(error.name) ? new UnrecoverableError(message) : error;
  }

  const worker = new Worker<Print, Printed>(name, print, {
    connection,
    concurrency,
    lockDuration: stalledMs,
    stalledInterval: stalledMs,
    // BullMQ never starts a job a second time by itself: nobody could say whether the first worker had executed it.
    maxStalledCount: 0,
  });
  worker.on('error', onError);
  prints.on('error', onError);
  unknown.on('error', onError);

  /** Gives the jobs of killed workers to others. The ledger knows how far each came, and the host is asked first. */
  async function takeUpStalled(): Promise<void> {
    for (const job of await prints.getFailed(0, 999)) {
      // Rejects when another worker was faster.
      if (job.failedReason === STALLED) await job.retry('failed').catch(() => {});
    }
  }
  const timer = setInterval(() => void takeUpStalled().catch(onError), stalledMs);

  let isClosing = false;
  return {
    worker,
    async health() {
      const [counts, unknownOutcome] = await Promise.all([prints.getJobCounts(), unknown.count()]);
      return { isHealthy: worker.isRunning() && !isClosing, counts: { ...counts, unknownOutcome } };
    },
    async close() {
      isClosing = true;
      clearInterval(timer);
      await worker.close();
      await Promise.all([prints.close(), unknown.close()]);
    },
  };
}
