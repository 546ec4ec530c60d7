import { isMarked, type EpsonConnectError } from './base.js';
import type { ConfigurationError, DocumentError, SettingError } from './input.js';
import type {
  AuthenticationError,
  ForbiddenError,
  JobFailedError,
  NotFoundError,
  RateLimitError,
  ReauthorizationRequiredError,
  RequestError,
  ResponseFormatError,
  ServerError,
  StateError,
  UploadError,
} from './refusals.js';
import type { ConnectionError, OutcomeUnknownError, TimeoutError } from './transport.js';

export { aboutJob, aboutSent, EpsonConnectError, messageOf, withInformation } from './base.js';
export type { ErrorDetails, Step } from './base.js';
export { ConfigurationError, DocumentError, SettingError, settingError } from './input.js';
export { dateOf } from './job.js';
export type { JobInformation } from './job.js';
export {
  AuthenticationError,
  ForbiddenError,
  JobFailedError,
  NotFoundError,
  RateLimitError,
  ReauthorizationRequiredError,
  RequestError,
  ResponseFormatError,
  ServerError,
  StateError,
  UploadError,
} from './refusals.js';
export { ConnectionError, OutcomeUnknownError, TimeoutError } from './transport.js';

/** The classes of the family, by their names. */
export interface ErrorFamily {
  AuthenticationError: AuthenticationError;
  ConfigurationError: ConfigurationError;
  ConnectionError: ConnectionError;
  DocumentError: DocumentError;
  EpsonConnectError: EpsonConnectError;
  ForbiddenError: ForbiddenError;
  JobFailedError: JobFailedError;
  NotFoundError: NotFoundError;
  OutcomeUnknownError: OutcomeUnknownError;
  RateLimitError: RateLimitError;
  ReauthorizationRequiredError: ReauthorizationRequiredError;
  RequestError: RequestError;
  ResponseFormatError: ResponseFormatError;
  ServerError: ServerError;
  SettingError: SettingError;
  StateError: StateError;
  TimeoutError: TimeoutError;
  UploadError: UploadError;
}

/**
 * Returns whether `value` is an error of this package, and of the class of that name where one is given. It also
 * recognises errors of another copy of the package, for which `instanceof` is false.
 *
 * @example
 * if (isEpsonConnectError(error, 'RateLimitError')) console.error(error.retryAfterMs);
 */
export function isEpsonConnectError<N extends keyof ErrorFamily = 'EpsonConnectError'>(
  value: unknown,
  name?: N,
): value is ErrorFamily[N] {
  return isMarked(value) && (!name || name === 'EpsonConnectError' || value.name === name);
}
