// Errors of requests without a usable answer.
import { EpsonConnectError } from './base.js';

/**
 * No answer: the connection was refused, broken or redirected. What does no harm was repeated before (`attempts`). On
 * `execute` a break after sending is an {@link OutcomeUnknownError} instead. Check `baseUrl`, network and proxy.
 *
 * @example
 * if (error instanceof ConnectionError && error.notSent) console.error('the host cannot be reached');
 */
export class ConnectionError extends EpsonConnectError {
  /** True when no byte of any try of the request left (refused, no such host); otherwise nobody knows. */
  declare readonly notSent?: boolean;

  static {
    this.prototype.name = 'ConnectionError';
  }
}

/**
 * A try took longer than `timeoutMs` (`code` is `timeout`), or the call longer than `deadlineMs` (`deadline`).
 * Not for your own AbortSignal: its reason is thrown as it is. Give it more time, or look at the network.
 *
 * @example
 * if (error instanceof TimeoutError) console.error(`gave up during ${error.step}`);
 */
export class TimeoutError extends EpsonConnectError {
  /** True when the time was up before any try of the request left. Never on a question about a job. */
  declare readonly notSent?: boolean;

  static {
    this.prototype.name = 'TimeoutError';
  }
}

/**
 * Execute was sent, its answer proves nothing (none at all, a gateway's page, a failure of the host, a refusal of a
 * repeated request, `command_not_allowed`), and the host does not know the job to be executed, though it was asked for up
 * to half a minute: the job may be printing or not, and asking for it again could print it twice. Keep `job`, and let
 * `jobs.resume(job)` settle it. `cause` is what was answered.
 *
 * @example
 * if (error instanceof OutcomeUnknownError && !(await epson.jobs.resume(error.job)).executed) await epson.execute(error.job);
 */
export class OutcomeUnknownError extends EpsonConnectError {
  /** The job as it was given to `execute`, without its upload URI. It is what a later look at the job needs. */
  declare readonly job: { readonly id: string; readonly device_id: string };

  static {
    this.prototype.name = 'OutcomeUnknownError';
  }
}
