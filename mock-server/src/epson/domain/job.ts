import type { JobStatus, JobStatusReason, PrintMode, PrintSetting } from '../../rules/contract.js';
import type { Printer } from './printers.js';
import type { StoredDocument } from '../../documents/documents.js';

/** What a client asks for when it creates a job, after the rules have read it. */
export interface JobRequest {
  readonly job_name: string;
  readonly print_mode: PrintMode;
  /** Absent where the client left it out: the defaults that Epson Connect keeps apply. */
  readonly print_setting?: PrintSetting;
}

/** An uploaded file, as the job holds it. */
export interface JobDocument extends StoredDocument {
  /** `1.` and the extension in lower case. */
  readonly name: string;
  /** The content type it was sent with. */
  readonly contentType: string | undefined;
  readonly uploadedAtMs: number;
}

/** What becomes of a document on the printer, known when it is executed. */
export interface Prospect {
  /** Pages of the document. */
  readonly pages: number;
  /** Why it will end in error: `null` when it prints. */
  readonly failure: Extract<JobStatusReason, 'attention_required' | 'document_access_error'> | null;
  /** What a person should know of how the pages were counted, or why it fails. */
  readonly remark?: string;
}

/** A print job. Status and reason are the API's own words. */
export interface Job {
  readonly id: string;
  readonly printer: Printer;
  readonly request: JobRequest;
  readonly uploadKey: string;
  readonly createdAtMs: number;
  status: JobStatus;
  /** "Nothing to add" is `null` or the empty text; the host has both. */
  statusReason: JobStatusReason | '' | null;
  updatedAtMs: number;
  /** 0 until it is completed. */
  totalPages: number;
  document?: JobDocument;
  executedAtMs?: number;
  /** When it was handed to a program outside, which it is once. */
  handedAtMs?: number;
  prospect?: Prospect;
}

/** Whether nothing more will become of it. */
export function isEnded(job: Job): boolean {
  return job.status === 'completed' || job.status === 'canceled';
}

/** Tells whether it came out on paper: it is completed, and nothing says that it failed. */
export function isPrinted({ status, statusReason }: Pick<Job, 'status' | 'statusReason'>): boolean {
  return status === 'completed' && (statusReason === '' || statusReason === null);
}
