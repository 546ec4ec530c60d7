import { dateOf, EpsonConnectError, type JobInformation } from '../errors/index.js';
import type { components } from '../generated/epson-connect-v2.js';
import type { Open } from '../http/check.js';

type Schemas = components['schemas'];

/** A notification of version 1 about a job, in the words of `jobs.get`. */
export interface JobNotification {
  /** The version of the API that the notification is of. */
  readonly api_version: 1;
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

/** A notification of version 2 about a job, in the words of its `jobs.get`. */
export interface JobNotificationV2 {
  /** The version of the API that the notification is of. */
  readonly api_version: 2;
  /**
   * `ImmediatePrint`, or `SchedulePrint` for a job that was made of a schedule. Other words may be added. Evidence:
   * specification.
   */
  readonly type: Open<Schemas['NotificationType']>;
  /** The ID of the job. For `SchedulePrint` it is unknown whether this is the ID of the schedule or of the job made of it. */
  readonly jobId: string;
  /** The new status of the job. Version 2 has no reasons. */
  readonly status: Open<Schemas['JobStatus']>;
  /** When the status changed, as it was sent: UTC, `YYYY/MM/DD HH:MM:SS`, with slashes in notifications only. */
  readonly updateDate: string;
  /** `updateDate` as a moment; undefined when it cannot be read as one. */
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
 * Reads the body that Epson sends to `callback_uri` (version 2: `callbackUri`): as text, or as what a JSON parser made of it.
 * `api_version` of the result is the version that it met: `JobStatus` is an object in version 1 and a word in version 2. Names
 * and values may be spelt as the specification's example does (`PendingHeld`) or as its text does (`pending_held`), `Param`
 * and `JobStatus` may be objects or arrays of one. New statuses are passed on. Evidence: specification, sample; spelling of
 * the values: assumed.
 *
 * @throws {NotificationError} it is something else.
 *
 * @example
 * const notification = parseJobNotification(request.body);
 * const id = notification.api_version === 2 ? notification.jobId : notification.job_id;
 */
export function parseJobNotification(body: unknown): JobNotification | JobNotificationV2 {
  const param = memberOf(parsed(body), 'Param');
  const jobStatus = memberOf(param, 'JobStatus');
  return typeof jobStatus === 'string' ? second(param, jobStatus) : first(param, jobStatus);
}

/** Reads a notification of version 1. */
function first(param: unknown, jobStatus: unknown): JobNotification {
  const update_date = date(jobStatus);
  return {
    api_version: 1,
    job_id: id(param),
    status: word('Status', memberOf(jobStatus, 'Status')),
    status_reason: reason(memberOf(jobStatus, 'StatusReason')),
    update_date,
    updatedAt: dateOf(update_date),
  };
}

/** Reads a notification of version 2. */
function second(param: unknown, jobStatus: string): JobNotificationV2 {
  const updateDate = date(param);
  return {
    api_version: 2,
    type: text('Type', memberOf(param, 'Type'), /^\w{1,64}$/),
    jobId: id(param),
    status: word('JobStatus', jobStatus),
    updateDate,
    updatedAt: dateOf(updateDate),
  };
}

const id = (param: unknown): string => text('JobId', memberOf(param, 'JobId'), /^\w{1,64}$/);

const date = (holder: unknown): string =>
  text('UpdateDate', memberOf(holder, 'UpdateDate'), /^[\d/:. TZ-]{1,40}$/);

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
