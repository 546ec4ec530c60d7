import type { Workbench } from '../api/workbench.js';
import type { ExecutableJob } from '../api/print-job.js';
import type { JobInformation } from '../errors.js';
import type { Call, CallOptions } from '../http/limits.js';
import { follow } from './follow.js';

/** {@link Jobs.waitFor}: what bounds the wait, and who is told. Without `deadlineMs` and `signal` it may take days. */
export interface WaitOptions extends CallOptions {
  /** Told of the first status and of every change. What it throws ends the wait. */
  onStatus?: ((information: JobInformation) => void) | undefined;
}

/** `completed` is not `printed`, and `processing_stopped` is not the end: somebody may bring paper. */
export async function waitFor(
  wiring: Workbench,
  call: Call,
  job: ExecutableJob,
  { onStatus }: WaitOptions,
): Promise<JobInformation> {
  const information = await follow(wiring, call, job, (now, hasChanged) => {
    if (hasChanged) onStatus?.(now);
    return now.status === 'completed' || now.status === 'canceled';
  });
  const { status, status_reason } = information;
  if (status === 'completed' && !status_reason) return information;
  const because = status_reason ? `: ${status_reason}` : '';
  throw new wiring.JobFailedError(`Job ${job.id} is not printed, it is ${status}${because}.`, {
    ...call.about,
    code: status_reason || status,
    status_reason,
    information,
  });
}
