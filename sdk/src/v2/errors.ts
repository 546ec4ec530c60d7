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

/** The consent, the code or the credentials of the app are refused. */
export type AuthenticationError = ErrorOf<'AuthenticationError'>;
/** The consent, the code or the credentials of the app are refused. */
export const AuthenticationError = family.AuthenticationError as unknown as ClassOf<'AuthenticationError'>;
/** An option of the client, its store or a file is missing or unusable. */
export type ConfigurationError = ErrorOf<'ConfigurationError'>;
/** An option of the client, its store or a file is missing or unusable. */
export const ConfigurationError = family.ConfigurationError as unknown as ClassOf<'ConfigurationError'>;
/** No answer: the connection was refused, broken or redirected. */
export type ConnectionError = ErrorOf<'ConnectionError'>;
/** No answer: the connection was refused, broken or redirected. */
export const ConnectionError = family.ConnectionError as unknown as ClassOf<'ConnectionError'>;
/** The document cannot be sent as it is. */
export type DocumentError = ErrorOf<'DocumentError'>;
/** The document cannot be sent as it is. */
export const DocumentError = family.DocumentError as unknown as ClassOf<'DocumentError'>;
/** The base of every error that this package makes. */
export type EpsonConnectError = ErrorOf<'EpsonConnectError'>;
/** The base of every error that this package makes. */
export const EpsonConnectError = family.EpsonConnectError as unknown as ClassOf<'EpsonConnectError'>;
/** The host refuses the call: a limit, the API key, or what is not allowed. */
export type ForbiddenError = ErrorOf<'ForbiddenError'>;
/** The host refuses the call: a limit, the API key, or what is not allowed. */
export const ForbiddenError = family.ForbiddenError as unknown as ClassOf<'ForbiddenError'>;
/** The job has ended and is not printed. */
export type JobFailedError = ErrorOf<'JobFailedError'>;
/** The job has ended and is not printed. */
export const JobFailedError = family.JobFailedError as unknown as ClassOf<'JobFailedError'>;
/** The host does not know the job, the schedule, the destination or the device. */
export type NotFoundError = ErrorOf<'NotFoundError'>;
/** The host does not know the job, the schedule, the destination or the device. */
export const NotFoundError = family.NotFoundError as unknown as ClassOf<'NotFoundError'>;
/** The last step was sent, and nothing proves whether it prints. Do not repeat it before a look at the job. */
export type OutcomeUnknownError = ErrorOf<'OutcomeUnknownError'>;
/** The last step was sent, and nothing proves whether it prints. Do not repeat it before a look at the job. */
export const OutcomeUnknownError = family.OutcomeUnknownError as unknown as ClassOf<'OutcomeUnknownError'>;
/** Too many calls; `retryAfterMs` is the time that the host asks to wait. */
export type RateLimitError = ErrorOf<'RateLimitError'>;
/** Too many calls; `retryAfterMs` is the time that the host asks to wait. */
export const RateLimitError = family.RateLimitError as unknown as ClassOf<'RateLimitError'>;
/** A person has to connect the printer, or to connect it again. */
export type ReauthorizationRequiredError = ErrorOf<'ReauthorizationRequiredError'>;
/** A person has to connect the printer, or to connect it again. */
export const ReauthorizationRequiredError =
  family.ReauthorizationRequiredError as unknown as ClassOf<'ReauthorizationRequiredError'>;
/** The host refuses the request as it is. */
export type RequestError = ErrorOf<'RequestError'>;
/** The host refuses the request as it is. */
export const RequestError = family.RequestError as unknown as ClassOf<'RequestError'>;
/** A success without the documented body. */
export type ResponseFormatError = ErrorOf<'ResponseFormatError'>;
/** A success without the documented body. */
export const ResponseFormatError = family.ResponseFormatError as unknown as ClassOf<'ResponseFormatError'>;
/** The host or a gateway has failed. */
export type ServerError = ErrorOf<'ServerError'>;
/** The host or a gateway has failed. */
export const ServerError = family.ServerError as unknown as ClassOf<'ServerError'>;
/** A setting or an ID is not one that can be sent. */
export type SettingError = ErrorOf<'SettingError'>;
/** A setting or an ID is not one that can be sent. */
export const SettingError = family.SettingError as unknown as ClassOf<'SettingError'>;
/** The job or schedule is not in a state for the call. */
export type StateError = ErrorOf<'StateError'>;
/** The job or schedule is not in a state for the call. */
export const StateError = family.StateError as unknown as ClassOf<'StateError'>;
/** A try took longer than `timeoutMs`, or the call longer than `deadlineMs`. */
export type TimeoutError = ErrorOf<'TimeoutError'>;
/** A try took longer than `timeoutMs`, or the call longer than `deadlineMs`. */
export const TimeoutError = family.TimeoutError as unknown as ClassOf<'TimeoutError'>;
/** The file or its key is refused. */
export type UploadError = ErrorOf<'UploadError'>;
/** The file or its key is refused. */
export const UploadError = family.UploadError as unknown as ClassOf<'UploadError'>;
