import type { components } from '../generated/mock-control.js';
import type { PrintLabel } from '../documents/folder.js';
import type { Job, JobDocument } from '../epson/domain/job.js';

type Schemas = components['schemas'];

/** A job as the mock shows it to people and tests. Names that the API has are the API's. */
export type JobView = Schemas['Job'];

/** The file of a job. `path` is where it lies on this machine. */
export type DocumentView = Schemas['JobDocument'];

export function viewJob(job: Job): JobView {
  const { document, dialect, request, schedule, executedAtMs } = job;
  // The words of the version that the job was created through.
  const words = {
    print_setting: request.settings === undefined ? null : dialect.settings(request.settings),
    status: dialect.status(job),
    status_reason: dialect.reason(job),
  } as Pick<JobView, 'print_setting' | 'status' | 'status_reason'>;
  return {
    id: job.id,
    api_version: dialect.apiVersion,
    device_id: job.printer.deviceId,
    printer: job.printer.email,
    job_name: request.name,
    print_mode: request.mode,
    ...words,
    created_at: dateTime(job.createdAtMs),
    scheduled_at: schedule === undefined ? null : dateTime(schedule.printAtMs),
    executed_at: executedAtMs === undefined ? null : dateTime(executedAtMs),
    updated_at: dateTime(job.updatedAtMs),
    history: historyOf(job),
    total_pages: job.totalPages,
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

/** Returns the statuses that a job had. Where its version has one word for two states, it is the first of them. */
function historyOf({ dialect, history }: Job): JobView['history'] {
  const steps = history.map((step) => ({
    status: dialect.status(step),
    status_reason: dialect.reason(step),
    at: dateTime(step.atMs),
    recorded_at: dateTime(step.recordedAtMs),
  })) as JobView['history'];
  return steps.filter(({ status, status_reason: reason }, at) => {
    const former = steps[at - 1];
    return former?.status !== status || former.status_reason !== reason;
  });
}

const dateTime = (ms: number) => new Date(ms).toISOString();

/** Returns the content of the `job.json` of a printed job. */
export function labelOf(job: Job, document: JobDocument): PrintLabel {
  const executedAt = new Date(job.executedAtMs ?? job.createdAtMs);
  const { print_setting, updated_at: completedAt, history: _, ...view } = viewJob(job);
  return {
    id: job.id,
    executedAt,
    name: document.name,
    attributes: {
      ...view,
      ...(print_setting === null ? {} : { print_setting }),
      executed_at: executedAt.toISOString(),
      completed_at: completedAt,
      document: { name: document.name, size_bytes: document.sizeBytes, sha256: document.sha256 },
    },
  };
}
