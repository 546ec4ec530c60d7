import type { Session } from '../auth/bearer.js';
import type { JobInformation } from '../errors.js';
import type { components } from '../generated/epson-connect.js';
import type { Call, CallOptions } from '../http/limits.js';
import { dateOf } from './date.js';
import { emptyObject, withMember } from './exchange.js';
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
    withMember('status'),
  );
  const { start_date, update_date } = body;
  return { ...body, id: job.id, startedAt: dateOf(start_date), updatedAt: dateOf(update_date) };
}

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
