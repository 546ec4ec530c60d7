import { jobStatusValues, operationIdValues, type components } from '../generated/mock-control.js';
import type { JsonObject } from '../epson/v1/requests/json-body.js';
import { unknownMember } from '../text/suggest.js';
import { ControlRefusal, invalid, oneOf, optional, required } from './inputs.js';

/** Conditions that can be waited for: jobs printed, a job's status, or so many calls of an operation. */
export type WaitCondition = components['schemas']['WaitCondition'];

const MEMBERS = ['kind', 'job_id', 'status', 'operation', 'count'];

/** The same for programs that import the mock. @throws RangeError */
export function checkCondition(condition: WaitCondition): WaitCondition {
  try {
    return conditionOf({ ...condition });
  } catch (error) {
    throw error instanceof ControlRefusal ? new RangeError(error.message) : error;
  }
}

/** Returns what is waited for, as the members of an object say. @throws ControlRefusal */
export function conditionOf(condition: JsonObject): WaitCondition {
  const unknown = unknownMember('member of a condition', condition, MEMBERS);
  if (unknown !== undefined) throw invalid(unknown);
  const kind = oneOf(condition, 'kind', ['job_printed', 'job_status', 'exchanges'] as const);
  if (kind === 'job_status')
    return { kind, ...jobIn(condition), status: oneOf(condition, 'status', jobStatusValues) };
  if (kind === 'exchanges') {
    const status = optional(condition, 'status', 'number');
    return {
      kind,
      operation: oneOf(condition, 'operation', operationIdValues),
      count: required(condition, 'count', 'number'),
      ...(status === undefined ? {} : { status }),
    };
  }
  const count = optional(condition, 'count', 'number');
  return { kind, ...jobIn(condition), ...(count === undefined ? {} : { count }) };
}

/** Returns the job that a condition means; any where it names none. */
function jobIn(condition: JsonObject): { job_id?: string } {
  const job_id = optional(condition, 'job_id', 'string');
  return job_id === undefined ? {} : { job_id };
}
