import type { JobInformation } from './job.js';

/**
 * Where something happened: one of the four steps of a print job, or the method that was called. Others may be added:
 * treat an unknown one as "some call to the host".
 */
export type Step =
  | 'authenticate'
  | 'create'
  | 'upload'
  | 'execute'
  | 'device'
  | 'capability'
  | 'cancelAuthentication'
  | `jobs.${'get' | 'cancel' | 'waitFor' | 'resume'}`
  | 'notifications.set'
  | `destinations.${'list' | 'register' | 'update' | 'delete'}`;

/** What an error carries beside its message. Nothing here is ever a secret. */
export interface ErrorDetails {
  code: string;
  /** The option, setting or ID that is wrong, by its name. */
  subject?: string | undefined;
  /** What is wrong, or what happened: a sentence without its beginning and its full stop. */
  problem?: string | undefined;
  /** What to do, in whole sentences. */
  advice?: string | undefined;
  status?: number | undefined;
  step?: Step | undefined;
  job_id?: string | undefined;
  hint?: string | undefined;
  attempts?: number | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
  /** For the errors of a request without an answer. */
  notSent?: boolean | undefined;
  job?: object;
  status_reason?: JobInformation['status_reason'];
  information?: JobInformation | undefined;
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
  /** What is wrong or what happened, as the message says it; absent where the message says more than a sentence. */
  declare readonly problem?: string;
  /** What to do, as the message says it, in the names of this package; programs with other names say it in their own. */
  declare readonly advice?: string;
  /** HTTP status of the answer; absent when there was no answer. */
  declare readonly status?: number;
  /** What failed; absent for calls of the plain client. */
  declare readonly step?: Step;
  /** The print job it was about, as soon as there is one. */
  declare readonly job_id?: string;
  /** How often the request was sent, or tried to be; absent when only once. */
  declare readonly attempts?: number;
  /** What the host calls the request in a header, for its support; absent when it sends none. */
  declare readonly requestId?: string;
  /** From `jobs.waitFor`, and from a look after `execute`: the last that was known of the job. */
  declare readonly information?: JobInformation;
  /**
   * What the mock host explains about its refusal (`x-epson-mock-hint`); of a job that failed, about the last success
   * before. The real host sends none.
   */
  declare readonly hint?: string;

  static {
    this.prototype.name = 'EpsonConnectError';
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  constructor(message: string, { cause, ...details }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    // What is not known is absent, so that a printed error shows only what there is to say.
    for (const [name, value] of Object.entries(details)) {
      if (value !== undefined) Object.assign(this, { [name]: value });
    }
  }

  /** What a log should keep: the name, the message and the fields above. */
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

/** Whether `value` bears the mark of the family. */
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
