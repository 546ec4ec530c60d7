import type { components } from '../generated/mock-control.js';
import type { Job } from '../epson/domain/job.js';

type Schemas = components['schemas'];

/** A job as the mock shows it to people and tests. Names that the API has are the API's. */
export type JobView = Schemas['Job'];

/** The file of a job. `path` is where it lies on this machine. */
export type DocumentView = Schemas['JobDocument'];

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
