import type { Session } from '../auth/bearer.js';
import type { ExecutableJob } from '../api/print-job.js';
import type { EpsonConnectError, JobInformation } from '../errors.js';
import type { Call } from '../http/limits.js';
import { follow } from './follow.js';

/** Whether a job was executed after all. */
export interface JobOutcome {
  /** True: it prints, or has ended; follow it with `jobs.waitFor`. False: nothing was printed, it waits for `execute`. */
  readonly executed: boolean;
  /** What the host knows of the job; absent when it does not know it. */
  readonly information?: JobInformation;
}

/** A host that knows jobs before they are executed says of them that they have just come in. Evidence: specification. */
export const provesExecution = ({ status, status_reason }: JobInformation): boolean =>
  status !== 'pending_held' || status_reason === 'job_closed';

/** Looks, and never executes. A host does not know jobs before they are executed. Evidence: specification. */
export async function resume(wiring: Session, call: Call, job: ExecutableJob): Promise<JobOutcome> {
  try {
    const information = await follow(wiring, call, job, () => true);
    return { executed: provesExecution(information), information };
  } catch (error) {
    if ((error as EpsonConnectError | null)?.code === 'job_not_found') return { executed: false };
    throw error;
  }
}
