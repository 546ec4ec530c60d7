import { messageOf, TimeoutError, type ErrorDetails, type Step } from '../errors/index.js';
import { callback, checkMs, checkOptions, checkRetries, checkTimeoutMs, type OptionTable } from './check.js';
import type { Clock } from './clock.js';

/** Limits of one call. Every method takes them. */
export interface CallOptions {
  /**
   * Ends the call. Its reason is thrown as it is. A job whose execution was sent by then may print all the same:
   * `jobs.resume` tells.
   */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one try of one request; at most 300,000 with Node's own `fetch`. Default: the client's. */
  timeoutMs?: number | undefined;
  /** Milliseconds for the whole call, all its requests and repeats together. Default: no such limit. */
  deadlineMs?: number | undefined;
  /**
   * Maximal number of repeats of a failed request, where a repeat does no harm. 0 turns repeats off. Default: the client's.
   */
  retries?: number | undefined;
  /**
   * Called with a copy of the raw answer to each request of this call; not for token requests, which many calls share. An
   * answer may contain secrets: that of `createJob` has the upload key. Its errors change nothing.
   */
  onResponse?: ((response: Response) => unknown) | undefined;
}

/** {@link CallOptions} at the start of the call: the deadline is a moment. */
export interface Limits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** On the monotonic clock. */
  readonly deadlineAtMs?: number;
  readonly retries?: number | undefined;
  readonly onResponse?: CallOptions['onResponse'];
  /** For work that several calls share: called with each failure that is followed by a pause. */
  readonly onPause?: (untilMs: number, error: unknown, repeat: number) => void;
}

/** One call: its limits, and the details of its errors. */
export interface Call {
  readonly limits: Limits;
  readonly about: Readonly<Pick<ErrorDetails, 'step' | 'job_id' | 'information' | 'attempts' | 'cause'>>;
  /** The code of the failure before it, if this try is a repeat. */
  readonly retryReason?: string;
}

/** Makes the error of a call: `problem` is what happened, in a sentence, and `advice` what to do. */
export function callError<E>(
  Class: new (message: string, details: ErrorDetails) => E,
  { about }: Call,
  problem: string,
  advice: string | undefined,
  details: ErrorDetails,
): E {
  const all = { ...about, ...details, problem, advice };
  return new Class(messageOf({ ...all, step: about.step ?? ('API' as Step) }), all);
}

/** Returns a sentence about the last known status of the job that the call waits for. */
function lastStatus({ about: { information, job_id } }: Call): string | undefined {
  if (!information) return undefined;
  const { status, status_reason } = information;
  return `Job ${job_id} was last ${status}${status_reason ? `: ${status_reason}` : ''}.`;
}

/** The options of every call. */
export const callTable: OptionTable<CallOptions> = {
  signal: ['an AbortSignal', 'throwIfAborted'],
  timeoutMs: [],
  deadlineMs: [],
  retries: [],
  onResponse: callback,
};

/** Checks the options of a call and starts its deadline. `table` has the options of calls that take others, too. */
export function limitsOf(
  { clock, usesNodeFetch }: { clock: Clock; usesNodeFetch: () => boolean },
  options?: CallOptions,
  table: OptionTable<CallOptions> = callTable,
  elsewhere?: readonly string[],
): Limits {
  const given = Object(options) as CallOptions;
  checkOptions(given, table, elsewhere);
  const { signal, timeoutMs, deadlineMs, retries, onResponse } = given;
  checkMs({ timeoutMs, deadlineMs });
  checkTimeoutMs(timeoutMs, usesNodeFetch);
  checkRetries(retries);
  const deadlineAtMs = clock.monotonicMs() + (deadlineMs ?? Infinity);
  return { signal, timeoutMs, deadlineAtMs, retries, onResponse };
}

/**
 * Runs `run` until it ends, the caller aborts, `timeoutMs` is over or the deadline of the call has passed. The first of them
 * decides, also over a `fetch` that ignores its signal. With `isUnsent` the work sends nothing, so that a time-out proves
 * that nothing was sent.
 */
export async function within<T>(
  clock: Clock,
  call: Call,
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
  isUnsent?: boolean,
): Promise<T> {
  const { signal, deadlineAtMs = Infinity } = call.limits;
  signal?.throwIfAborted();
  const leftMs = deadlineAtMs - clock.monotonicMs();
  const code = leftMs <= timeoutMs ? 'deadline' : 'timeout';
  const tooLate = (notSent = isUnsent) =>
    callError(TimeoutError, call, `the time set by ${code}Ms is over`, lastStatus(call), { code, notSent });
  if (leftMs <= 0) throw tooLate(true);

  const stop = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = () => {
      callOff();
      unwatch?.();
    };
    const fail = (reason: unknown) => {
      end();
      reject(reason);
      // Not every fetch closes a connection whose answer is not read to its end.
      stop.abort(reason);
    };
    const unwatch = signal && onAbort(signal, () => fail(signal.reason));
    const callOff = clock.schedule(Math.min(timeoutMs, leftMs), () => fail(tooLate()));
    run(stop.signal).then((value) => {
      end();
      resolve(value);
    }, fail);
  });
}

/** Waits, within the limits of the call, and leaves no timer behind. Nothing is sent meanwhile. */
export async function pause(clock: Clock, call: Call, delayMs: number): Promise<void> {
  let callOff: (() => void) | undefined;
  const over = () => new Promise<void>((go) => (callOff = clock.schedule(delayMs, go)));
  try {
    await within(clock, call, Infinity, over, true);
  } finally {
    callOff?.();
  }
}

interface Watch {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Returns whether this is the reason of the caller's signal. It is thrown unchanged, even if it is an error of this package,
 * because it is not about the call that it ends.
 */
export const isAbortReason = (signal: AbortSignal | undefined, error: unknown): boolean =>
  !!signal?.aborted && error === signal.reason;

/**
 * Calls `callback` when the signal is aborted. A signal has one listener of ours, however many calls share it: Node warns
 * of a leak from the eleventh on. The function returned ends this; after the last one nothing is left on the signal.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const watch = watches.get(signal) ?? watchSignal(signal);
  // One that is its own even where a function is given twice.
  const mine = () => callback();
  watch.callbacks.add(mine);
  return () => {
    if (!watch.callbacks.delete(mine) || watch.callbacks.size > 0) return;
    watches.delete(signal);
    signal.removeEventListener('abort', watch.listener);
  };
}

function watchSignal(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  const watch = { callbacks, listener };
  watches.set(signal, watch);
  signal.addEventListener('abort', listener);
  return watch;
}
