import type { PrintMode, PrintSetting } from './contract.js';
import type { Printer } from './printers.js';
import type { StoredDocument } from '../store/documents.js';

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

/** A print job. Status and reason are the API's own words. */
export interface Job {
  readonly id: string;
  readonly printer: Printer;
  readonly request: JobRequest;
  readonly uploadKey: string;
  readonly createdAtMs: number;
  status: 'pending_held' | 'pending';
  statusReason: 'job_incoming' | 'job_closed' | 'job_queued';
  document?: JobDocument;
  executedAtMs?: number;
}
