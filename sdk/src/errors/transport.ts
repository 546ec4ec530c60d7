// What happened to a request that got no usable answer.
import { EpsonConnectError } from './base.js';

/**
 * No answer: the connection was refused, broken or redirected. On `execute` a break after sending is an
 * {@link OutcomeUnknownError} instead.
 *
 * @example
 * if (error instanceof ConnectionError && error.notSent) console.error('the host cannot be reached');
 */
export class ConnectionError extends EpsonConnectError {
  /** True when no byte of the request left (refused, no such host); otherwise nobody knows. */
  declare readonly notSent?: boolean;

  static {
    this.prototype.name = 'ConnectionError';
  }
}

/**
 * A try took longer than `timeoutMs` (`code` is `timeout`), or the call longer than `deadlineMs` (`deadline`).
 * Not for your own AbortSignal: its reason is thrown as it is.
 *
 * @example
 * if (error instanceof TimeoutError) console.error(`gave up during ${error.step}`);
 */
export class TimeoutError extends EpsonConnectError {
  /** True when the time was up before the request left. */
  declare readonly notSent?: boolean;

  static {
    this.prototype.name = 'TimeoutError';
  }
}

/**
 * Execute was sent, and its answer was lost: the job may be printing or not, and asking again could print it twice.
 * Nothing was repeated. `cause` is what happened to the answer.
 *
 * @example
 * if (error instanceof OutcomeUnknownError) console.error(`look at the printer before printing ${error.job_id} again`);
 */
export class OutcomeUnknownError extends EpsonConnectError {
  /** The job as it was given to `execute`, without its upload URI. It is what a later look at the job needs. */
  declare readonly job: { readonly id: string; readonly device_id: string };

  static {
    this.prototype.name = 'OutcomeUnknownError';
  }
}
