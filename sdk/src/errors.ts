// The family of errors, one door to it.
export { aboutJob, aboutSent, EpsonConnectError, messageOf, withInformation } from './errors/base.js';
export { isEpsonConnectError } from './errors/guard.js';
export { ConfigurationError, DocumentError, SettingError, settingError } from './errors/input.js';
export { JobFailedError } from './errors/job.js';
export {
  AuthenticationError,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  RequestError,
  ResponseFormatError,
  ServerError,
  StateError,
  UploadError,
} from './errors/refusals.js';
export { ConnectionError, OutcomeUnknownError, TimeoutError } from './errors/transport.js';

export type { ErrorDetails, Step } from './errors/base.js';
export type { ErrorFamily } from './errors/guard.js';
export type { JobInformation } from './errors/job-information.js';
