import type { ColorMode, PaperSize, PaperSource, PaperType, PrintMode, PrintQuality } from './capability.js';
import type { Printer, Trouble } from './printers.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { StoredDocument } from '../../documents/documents.js';

/** How a document is to be printed. */
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

/** What a client asks for when it creates a job, after the rules have read it. */
export interface JobRequest {
  readonly name: string;
  readonly mode: PrintMode;
  /** Absent where the client left it out: the defaults that Epson Connect keeps apply. */
  readonly settings?: PrintSettings;
}

/** How far a job is. `failed` has ended without coming out on paper. */
export type JobState = 'held' | 'pending' | 'printing' | 'stopped' | 'completed' | 'failed' | 'canceled';

/** Why a job is in its state, where there is something to add. */
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

/** Why a job failed. */
export type Failure = Extract<JobReason, 'attention_required' | 'document_lost'>;

/** An uploaded file, as the job holds it. */
export interface JobDocument extends StoredDocument {
  /** `1.` and the extension in lower case. */
  readonly name: string;
  /** The content type it was sent with. */
  readonly contentType: string | undefined;
  readonly uploadedAtMs: number;
}

/** What becomes of a document on the printer, known when it is executed. */
export interface PrintResult {
  /** Pages of the document. */
  readonly pages: number;
  /** Why it will end in error: `null` when it prints. */
  readonly failure: Failure | null;
  /** What a person should know of how the pages were counted, or why it fails. */
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
