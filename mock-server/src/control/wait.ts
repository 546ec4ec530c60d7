import * as v from 'valibot';
import {
  apiVersionValues,
  jobStatusValues,
  operationIdValues,
  type components,
} from '../generated/mock-control.js';
import type { Job } from '../epson/domain/job.js';
import type { EntryFilter } from '../journal/journal.js';
import { members, oneKindOf, oneOf, wholeNumber } from '../text/check.js';
import type { EntryView } from './entry-view.js';
import { viewJob, type JobView } from './view.js';

/** Condition of a wait: jobs printed, the status of a job, or a number of calls of an operation. */
export type WaitCondition = components['schemas']['WaitCondition'];

const MEMBER = 'member of a condition';

/** The shape of a condition, in code and over HTTP. */
export const CONDITION = oneKindOf([
  members(MEMBER, { kind: v.literal('job_printed') }, { job_id: v.string(), count: wholeNumber(0) }),
  members(MEMBER, { kind: v.literal('job_status'), status: oneOf(jobStatusValues) }, { job_id: v.string() }),
  members(
    MEMBER,
    { kind: v.literal('exchanges'), operation: oneOf(operationIdValues), count: wholeNumber(0) },
    { api_version: v.picklist(apiVersionValues, 'must be 1 or 2'), status: v.number() },
  ),
]);

/** The end of a wait: the jobs or entries that met the condition, or their number when it was not met. */
export type WaitOutcome =
  | { readonly met: true; readonly jobs?: JobView[]; readonly entries?: EntryView[] }
  | { readonly met: false; readonly seen: number; readonly wasReset: boolean };

/** Waits until a condition is met. @param waitUntil waits for a change after which a predicate holds */
export async function wait(
  waitUntil: (holds: () => boolean) => Promise<boolean>,
  stopped: AbortSignal,
  condition: WaitCondition,
  jobs: () => Job[],
  read: (filter?: EntryFilter) => EntryView[],
): Promise<WaitOutcome> {
  if (condition.kind === 'exchanges') {
    const { operation, api_version: apiVersion, status, count } = condition;
    const filter = {
      operation,
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(status === undefined ? {} : { status }),
    };
    const seen = () => read(filter);
    const met = await waitUntil(() => seen().length >= count);
    return met ? { met, entries: seen() } : { met, seen: seen().length, wasReset: stopped.aborted };
  }
  const fits = (job: Job) =>
    (condition.job_id === undefined || job.id === condition.job_id) &&
    (condition.kind === 'job_printed'
      ? job.state === 'completed'
      : job.dialect.status(job) === condition.status);
  const count = condition.kind === 'job_printed' ? (condition.count ?? 1) : 1;
  const seen = () => jobs().filter(fits);
  const met = await waitUntil(() => seen().length >= count);
  return met ? { met, jobs: seen().map(viewJob) } : { met, seen: seen().length, wasReset: stopped.aborted };
}
