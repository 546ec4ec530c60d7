import type { JobInformation } from './job.js';

/**
 * The step that failed: one of the four steps of a print job, or the method that was called. Others may be added: treat an
 * unknown one as "some call to the host".
 */
export type Step =
  | 'authenticate'
  | 'create'
  | 'upload'
  | 'execute'
  | 'authorize'
  | 'device'
  | 'capability'
  | 'defaultSettings'
  | 'cancelAuthentication'
  | `jobs.${'get' | 'cancel' | 'waitFor' | 'resume' | 'copy'}`
  | `notifications.${'get' | 'set'}`
  | `schedules.${'create' | 'reserve' | 'list' | 'get' | 'copy' | 'cancel'}`
  | `destinations.${'list' | 'register' | 'update' | 'delete'}`;

/** Details of an error beside its message. They never contain a secret. */
export interface ErrorDetails {
  /** The code of the host's answer, or of this package. */
  code: string;
  /** The option, setting or ID that is wrong, by its name. */
  subject?: string | undefined;
  /** The problem: a sentence without its beginning and its full stop. */
  problem?: string | undefined;
  /** Advice in whole sentences. */
  advice?: string | undefined;
  /** The status of the answer. */
  status?: number | undefined;
  /** The call that failed. */
  step?: Step | undefined;
  /** The ID of the job. */
  job_id?: string | undefined;
  /** The explanation of the mock host (`x-epson-mock-hint`); the real host sends none. */
  hint?: string | undefined;
  /** The number of tries of the request. */
  attempts?: number | undefined;
  /** The host's ID of the request. */
  requestId?: string | undefined;
  /** The time that the host asks to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** For the errors of a request without an answer. */
  notSent?: boolean | undefined;
  /** The connection, for `ReauthorizationRequiredError`. */
  connection?: string | undefined;
  /** The job, for `OutcomeUnknownError`. */
  job?: object;
  /** The reason of the job status. */
  status_reason?: JobInformation['status_reason'];
  /** The job information that was read last. */
  information?: JobInformation | undefined;
  /** The error that caused this one. */
  cause?: unknown;
}

// A registered symbol, so that an error made by another copy of this package is recognised too.
const brand = Symbol.for('epson-connect-sdk.error');

/**
 * The base of every error that this package makes. Tell errors apart by class, or by `code` where copies of the
 * package may meet (`instanceof` fails between copies, {@link isEpsonConnectError} does not).
 *
 * The message says what failed, what Epson said and what to do. No error holds a token, a client secret or an upload
 * key: not in `message`, `cause`, `toJSON()` or what `console.log` shows. The one exception to "every error" is the
 * reason of an `AbortSignal` of yours: it is thrown as it is.
 *
 * @example
 * try {
 *   await epson.print(document);
 * } catch (error) {
 *   if (error instanceof EpsonConnectError) console.error(error.step, error.code, error.job_id, error.message);
 * }
 */
export class EpsonConnectError extends Error {
  /** Epson's own word where Epson gave one (`invalid_grant`, `command_not_allowed`), else one of ours (`timeout`). */
  declare readonly code: string;
  /** The option, setting or ID that is wrong, by its name (`print_setting.copies`); absent when it is none of them. */
  declare readonly subject?: string;
  /** The problem, as in the message; absent where the message has more than a sentence. */
  declare readonly problem?: string;
  /** The advice of the message, in the names of this package. */
  declare readonly advice?: string;
  /** HTTP status of the answer; absent when there was no answer. */
  declare readonly status?: number;
  /** The step that failed; absent for calls of the plain client. */
  declare readonly step?: Step;
  /** The ID of the print job, as soon as there is one. */
  declare readonly job_id?: string;
  /** The number of tries of the request; absent when there was only one. */
  declare readonly attempts?: number;
  /** The host's ID of the request, for its support; absent when it sends none. */
  declare readonly requestId?: string;
  /** From `jobs.waitFor`, and from a look after `execute`: the last known status of the job. */
  declare readonly information?: JobInformation;
  /**
   * The explanation of the mock host (`x-epson-mock-hint`); of a failed job, that of the last success before. The real host
   * sends none.
   */
  declare readonly hint?: string;

  static {
    this.prototype.name = 'EpsonConnectError';
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  constructor(message: string, { cause, ...details }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    // Unknown details are absent, so that a printed error shows only known ones.
    for (const [name, value] of Object.entries(details)) {
      if (value !== undefined) Object.assign(this, { [name]: value });
    }
  }

  /** Returns the error for a log: name, message and the fields above. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    return { name, message, ...(this as object) };
  }
}

/** Returns a message made of its parts: what failed, what is wrong, what to do, and the hint of the mock. */
export function messageOf({ step, subject, problem = '', advice, hint }: Partial<ErrorDetails>): string {
  const start = step ? `The ${step} call failed: ` : subject ? `${subject} ` : '';
  return [`${start}${problem}.`, advice, hint && `Hint: ${hint}`].filter(Boolean).join(' ');
}

/** Returns whether `value` is an error of this package, also of another copy. */
export const isMarked = (value: unknown): value is EpsonConnectError => brand in Object(value);

/** Returns a copy of the error with these details in the place of its own. */
function changed(error: EpsonConnectError, details: Partial<ErrorDetails>): EpsonConnectError {
  const Class = error.constructor as new (message: string, details: ErrorDetails) => EpsonConnectError;
  return new Class(error.message, { ...error, cause: error.cause, ...details });
}

/**
 * Returns the same error, about this job. A token request is shared by many calls, so its error cannot name the job of
 * each: every caller gets a copy that does.
 */
export function aboutJob(error: unknown, job_id: string | undefined): unknown {
  if (!(error instanceof EpsonConnectError) || !job_id || error.job_id) return error;
  return changed(error, { job_id });
}

/** Returns the same error, with the last that was known of the job. */
export const withInformation = (error: EpsonConnectError, information: JobInformation): EpsonConnectError =>
  changed(error, { information });

/** Returns the same error of a call about something that was sent: `notSent` would be read as said of that. */
export function aboutSent<T>(error: T): T | EpsonConnectError {
  if (!(error instanceof EpsonConnectError) || !('notSent' in error)) return error;
  return changed(error, { notSent: undefined });
}
