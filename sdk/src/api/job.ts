import type { Session } from '../auth/bearer.js';
import type { JobInformation } from '../errors.js';
import type { components } from '../generated/epson-connect.js';
import type { Call, CallOptions } from '../http/limits.js';
import { dateOf } from './date.js';
import { jobStatusValues } from '../generated/epson-connect.js';
import { emptyObject, type BodyCheck } from './exchange.js';
import { operate } from './operate.js';
import type { ExecutableJob } from './print-job.js';
import type { Open } from './settings.js';

/** `jobs.cancel`: in whose name, and what bounds the call. */
export interface CancelOptions extends CallOptions {
  /** `user` or `operator`: decides the reason that the job shows afterwards. Default: the host's, `user`. */
  operated_by?: Open<components['schemas']['OperatedBy']> | undefined;
}

/** How a job fares. The host knows jobs from their execution on. */
export async function jobInformation(
  wiring: Session,
  call: Call,
  job: ExecutableJob,
): Promise<JobInformation> {
  const body = await operate(
    wiring,
    call,
    'GET /api/1/printing/printers/{device_id}/jobs/{job_id}',
    job,
    undefined,
    problemWithInformation,
  );
  const { start_date, update_date } = body;
  return { ...body, id: job.id, startedAt: dateOf(start_date), updatedAt: dateOf(update_date) };
}

/**
 * A status is taken for a proof that a job was executed, so that it must be one of a job. Gateways have a `status` of their
 * own (`{"status":"error"}`): a word that the description does not have counts only beside a `job_name`.
 */
const problemWithInformation: BodyCheck = (body) => {
  const { status, job_name } = Object(body) as { status?: unknown; job_name?: unknown };
  if (status === undefined || status === null) return 'without status';
  const isOfJob =
    (jobStatusValues as readonly unknown[]).includes(status) ||
    (typeof status === 'string' && status !== '' && typeof job_name === 'string');
  return isOfJob ? undefined : 'without the status of a job';
};

/** One request: what state the job is in is for the host to say. */
export async function cancelJob(
  wiring: Session,
  call: Call,
  job: ExecutableJob,
  { operated_by }: CancelOptions,
): Promise<void> {
  // JSON leaves out what is undefined.
  const body = { operated_by } as components['schemas']['CancelPrintRequest'];
  const route = 'POST /api/1/printing/printers/{device_id}/jobs/{job_id}/cancel';
  await operate(wiring, call, route, job, body, emptyObject());
}
