// Names and shapes that producers and workers share.
import { Queue, type ConnectionOptions, type JobsOptions } from 'bullmq';
import type { PrintOptions } from 'epson-connect-sdk';
import type { LedgerJob } from 'epson-connect-sdk/many';

/** A document that waits to be printed. */
export interface Print {
  /** Your own name of the document, such as the number of an invoice. It is printed once, however often it is added. */
  readonly id: string;
  /** Path of the file, on a disk that every worker sees. */
  readonly file: string;
  /** Options of `print`. */
  readonly options?: Pick<PrintOptions, 'job_name' | 'print_mode' | 'print_setting'>;
}

/** The result of a print. */
export interface Printed {
  readonly job: LedgerJob;
  /** True when the document had been accepted before. */
  readonly isRepeat: boolean;
}

/** A document of which nobody knows whether it was printed. A person looks at the printer. */
export interface DeadLetter {
  readonly print: Print;
  /** The job at the host; absent where not even that is known. */
  readonly job_id: string | undefined;
  readonly message: string;
}

export type PrintQueue = Queue<Print, Printed>;
export type DeadLetters = Queue<DeadLetter>;

/** Each try goes through the ledger, which looks at the host before it executes anything again. */
const RETRIES: JobsOptions = {
  attempts: 6,
  backoff: { type: 'exponential', delay: 5_000, jitter: 0.5 },
  removeOnComplete: { age: 24 * 3600 },
};

export const openPrints = (connection: ConnectionOptions, name = 'prints'): PrintQueue =>
  new Queue(name, { connection, defaultJobOptions: RETRIES });

export const openDeadLetters = (connection: ConnectionOptions, name = 'prints'): DeadLetters =>
  new Queue(`${name}-unknown`, { connection });

/** Returns the ID of the queue for a document: BullMQ takes neither numbers nor colons. */
export const queueId = (id: string): string => `print-${encodeURIComponent(id)}`;

/** Adds documents. One that is in the queue already is not added again. */
export async function addPrints(prints: PrintQueue, documents: readonly Print[]): Promise<void> {
  await prints.addBulk(documents.map((data) => ({ name: 'print', data, opts: { jobId: queueId(data.id) } })));
}
