/**
 * Prints through version 2 of the Epson Connect API. Uses web standards only; `epson-connect-sdk/node` reads files on disk and
 * stores tokens in a file.
 *
 * @module
 */

// The client
export { EpsonConnectV2 } from './client.js';
export type { ApiClient } from './api-client.js';
export type { EpsonConnectV2Options } from './options.js';
export type { AuthorizationRequest } from './authorization.js';
export type { CopyOptions, JobOutcome, JobReference, Jobs, WaitOptions } from './jobs.js';
export type { PrintOptions, UploadOptions } from './print.js';
export type { Destination, Destinations, NewDestination } from './destinations.js';
export type { NotificationSetting, Notifications } from './notifications.js';
export type { Capability, Device } from './printer.js';
export type {
  CopyScheduleOptions,
  Schedule,
  ScheduleId,
  ScheduleInformation,
  ScheduleOptions,
  ScheduleReference,
} from './schedule.js';
export type { Schedules } from './schedules.js';
export type { CallOptions } from '../http/limits.js';

// Documents, jobs and settings
export type { ByteStream } from '../http/byte-source.js';
export type { DocumentOptions, NamedDocument, PrintDocument, StreamedDocument } from '../upload/document.js';
export type { ExecutableJob, PrintJob } from './create-job.js';
export type { JobInformation } from './api.js';
export type { CreateJobOptions, JobRequest, PrintMode, PrintSettings } from './job-request.js';
export type { OnProgress, Progress } from '../upload/upload.js';

// Tokens
export { memoryTokenStore } from '../auth/token-store.js';
export type { TokenStore } from '../auth/token-store.js';
export type { StoredTokens } from '../auth/token.js';

// Time and network, for tests and other runtimes; logs and hooks
export { systemClock } from '../http/clock.js';
export type { Clock } from '../http/clock.js';
export type { Fetch } from '../http/transport.js';
export type { CallLimit, LimitedCall } from '../http/call-limit.js';
export type { Exchange, LogEntry, Logger, LogLevel, OperationId } from '../http/hooks.js';

// Errors: the same classes as those of the main door
export {
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  DocumentError,
  EpsonConnectError,
  ForbiddenError,
  isEpsonConnectError,
  JobFailedError,
  NotFoundError,
  OutcomeUnknownError,
  RateLimitError,
  ReauthorizationRequiredError,
  RequestError,
  ResponseFormatError,
  ServerError,
  SettingError,
  StateError,
  TimeoutError,
  UploadError,
} from './errors.js';
export type { ErrorFamily } from './errors.js';
export type { ErrorDetails, Step } from '../errors/index.js';

// The description's own types
export type { components, operations, paths } from '../generated/epson-connect-v2.js';
