import type { operations } from '../generated/epson-connect.js';
import type { operations as operationsV2 } from '../generated/epson-connect-v2.js';

/** The operations that a client calls; webhooks are not among them. */
export type OperationId = Exclude<
  keyof operations | keyof operationsV2,
  'authorize' | 'notifyJobStatus' | 'deliverScan'
>;

/** The level of a log entry. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * One try of one request, for `onExchange`. It contains no URL, no header and no body, and so no token, key or document.
 */
export interface Exchange {
  /** `operationId` of the description; absent for what the plain client sends beside it. */
  readonly operation?: OperationId | undefined;
  /** The method of the request. */
  readonly method: string;
  /** The path of the description: `/api/1/printing/printers/{device_id}/jobs`. */
  readonly path?: string | undefined;
  /** Absent when there was no answer. */
  readonly status?: number | undefined;
  /** 1 for the first try. The repeat after a 401, with a new token, belongs to the same attempt. */
  readonly attempt: number;
  /** The time from the request to the end of its answer, in milliseconds. */
  readonly durationMs: number;
  /** The ID of the job. */
  readonly job_id?: string | undefined;
  /** The host's ID of the request; Epson documents no such header. */
  readonly requestId?: string | undefined;
  /** The `code` of the failure before it, if this is a repeat. */
  readonly retryReason?: string | undefined;
  /** `code` of what ended the try without an answer; `aborted` when it was the caller. */
  readonly error?: string | undefined;
}

/** One line of a log: level, message, and what is known of {@link Exchange} and of the pause before a repeat. */
export interface LogEntry extends Partial<Exchange> {
  /** The level of the entry. */
  readonly level: LogLevel;
  /** The sentence of the entry. */
  readonly message: string;
  /** Milliseconds until the repeat, or until a call may leave that waits for its turn; `Infinity` where others are to end first. */
  readonly delayMs?: number | undefined;
  /** The explanation of the mock host (`x-epson-mock-hint`), also of a success; the real host sends none. */
  readonly hint?: string | undefined;
}

type LogFields = Omit<LogEntry, 'level' | 'message'>;

/** A function, or what has methods like those of `console`. `debug`: answers; `info`: repeats, and calls that wait for their turn; `warn`: failures, and successes of the mock with a hint; `error`: an outcome that stays unknown. */
export type Logger =
  | ((entry: LogEntry) => unknown)
  | { readonly [L in LogLevel]?: ((message: string, fields: LogFields) => unknown) | undefined };

/** Functions that watch the requests. Their errors change nothing. */
export interface Hooks {
  readonly logger?: Logger | undefined;
  readonly onExchange?: ((exchange: Exchange) => unknown) | undefined;
}
