import type { Session } from '../auth/bearer.js';
import type { ExecutableJob } from '../api/print-job.js';
import { JobFailedError, type JobInformation } from '../errors.js';
import { hintAbout } from '../http/job-hints.js';
import { within, type Call, type CallOptions } from '../http/limits.js';
import { follow } from './follow.js';

/** {@link Jobs.waitFor}: what bounds the wait, and who is told. Without `deadlineMs` and `signal` it may take days. */
export interface WaitOptions extends CallOptions {
  /** Told, and waited for, of the first status and of every change. What it throws ends the wait. */
  onStatus?: ((information: JobInformation) => unknown) | undefined;
}

/** `completed` is not `printed`, and `processing_stopped` is not the end: somebody may bring paper. */
export async function waitFor(
  wiring: Session,
  call: Call,
  job: ExecutableJob,
  { onStatus }: WaitOptions,
): Promise<JobInformation> {
  const { limits, about } = call;
  const information = await follow(wiring, call, job, async (now, hasChanged) => {
    const known: Call = { limits, about: { ...about, information: now } };
    if (hasChanged && onStatus)
      await within(wiring.transport.clock, known, Infinity, async () => onStatus(now));
    return now.status === 'completed' || now.status === 'canceled';
  });
  const { status, status_reason } = information;
  if (status === 'completed' && !status_reason) return information;
  const because = status_reason ? `: ${status_reason}` : '';
  const hint = hintAbout(wiring.transport, job.id);
  const explained = hint ? ` Hint: ${hint}` : '';
  throw new JobFailedError(`Job ${job.id} is not printed, it is ${status}${because}.${explained}`, {
    ...about,
    hint,
    code: status_reason || status,
    status_reason,
    information,
  });
}
