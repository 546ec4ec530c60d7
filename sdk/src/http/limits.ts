import { ConfigurationError, messageOf, TimeoutError, type ErrorDetails, type Step } from '../errors.js';
import type { Clock } from './clock.js';
import { strangerIn } from './known-names.js';
import { onAbort } from './on-abort.js';

/** What bounds one call. */
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
   * How often a request that failed is repeated at most, where a repeat can do no harm. 0 turns repeats off.
   * Default: the client's.
   */
  retries?: number | undefined;
  /**
   * Told of the raw answer to each request of this call, a copy, before it is judged; not of token requests, which many
   * calls share. An answer may hold secrets: the one to `createJob` has the upload key. What it throws changes nothing.
   */
  onResponse?: ((response: Response) => unknown) | undefined;
}

/** {@link CallOptions}, worked out at the start of the call: from here on the deadline is a moment. */
export interface Limits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** On the monotonic clock. */
  readonly deadlineAtMs?: number;
  readonly retries?: number | undefined;
  readonly onResponse?: CallOptions['onResponse'];
  /** For work that several calls wait for: told of each failure that is followed by a pause. */
  readonly onPause?: (untilMs: number, error: unknown, repeat: number) => void;
}

/** One call: what bounds it, and what its errors have to say about it. */
export interface Call {
  readonly limits: Limits;
  readonly about: Readonly<Pick<ErrorDetails, 'step' | 'job_id' | 'information' | 'attempts' | 'cause'>>;
  /** Why this try is a repeat: the code of the failure before it. */
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

/** The last status of the job that the call waits for, where one is known. */
function lastStatus({ about: { information } }: Call): string | undefined {
  if (!information) return undefined;
  const { id, status, status_reason } = information;
  return `Job ${id} was last ${status}${status_reason ? `: ${status_reason}` : ''}.`;
}

/** Which options there are, and what those have to be that are objects or functions: it shows by their methods. */
export type OptionTable<O> = {
  readonly [K in keyof Required<O>]: readonly [wanted?: string, ...methods: string[]];
};

export const callback = ['a function', 'call'] as const;

/** The options of every call. */
export const callTable: OptionTable<CallOptions> = {
  signal: ['an AbortSignal', 'throwIfAborted'],
  timeoutMs: [],
  deadlineMs: [],
  retries: [],
  onResponse: callback,
};

/** Refuses options that nobody knows, and such as lack a method. `elsewhere`: names that belong somewhere else. */
export function checkOptions(given: object, table: OptionTable<object>, elsewhere?: readonly string[]): void {
  const stranger = strangerIn(given, Object.keys(table), 'is no option here', elsewhere);
  if (stranger) unusable(`${stranger.name} ${stranger.problem}`);
  for (const [name, [wanted, ...methods]] of Object.entries(table as OptionTable<Record<string, unknown>>)) {
    const value = (given as Record<string, Record<string, unknown> | undefined>)[name];
    if (
      wanted &&
      value !== undefined &&
      (Object(value) !== value || methods.some((method) => !value[method]))
    )
      unusable(`${name} has to be ${wanted}`);
  }
}

/** `table`: those of the call, where it has others than every call. */
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

export function checkRetries(retries: unknown): void {
  if (retries !== undefined && !(Number.isInteger(retries) && (retries as number) >= 0))
    unusable(`retries has to be a whole number, not ${shown(retries)}`);
}

/** Refuses times that are none. Infinity is no limit; a time that is over at once is a mistake in a calculation. */
export function checkMs(times: Record<string, unknown>): void {
  for (const [name, ms] of Object.entries(times)) {
    if (ms !== undefined && !(typeof ms === 'number' && ms > 0))
      unusable(`${name} has to be above 0, not ${shown(ms)}`);
  }
}

// After this long without an answer, or without a piece of its body, Node's fetch gives up.
const NODE_FETCH_MS = 300_000;

/** Refuses a time for one try that Node's own `fetch` would not keep. */
export function checkTimeoutMs(timeoutMs: number | undefined, usesNodeFetch: () => boolean): void {
  if (timeoutMs !== undefined && timeoutMs > NODE_FETCH_MS && usesNodeFetch())
    unusable(
      `timeoutMs must be at most ${NODE_FETCH_MS}, not ${timeoutMs}: Node's own fetch waits 300 s at most. For a longer time pass a fetch of your own, such as undici's with a dispatcher whose headersTimeout and bodyTimeout are as long`,
    );
}

export function unusable(problem: string, code = 'invalid_configuration'): never {
  throw new ConfigurationError(`${problem}.`, { code });
}

/** A value in a message. JSON says null of NaN. */
export const shown = (value: unknown): string =>
  String(typeof value === 'number' ? value : JSON.stringify(value)).slice(0, 99);

/**
 * Runs `run` until it ends, the caller aborts, `timeoutMs` is over or the deadline of the call is there. Whichever
 * comes first decides, also over a `fetch` that does not listen to its signal. `isUnsent`: what runs sends nothing, so that
 * a time that is over proves that nothing was sent.
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
  const unwatch = signal && onAbort(signal, () => stop.abort(signal.reason));
  const callOff = clock.schedule(Math.min(timeoutMs, leftMs), () => stop.abort(tooLate()));
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
  });
  try {
    return await Promise.race([run(stop.signal), stopped]);
  } catch (error) {
    // What it has begun ends with it: not every fetch lets go of a connection whose answer is not read to its end.
    stop.abort(error);
    throw error;
  } finally {
    callOff();
    unwatch?.();
  }
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
