// Errors for answers of the host. The HTTP status decides the class; `code` is Epson's word for it.
import { EpsonConnectError } from './base.js';
import type { JobInformation } from './job.js';

/**
 * 401 on any call, or a refused token request (400 `invalid_grant`, 401 `invalid_client`, …). On any call but the token
 * request it is thrown only after one renewal of the token and one repeat; of `execute` it is the `cause` of an
 * {@link OutcomeUnknownError} then. When a refresh was refused first, that refusal is the `cause`. Evidence: specification.
 *
 * @example
 * if (error instanceof AuthenticationError && error.code === 'invalid_grant') checkThePrinterAddress();
 */
export class AuthenticationError extends EpsonConnectError {
  static {
    this.prototype.name = 'AuthenticationError';
  }
}

/**
 * Version 2: a person has to authorize the program (again), because there is no refresh token that works. `code` says why:
 *
 * - `not_authorized`: nothing is stored for this connection;
 * - `refresh_refused`: the host refused the refresh token. It was not used for 30 days, was revoked, or was used by a program
 *   that does not share the token store;
 * - `refresh_lost`: the host refused the refresh token after the answer to an earlier refresh had been lost, because the
 *   process ended or the connection broke before the new tokens were stored.
 *
 * Send the person to the `url` of `authorizationUrl()`. No process tries the token again.
 *
 * @example
 * if (error instanceof ReauthorizationRequiredError) redirectTo((await epson.authorizationUrl()).url);
 */
export class ReauthorizationRequiredError extends EpsonConnectError {
  /** Your name for the printer: the option `connection` of the client. */
  declare readonly connection: string;

  static {
    this.prototype.name = 'ReauthorizationRequiredError';
  }
}

/**
 * 403: `forbidden` (not this printer, not this operation) or `printjob_too_many` (100 jobs wait on the printer).
 * Not for the rate limit, see {@link RateLimitError}. Evidence: specification.
 *
 * @example
 * if (error instanceof ForbiddenError && error.code === 'printjob_too_many') tryLater();
 */
export class ForbiddenError extends EpsonConnectError {
  static {
    this.prototype.name = 'ForbiddenError';
  }
}

/**
 * Too many calls: 403 `rate_limit_exceeded` (Epson's way) or 429. It was repeated as often as `retries` and `deadlineMs`
 * allow. Nothing was done; of `execute` this is believed only after a look at the job. Within one process calls are paced; for several there is `callLimit`. Evidence:
 * specification (100 calls per minute and client ID; uploads and token requests do not count).
 *
 * @example
 * if (error instanceof RateLimitError) tryAgainIn(error.retryAfterMs ?? 60_000);
 */
export class RateLimitError extends EpsonConnectError {
  /** Milliseconds that the host asks to wait (`Retry-After`); absent when it says nothing, as Epson does. */
  declare readonly retryAfterMs?: number;

  static {
    this.prototype.name = 'RateLimitError';
  }
}

/**
 * 404: `printer_not_found`, `job_not_found`, or `not_found` for a wrong URI. Evidence: specification.
 *
 * @example
 * if (error instanceof NotFoundError && error.code === 'printer_not_found') registerThePrinterAgain();
 */
export class NotFoundError extends EpsonConnectError {
  static {
    this.prototype.name = 'NotFoundError';
  }
}

/**
 * 405 `command_not_allowed`, or 409: the job is not in a state for this call, for example executed before its file is
 * there, or a second time. Of `execute` it is thrown only when the host knows that the job waits (`information`); a job
 * that was executed, perhaps by this call, is refused in the same words. Evidence: specification.
 *
 * @example
 * if (error instanceof StateError) console.error(`job ${error.job_id} cannot be executed now`);
 */
export class StateError extends EpsonConnectError {
  static {
    this.prototype.name = 'StateError';
  }
}

/**
 * Any other 4xx: the host takes the request for a bad one (`validation_error`, `invalid_resource`, `parse_error`, …).
 * Evidence: specification.
 *
 * @example
 * if (error instanceof RequestError && error.code === 'invalid_resource') checkThePrintSetting();
 */
export class RequestError extends EpsonConnectError {
  static {
    this.prototype.name = 'RequestError';
  }
}

/**
 * The upload host refused the file (4xx on the upload): `upload_key_not_valid` (404), `file_too_large` (413),
 * `file_not_acceptable` (415). Epson sends a status only, so these codes are ours. Nothing is printed.
 * Evidence: specification.
 *
 * @example
 * if (error instanceof UploadError && error.code === 'file_too_large') makeItSmaller();
 */
export class UploadError extends EpsonConnectError {
  static {
    this.prototype.name = 'UploadError';
  }
}

/**
 * 5xx, with Epson's code (`internal_server_error`, `service_unavailable`) or with whatever page a gateway sent.
 * On `execute` it is thrown only for `service_unavailable`, and only when the host then knows that the job waits: see
 * {@link OutcomeUnknownError}. Try again later. Evidence: specification.
 *
 * @example
 * if (error instanceof ServerError && error.status === 503) tryLater();
 */
export class ServerError extends EpsonConnectError {
  /** Milliseconds that the host asks to wait (`Retry-After`); absent when it says nothing. */
  declare readonly retryAfterMs?: number;

  static {
    this.prototype.name = 'ServerError';
  }
}

/**
 * A status of success, but not the promised body (a proxy's HTML page, a token answer without a token), or a status
 * that no HTTP API answers with, such as a redirect. Look at `baseUrl`, and at what stands between.
 *
 * @example
 * if (error instanceof ResponseFormatError) console.error(`is ${baseUrl} really the host?`);
 */
export class ResponseFormatError extends EpsonConnectError {
  static {
    this.prototype.name = 'ResponseFormatError';
  }
}

/**
 * The job has ended and is not printed, or not to its end: it was `canceled`, or it is `completed` with a reason.
 * `code` is that reason where there is one. Nothing more will become of the job; to print again is to print anew.
 * The job's own status is in `information`: `status` of an error is always one of HTTP. Evidence: specification.
 *
 * @example
 * if (error instanceof JobFailedError) console.error(error.job_id, error.information.status, error.status_reason);
 */
export class JobFailedError extends EpsonConnectError {
  /** Epson's word: `attention_required`, `job_canceled_at_device`, …; `null` or empty when it gave none. */
  declare readonly status_reason: JobInformation['status_reason'];
  /** The job as it ended. */
  declare readonly information: JobInformation;

  static {
    this.prototype.name = 'JobFailedError';
  }
}
