/**
 * Prints through the Epson Connect API. Uses web standards only; `epson-connect-sdk/node` reads files on disk.
 *
 * @module
 */

// The client
export { EpsonConnect } from './client.js';
export type { Authentication, CreateJobOptions, UploadOptions } from './client.js';
export type { JobReference, Jobs } from './jobs.js';
export type { Destination, Destinations, NewDestination } from './destinations.js';
export type { Notifications, NotificationSetting } from './notifications.js';
export type { EpsonConnectOptions } from './options.js';
export type { PrintOptions } from './print.js';
export type { CallOptions } from './http/limits.js';
export type { ApiClient } from './plain-client.js';

// Documents, jobs and settings
export type { ByteStream } from './http/byte-source.js';
export type { NamedDocument, PrintDocument, StreamedDocument } from './upload/document.js';
export type { JobRequest, PrintMode, PrintSetting } from './print/create-job.js';
export type { Capability, Device } from './printer.js';
export type { ExecutableJob, PrintJob } from './print/create-job.js';
export type { CancelOptions } from './jobs.js';
export type { JobOutcome } from './jobs.js';
export type { WaitOptions } from './jobs.js';
export type { OnProgress, Progress, UploadableJob } from './upload/upload.js';

// Tokens
export { memoryTokenStore } from './auth/token-store.js';
export type { TokenStore } from './auth/token-store.js';
export type { StoredTokens } from './auth/token.js';

// Time and network, for tests and other runtimes; logs and hooks
export { systemClock } from './http/clock.js';
export type { Clock } from './http/clock.js';
export type { Fetch } from './http/transport.js';
export type { CallLimit, LimitedCall } from './http/call-limit.js';
export type { Exchange, LogEntry, Logger, LogLevel, OperationId } from './http/hooks.js';

// Errors
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
} from './errors/index.js';
export type { ErrorDetails, ErrorFamily, JobInformation, Step } from './errors/index.js';

// The description's own types
export type { components, operations, paths } from './generated/epson-connect.js';
