import { isEnded } from '../epson/domain/job.js';
import type { World } from '../epson/domain/world.js';
import { reasonOf } from '../epson/v1/words.js';
import { check, oneOf } from '../text/check.js';

/** Reasons with which a job can end at the printer or inside Epson Connect. */
export const JOB_ENDS = [
  'job_canceled_at_device',
  'job_canceled_by_system',
  'attention_required',
  'document_access_error',
] as const;
/** A reason for which a job ends at the printer or inside Epson Connect. */
export type JobEnd = (typeof JOB_ENDS)[number];
export const END_STATUSES = ['canceled', 'completed'] as const;

/** @throws RangeError */
export function endJob(world: World, jobId: string, reason: JobEnd, status: 'canceled' | 'completed'): void {
  check(oneOf(JOB_ENDS), reason, 'reason');
  check(oneOf(END_STATUSES), status, 'status');
  const job = world.jobs.all().find(({ id }) => id === jobId);
  if (job === undefined) throw new RangeError(`the mock has no job ${jobId}`);
  if (isEnded(job))
    throw new RangeError(`the job ${jobId} has ended already: it is ${job.dialect.status(job)}`);
  const cause = reasonOf(reason);
  if (cause === 'document_lost' || (cause === 'attention_required' && status === 'completed'))
    world.printQueue.fail(job, cause);
  else world.printQueue.cancel(job, cause);
}
