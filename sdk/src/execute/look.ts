import type { ExecutableJob } from '../api/print-job.js';
import type { Session } from '../auth/bearer.js';
import { isEpsonConnectError, type JobInformation } from '../errors.js';
import type { Call } from '../http/limits.js';
import { log } from '../http/trace.js';
import { follow } from '../wait/follow.js';
import { provesExecution } from '../wait/resume.js';

// A job is not always known at once; after this, nobody knows when.
const LOOK_MS = 30_000;

/**
 * Looks at the job until the host knows it to be executed. Otherwise resolves with the last that the host knew of it:
 * that it has just come in; undefined when the host did not know it, or could not say. That a job is unknown proves
 * nothing: it may only not be known yet.
 */
export async function lookAt(
  wiring: Session,
  { limits, about }: Call,
  job: ExecutableJob,
): Promise<{ isExecuted: boolean; information?: JobInformation | undefined }> {
  const { transport } = wiring;
  const deadlineAtMs = Math.min(limits.deadlineAtMs ?? Infinity, transport.clock.monotonicMs() + LOOK_MS);
  const look: Call = { limits: { ...limits, deadlineAtMs }, about: { step: 'jobs.resume', job_id: job.id } };
  try {
    return { isExecuted: true, information: await follow(wiring, look, job, provesExecution) };
  } catch (error) {
    limits.signal?.throwIfAborted();
    const information = isEpsonConnectError(error) ? error.information : undefined;
    const known = { operation: 'executePrint', job_id: about.job_id } as const;
    if (!information) log(transport, 'error', 'does not know whether the job prints', known);
    return { isExecuted: false, information };
  }
}
