import type { Job } from '../domain/job.js';

/** A job as the mock shows it to people and tests. Names that the API has are the API's. */
export interface JobView {
  readonly id: string;
  readonly device_id: string;
  readonly printer: string;
  readonly job_name: string;
  readonly print_mode: string;
  readonly print_setting: object | null;
  readonly status: string;
  readonly status_reason: string | null;
  /** 0 until it is completed. */
  readonly total_pages: number;
  /** ISO 8601, UTC; `null` until the job is executed. */
  readonly executed_at: string | null;
  readonly document: DocumentView | null;
}

export interface DocumentView {
  /** `1.` and the extension. */
  readonly name: string;
  readonly content_type: string | null;
  readonly size_bytes: number;
  /** Lowercase hexadecimal. */
  readonly sha256: string;
  /** Where the file lies on this machine. */
  readonly path: string;
}

export function viewJob(job: Job): JobView {
  const { document } = job;
  return {
    id: job.id,
    device_id: job.printer.deviceId,
    printer: job.printer.email,
    job_name: job.request.job_name,
    print_mode: job.request.print_mode,
    print_setting: job.request.print_setting ?? null,
    status: job.status,
    status_reason: job.statusReason,
    total_pages: job.totalPages,
    executed_at: job.executedAtMs === undefined ? null : new Date(job.executedAtMs).toISOString(),
    document:
      document === undefined
        ? null
        : {
            name: document.name,
            content_type: document.contentType ?? null,
            size_bytes: document.sizeBytes,
            sha256: document.sha256,
            path: document.path,
          },
  };
}
