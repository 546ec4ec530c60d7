import type { ColorMode, PaperSize, PaperSource, PaperType, PrintMode, PrintQuality } from './capability.js';
import type { Printer, Trouble } from './printers.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { StoredDocument } from '../../documents/documents.js';
import { Refusal } from '../../rules/refusal.js';
import type { Inspection } from '../../documents/inspection.js';

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

/** The state of a job. `failed` has ended without coming out on paper. */
export type JobState = 'held' | 'pending' | 'printing' | 'stopped' | 'completed' | 'failed' | 'canceled';

/** The reason for a job's state, if there is one. */
export type JobReason =
  | 'created'
  | 'preparing'
  | 'queued'
  | Trouble
  | 'document_lost'
  | 'by_user'
  | 'by_operator'
  | 'by_system'
  | 'at_printer'
  | 'expired';

/** The reason for which a job failed. */
export type Failure = Extract<JobReason, 'attention_required' | 'document_lost'>;

/** An uploaded file, as the job holds it. */
export interface JobDocument extends StoredDocument {
  /** `1.` and the extension in lower case. */
  readonly name: string;
  /** The content type it was sent with. */
  readonly contentType: string | undefined;
  readonly uploadedAtMs: number;
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

/** A print job. */
export interface Job {
  readonly id: string;
  readonly printer: Printer;
  /** The version of the API that it was created through. */
  readonly dialect: Dialect;
  readonly request: JobRequest;
  readonly uploadKey: string;
  readonly createdAtMs: number;
  state: JobState;
  reason: JobReason | null;
  updatedAtMs: number;
  /** 0 until it is completed. */
  totalPages: number;
  document?: JobDocument;
  executedAtMs?: number;
  /** When it was handed to a program outside, which it is once. */
  handedAtMs?: number;
  printResult?: PrintResult;
}

/** A version of the API, as far as it has words of its own for what the domain knows of a job. */
export interface Dialect {
  readonly apiVersion: 1;
  /** The member that holds the upload URI of a job. */
  readonly uploadUri: string;
  status(state: JobState): string;
  /** "Nothing to add" is `null` or the empty text. */
  reason(job: Pick<Job, 'state' | 'reason'>): string | null;
  /** Returns settings as they were sent. */
  settings(settings: PrintSettings): object;
  /** Returns the body that tells a client what has become of a job. */
  notification(job: Job, assumptions: Assumptions): object;
}

/** Tells whether nothing more will become of it. */
export function isEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'completed' || state === 'failed' || state === 'canceled';
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
  if (job.document === undefined) {
    throw new Refusal(
      'execute-before-upload',
      `The file of this job is not there yet. Upload it to ${job.dialect.uploadUri} and wait for the 200 before executing.`,
    );
  }
  const ageMs = nowMs - job.document.uploadedAtMs;
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
  return job.document;
}

/** @throws Refusal `execute-after-end` */
export function refuseEnded(job: Job): void {
  if (!isEnded(job)) return;
  throw new Refusal(
    'execute-after-end',
    `This job is ${job.dialect.status(job.state)} (${String(job.dialect.reason(job))}). Create another job to print.`,
  );
}

/** @throws Refusal `key-spent` when a job takes no more files */
export function refuseSpentKey(job: Job): void {
  if (job.executedAtMs === undefined && !isEnded(job)) return;
  const what =
    isEnded(job) && job.executedAtMs === undefined
      ? `is ${job.dialect.status(job.state)}`
      : 'was executed already';
  throw new Refusal(
    'key-spent',
    `This upload URI belongs to a job that ${what}; it takes no more files. Create another job.`,
  );
}

/** The kinds of content that an extension may stand for; office files of before 2007 look alike. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg'],
  jpeg: ['jpg'],
  tiff: ['tif'],
  doc: ['cfb'],
  xls: ['cfb'],
  ppt: ['cfb'],
};

/** Returns how a document will print. Evidence: specification (an extension that does not match ends in error). */
export function printResultOf(
  document: JobDocument,
  inspection: Inspection,
  assumptions: Assumptions,
): PrintResult {
  const { kind, packing, pages, unprintable, remark } = inspection;
  if (document.sizeBytes === 0)
    return { pages: 0, failure: 'attention_required', remark: 'the file is empty' };
  const extension = document.name.slice('1.'.length);
  const expected = CONTENT[extension] ?? [extension];
  if (!expected.includes(kind)) {
    return {
      pages: 0,
      failure: 'attention_required',
      remark: `the name says ${extension}, the content is ${packing ?? kind}`,
    };
  }
  if (unprintable !== undefined) return unprintableAs(assumptions['unprintable-pdf'], unprintable, pages);
  return { pages, failure: null, ...(remark === undefined ? {} : { remark }) };
}

/** Returns the result of a document that is of its named kind and cannot be printed. Evidence: assumed. */
function unprintableAs(assumed: Assumptions['unprintable-pdf'], why: string, pages: number): PrintResult {
  if (assumed === 'completed') {
    const remark = `${why}, and counts as one page because of the assumption unprintable-pdf=completed`;
    return { pages, failure: null, remark };
  }
  const remark = `${why}. Upload a file that a PDF reader opens and prints. What the host does with this one is not known; --assume unprintable-pdf=completed lets such jobs end as printed`;
  return { pages: 0, failure: 'attention_required', remark };
}
