// The error classes of the main door, with the types of what version 2 says of a job.
import * as family from '../errors/index.js';
import type { JobInformation } from './api.js';
import type { ExecutableJob } from './create-job.js';
import type { ScheduleId, ScheduleInformation } from './schedule.js';

/** Status of a job in an error, in the words of version 2. */
interface OfJob {
  /** From `jobs.waitFor`, and from a look after `execute` or `schedules.reserve`: the last known status. */
  readonly information?: JobInformation | ScheduleInformation;
}

/** Members that only some classes have. */
interface Own {
  readonly JobFailedError: {
    /** The job as it ended. */
    readonly information: JobInformation;
  };
  readonly OutcomeUnknownError: {
    /** The job as it was given to `execute`, or the schedule as it was given to `schedules.reserve`. */
    readonly job: ExecutableJob | ScheduleId;
  };
}

/** An error by the name of its class. */
type ErrorOf<N extends keyof family.ErrorFamily> = Omit<
  family.ErrorFamily[N],
  'information' | 'job' | 'status_reason'
> &
  (N extends keyof Own ? Omit<OfJob, keyof Own[N]> & Own[N] : OfJob);

/** A class by its name. */
interface ClassOf<N extends keyof family.ErrorFamily> {
  new (message: string, details: family.ErrorDetails): ErrorOf<N>;
  readonly prototype: ErrorOf<N>;
}

/** The classes of the family, by their names. */
export type ErrorFamily = { readonly [N in keyof family.ErrorFamily]: ErrorOf<N> };

/**
 * Returns whether `value` is an error of this package, and of the class of that name where one is given. It also recognises
 * errors of another copy of the package, for which `instanceof` is false.
 *
 * @example
 * if (isEpsonConnectError(error, 'JobFailedError')) console.error(error.information.jobId);
 */
export const isEpsonConnectError = family.isEpsonConnectError as <
  N extends keyof ErrorFamily = 'EpsonConnectError',
>(
  value: unknown,
  name?: N,
) => value is ErrorFamily[N];

export type AuthenticationError = ErrorOf<'AuthenticationError'>;
export const AuthenticationError = family.AuthenticationError as unknown as ClassOf<'AuthenticationError'>;
export type ConfigurationError = ErrorOf<'ConfigurationError'>;
export const ConfigurationError = family.ConfigurationError as unknown as ClassOf<'ConfigurationError'>;
export type ConnectionError = ErrorOf<'ConnectionError'>;
export const ConnectionError = family.ConnectionError as unknown as ClassOf<'ConnectionError'>;
export type DocumentError = ErrorOf<'DocumentError'>;
export const DocumentError = family.DocumentError as unknown as ClassOf<'DocumentError'>;
export type EpsonConnectError = ErrorOf<'EpsonConnectError'>;
export const EpsonConnectError = family.EpsonConnectError as unknown as ClassOf<'EpsonConnectError'>;
export type ForbiddenError = ErrorOf<'ForbiddenError'>;
export const ForbiddenError = family.ForbiddenError as unknown as ClassOf<'ForbiddenError'>;
export type JobFailedError = ErrorOf<'JobFailedError'>;
export const JobFailedError = family.JobFailedError as unknown as ClassOf<'JobFailedError'>;
export type NotFoundError = ErrorOf<'NotFoundError'>;
export const NotFoundError = family.NotFoundError as unknown as ClassOf<'NotFoundError'>;
export type OutcomeUnknownError = ErrorOf<'OutcomeUnknownError'>;
export const OutcomeUnknownError = family.OutcomeUnknownError as unknown as ClassOf<'OutcomeUnknownError'>;
export type RateLimitError = ErrorOf<'RateLimitError'>;
export const RateLimitError = family.RateLimitError as unknown as ClassOf<'RateLimitError'>;
export type ReauthorizationRequiredError = ErrorOf<'ReauthorizationRequiredError'>;
export const ReauthorizationRequiredError =
  family.ReauthorizationRequiredError as unknown as ClassOf<'ReauthorizationRequiredError'>;
export type RequestError = ErrorOf<'RequestError'>;
export const RequestError = family.RequestError as unknown as ClassOf<'RequestError'>;
export type ResponseFormatError = ErrorOf<'ResponseFormatError'>;
export const ResponseFormatError = family.ResponseFormatError as unknown as ClassOf<'ResponseFormatError'>;
export type ServerError = ErrorOf<'ServerError'>;
export const ServerError = family.ServerError as unknown as ClassOf<'ServerError'>;
export type SettingError = ErrorOf<'SettingError'>;
export const SettingError = family.SettingError as unknown as ClassOf<'SettingError'>;
export type StateError = ErrorOf<'StateError'>;
export const StateError = family.StateError as unknown as ClassOf<'StateError'>;
export type TimeoutError = ErrorOf<'TimeoutError'>;
export const TimeoutError = family.TimeoutError as unknown as ClassOf<'TimeoutError'>;
export type UploadError = ErrorOf<'UploadError'>;
export const UploadError = family.UploadError as unknown as ClassOf<'UploadError'>;
