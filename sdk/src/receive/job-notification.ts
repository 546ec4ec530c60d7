import { dateOf, EpsonConnectError, type JobInformation } from '../errors/index.js';

/** A notification about a job, in the words of `jobs.get`. */
export interface JobNotification {
  /** The ID of the job. */
  readonly job_id: string;
  /** The new status of the job. */
  readonly status: JobInformation['status'];
  /** `null` or the empty text when there is nothing to add. */
  readonly status_reason: JobInformation['status_reason'];
  /** When the status changed, as it was sent: UTC, `YYYY/MM/DD HH:MM:SS`. */
  readonly update_date: string;
  /** `update_date` as a moment; undefined when it cannot be read as one. */
  readonly updatedAt: Date | undefined;
}

/**
 * A body that is no job status notification. Answer 400: it did not come from Epson, or not whole. The message names the
 * member and repeats nothing of the body.
 *
 * @example
 * if (error instanceof NotificationError) response.sendStatus(400);
 */
export class NotificationError extends EpsonConnectError {
  static {
    this.prototype.name = 'NotificationError';
  }
}

// A notification has some 200 characters.
const LONGEST_TEXT = 10_000;

/**
 * Reads the body that Epson sends to `callback_uri`: as text, or as what a JSON parser made of it. Names and values may
 * be spelt as the specification's example does (`PendingHeld`) or as its text does (`pending_held`), `Param` and
 * `JobStatus` may be objects or arrays of one. New statuses are passed on. Evidence: specification, sample; spelling of
 * the values: assumed.
 *
 * @throws {NotificationError} it is something else.
 *
 * @example
 * const { job_id, status } = parseJobNotification(request.body);
 */
export function parseJobNotification(body: unknown): JobNotification {
  const param = memberOf(parsed(body), 'Param');
  const jobStatus = memberOf(param, 'JobStatus');
  const update_date = text('UpdateDate', memberOf(jobStatus, 'UpdateDate'), /^[\d/:. TZ-]{1,40}$/);
  return {
    job_id: text('JobId', memberOf(param, 'JobId'), /^\w{1,64}$/),
    status: word('Status', memberOf(jobStatus, 'Status')),
    status_reason: reason(memberOf(jobStatus, 'StatusReason')),
    update_date,
    updatedAt: dateOf(update_date),
  };
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  if (body.length > LONGEST_TEXT) throw unusable('a body of a usable length');
  try {
    return JSON.parse(body);
  } catch {
    throw unusable('a body of JSON');
  }
}

/** A member of an object, or of the one object in an array. What an object inherits is no member. */
function memberOf(holder: unknown, name: string): unknown {
  const object: unknown = Array.isArray(holder) && holder.length === 1 ? holder[0] : holder;
  return object instanceof Object && Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

function text(name: string, value: unknown, shape: RegExp): string {
  if (typeof value === 'string' && shape.test(value)) return value;
  throw unusable(`a usable ${name}`);
}

/** `PendingHeld` and `pending_held` as `pending_held`. */
function word(name: string, value: unknown): string {
  return text(name, value, /^[a-z]\w{0,63}$/i)
    .replace(/(?<=[a-z\d])[A-Z]/g, '_$&')
    .toLowerCase();
}

const reason = (value: unknown): string | null =>
  value ? word('StatusReason', value) : value === '' ? '' : null;

const unusable = (missing: string): NotificationError =>
  new NotificationError(`This is no job status notification: it is without ${missing}.`, {
    code: 'bad_notification',
  });
