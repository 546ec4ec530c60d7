import type { ColorMode, PaperSize, PaperSource, PaperType, PrintMode, PrintQuality } from './capability.js';
import type { Failure, JobStanding, JobStep } from './job-state.js';
import type { Printer } from './printers.js';
import type { StoredDocument } from '../../documents/documents.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { ApiVersion } from '../../rules/rule.js';
import type { RuleId } from '../../rules/rules.js';
import { Refusal } from '../../rules/refusal.js';

/** The settings that a document is printed with. */
export interface PrintSettings {
  readonly paperSize: PaperSize;
  readonly paperType: PaperType;
  readonly borderless: boolean;
  readonly quality: PrintQuality;
  readonly source: PaperSource;
  readonly colorMode: ColorMode;
  readonly duplex?: 'none' | 'long' | 'short';
  readonly reverseOrder?: boolean;
  readonly copies?: number;
  readonly collate?: boolean;
}

/** A request for a job, after the rules have read it. */
export interface JobRequest {
  readonly name: string;
  readonly mode: PrintMode;
  /** Absent where the client left it out: the defaults that Epson Connect keeps apply. */
  readonly settings?: PrintSettings;
}

/** An uploaded file, as the job holds it. */
export interface JobDocument extends StoredDocument {
  /** `1.` and the extension in lower case. */
  readonly name: string;
  /** The content type it was sent with. */
  readonly contentType: string | undefined;
  readonly uploadedAtMs: number;
  /** The name that it was sent under, where that was another one. */
  readonly sentName?: string;
}

/** The result of printing a document, known when its job is executed. */
export interface PrintResult {
  /** Pages of the document. */
  readonly pages: number;
  /** The reason for which it will fail; `null` if it prints. */
  readonly failure: Failure | null;
  /** A remark for people on the page count or the failure. */
  readonly remark?: string;
}

/** The time at which a job is to be printed. Its ID is the job's, and so is its upload key. */
export interface Schedule {
  readonly printAtMs: number;
  /** When it was reserved: without that, nothing happens at its time. */
  reservedAtMs?: number;
  /** When it was deleted: from then on the API does not know it. */
  deletedAtMs?: number;
}

/** A print job. */
export interface Job extends JobStanding {
  readonly id: string;
  readonly printer: Printer;
  /** The version of the API that it was created through. */
  readonly dialect: Dialect;
  readonly request: JobRequest;
  readonly uploadKey: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** The states that it had, oldest first. */
  readonly history: JobStep[];
  /** 0 until it is completed. */
  totalPages: number;
  document?: JobDocument;
  executedAtMs?: number;
  /** When it was handed to a program outside, which it is once. */
  handedAtMs?: number;
  printResult?: PrintResult;
  /** Set for a job that is printed at a certain time. */
  readonly schedule?: Schedule;
}

/** Returns a job that waits for its file. @param systemMs the same moment as `nowMs`, in real time */
export function newJob(
  made: Pick<Job, 'id' | 'printer' | 'dialect' | 'request' | 'schedule' | 'uploadKey'>,
  nowMs: number,
  systemMs: number,
): Job {
  const begin = { state: 'held', reason: 'created' } as const;
  return {
    ...made,
    ...begin,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    history: [{ ...begin, atMs: nowMs, recordedAtMs: systemMs }],
    totalPages: 0,
  };
}

/** A version of the API, as far as it has words and rules of its own for what the domain knows of a job. */
export interface Dialect {
  readonly apiVersion: ApiVersion;
  /** The member that holds the upload URI of a job. */
  readonly uploadUri: string;
  /** The member that holds the ID of a job. */
  readonly jobId: string;
  /** The operation that creates a job, in the words of its users. */
  readonly createdBy: string;
  /** The length of an upload key, in hexadecimal digits. */
  readonly uploadKeyLength: number;
  /** The moment from which the life of a job is counted, when it is known that it will be printed. */
  readonly livesFrom: 'creation' | 'execution';
  /** True if execute refuses a file that does not print; otherwise its job fails afterwards. */
  readonly refusesUnprintable: boolean;
  status(job: JobStanding): string;
  /** "Nothing to add" is `null` or the empty text. */
  reason(job: JobStanding): string | null;
  /** Returns the state and the reason that this version has the words for. */
  standing(status: string, reason: string | null): JobStanding;
  /** Returns settings as they were sent. */
  settings(settings: PrintSettings): object;
  /** Returns the settings that were sent in these words. */
  settingsOf(words: object): PrintSettings;
  /** Returns the body that tells a client what has become of a job; nothing where this version does not tell of it. */
  notification(job: Job, assumptions: Assumptions): object | undefined;
  /** Returns the rule by which a file is refused for a job that has one already. */
  refusesSecondFile(job: Job, name: string, assumptions: Assumptions): RuleId | undefined;
  /** Returns true if a job that is executed again is accepted, without a second print. */
  acceptsSecondExecute(assumptions: Assumptions): boolean;
  /** Returns why a file of this name does not print, if that is so, as the end of a sentence. */
  nameFault(document: JobDocument, assumptions: Assumptions): string | undefined;
}

/** Tells whether nothing more will become of it. */
export function isEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'completed' || state === 'failed' || state === 'canceled';
}

/** Names what a job has become in the words of its version. */
export function standingOf(job: Job): string {
  const reason = job.dialect.reason(job) ?? '';
  return job.dialect.status(job) + (reason === '' ? '' : ` (${reason})`);
}

/**
 * A job that is not printed after this time is cancelled. Evidence: specification; of a job that was created through
 * version 1 and not executed: assumed, from version 2.
 */
const LIFE_MS = 72 * 3_600_000;

/** Returns when a job expires, unless it has ended by then. */
export function expiryOf({ dialect, schedule, createdAtMs, executedAtMs = createdAtMs }: Job): number {
  if (schedule?.reservedAtMs !== undefined) return schedule.printAtMs + LIFE_MS;
  return (dialect.livesFrom === 'execution' ? executedAtMs : createdAtMs) + LIFE_MS;
}

/** The number of jobs that may wait on a printer. Evidence: specification. */
const WAITING_PER_PRINTER = 100;

/** Conditions beside the job itself for executing it. */
export interface Circumstances {
  readonly nowMs: number;
  /** For how long after its upload a file is still being stored. */
  readonly slowStorageMs: 'off' | number;
  /** Jobs that wait on its printer. */
  readonly waiting: number;
}

/**
 * The document of a job that may be executed now.
 *
 * @throws Refusal when the file is missing, the job was executed before, or too many are waiting
 */
export function printableOf(job: Job, { nowMs, slowStorageMs: slowMs, waiting }: Circumstances): JobDocument {
  if (job.executedAtMs !== undefined) {
    throw new Refusal(
      'execute-twice',
      `This job was executed at ${new Date(job.executedAtMs).toISOString()}; a job prints once. Create another job to print again.`,
    );
  }
  refuseEnded(job);
  const document = documentOf(job);
  const ageMs = nowMs - document.uploadedAtMs;
  if (slowMs !== 'off' && ageMs < slowMs) {
    throw new Refusal(
      'execute-while-storing',
      `The file arrived ${ageMs} ms ago and is still being stored (the assumption slow-storage is ${slowMs} ms). Execute again a little later.`,
    );
  }
  if (waiting >= WAITING_PER_PRINTER) {
    throw new Refusal(
      'printer-queue-full',
      `${WAITING_PER_PRINTER} jobs are waiting on this printer, the most that it takes. Wait until some are printed, or cancel some.`,
    );
  }
  return document;
}

/** Returns what users call a job. */
export const nounOf = ({ schedule }: Job) => (schedule === undefined ? 'job' : 'schedule');

/** Returns the file of a job that is to be printed. @throws Refusal `execute-before-upload` */
export function documentOf(job: Job): JobDocument {
  if (job.document !== undefined) return job.document;
  throw new Refusal(
    'execute-before-upload',
    `The file of this ${nounOf(job)} is not there yet. Upload it to ${job.dialect.uploadUri} and wait for the 200 before ${job.schedule === undefined ? 'executing' : 'reserving'}.`,
  );
}

/** @throws Refusal `execute-after-end` */
export function refuseEnded(job: Job): void {
  if (!isEnded(job)) return;
  throw new Refusal(
    'execute-after-end',
    `This ${nounOf(job)} is ${standingOf(job)}. Create another ${nounOf(job)} to print.`,
  );
}

/** @throws Refusal `key-spent` when a job takes no more files */
export function refuseSpentKey(job: Job): void {
  if (job.executedAtMs === undefined && job.schedule?.reservedAtMs === undefined && !isEnded(job)) return;
  const what = job.executedAtMs === undefined ? `is ${job.dialect.status(job)}` : 'was executed already';
  throw new Refusal(
    'key-spent',
    `This upload URI belongs to a ${nounOf(job)} that ${what}; it takes no more files. Create another ${nounOf(job)}.`,
  );
}

/** @throws Refusal `cancel-too-late` unless a job is held or in the queue */
export function refuseLate(job: Job): void {
  if (job.state === 'held' || job.state === 'pending') return;
  const word = (state: JobStanding['state']) => job.dialect.status({ state, reason: null });
  throw new Refusal(
    'cancel-too-late',
    `A job is cancelled while it is ${word('held')} or ${word('pending')}; this one is ${job.dialect.status(job)}.`,
  );
}
