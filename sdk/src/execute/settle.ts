import type { ExecutableJob } from '../api/print-job.js';
import type { Session } from '../auth/bearer.js';
import type { Call } from '../http/limits.js';
import { log } from '../http/trace.js';
import { follow } from '../wait/follow.js';
import { provesExecution } from '../wait/resume.js';

// A job is not always known at once; after this, nobody knows when.
const LOOK_MS = 30_000;

/**
 * Whether the host knows that the job was executed. That it does not know the job proves nothing for a while, and is
 * asked again; nor does a job that has just come in, on a host that knows jobs from their creation on.
 */
export async function isExecuted(wiring: Session, call: Call, job: ExecutableJob): Promise<boolean> {
  const { transport } = wiring;
  const { limits, about } = call;
  const deadlineAtMs = Math.min(limits.deadlineAtMs ?? Infinity, transport.clock.monotonicMs() + LOOK_MS);
  const look: Call = { limits: { ...limits, deadlineAtMs }, about: { step: 'jobs.resume', job_id: job.id } };
  try {
    await follow(wiring, look, job, provesExecution);
    return true;
  } catch {
    limits.signal?.throwIfAborted();
    const known = { operation: 'executePrint', job_id: about.job_id } as const;
    log(transport, 'error', 'does not know whether the job prints', known);
    return false;
  }
}
