import * as v from 'valibot';
import { jobStatusValues, operationIdValues, type components } from '../generated/mock-control.js';
import { members, oneKindOf, oneOf, wholeNumber } from '../text/check.js';

/** Conditions that can be waited for: jobs printed, a job's status, or so many calls of an operation. */
export type WaitCondition = components['schemas']['WaitCondition'];

const MEMBER = 'member of a condition';

/** A condition, whichever way it comes in. */
export const CONDITION = oneKindOf([
  members(MEMBER, { kind: v.literal('job_printed') }, { job_id: v.string(), count: wholeNumber(0) }),
  members(MEMBER, { kind: v.literal('job_status'), status: oneOf(jobStatusValues) }, { job_id: v.string() }),
  members(
    MEMBER,
    { kind: v.literal('exchanges'), operation: oneOf(operationIdValues), count: wholeNumber(0) },
    { status: v.number() },
  ),
]);
