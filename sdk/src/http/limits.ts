import { ConfigurationError, TimeoutError, type ErrorDetails } from '../errors.js';
import type { Clock } from './clock.js';

/** What bounds one call. */
export interface CallOptions {
  /** Ends the call. Its reason is thrown as it is. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one try of one request. Default: the client's. */
  timeoutMs?: number | undefined;
  /** Milliseconds for the whole call, all its requests and repeats together. Default: no such limit. */
  deadlineMs?: number | undefined;
}

/** {@link CallOptions}, worked out at the start of the call: from here on the deadline is a moment. */
export interface Limits {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** On the monotonic clock. */
  readonly deadlineAtMs?: number;
}

/** One call: what bounds it, and what its errors have to say about it. */
export interface Call {
  readonly limits: Limits;
  readonly about: Readonly<Pick<ErrorDetails, 'step' | 'job_id' | 'information'>>;
}

/** How a message begins. */
export function failed({ about: { step } }: Call): string {
  return `The ${step ?? 'API'} call failed:`;
}

export function limitsOf(clock: Clock, options: CallOptions = {}): Limits {
  const { signal, timeoutMs, deadlineMs } = Object(options) as CallOptions;
  if (signal !== undefined && !signal?.throwIfAborted) unusable('signal has to be an AbortSignal');
  checkMs({ timeoutMs, deadlineMs });
  return { signal, timeoutMs, deadlineAtMs: clock.monotonicMs() + (deadlineMs ?? Infinity) };
}

/** Refuses times that are none. Infinity is no limit; a time that is over at once is a mistake in a calculation. */
export function checkMs(times: Record<string, unknown>): void {
  for (const [name, ms] of Object.entries(times)) {
    if (ms !== undefined && !(typeof ms === 'number' && ms > 0))
      unusable(`${name} has to be above 0, not ${shown(ms)}`);
  }
}

export function unusable(problem: string): never {
  throw new ConfigurationError(`${problem}.`, { code: 'invalid_configuration' });
}

/** A value in a message. JSON says null of NaN. */
export const shown = (value: unknown): string =>
  String(typeof value === 'number' ? value : JSON.stringify(value)).slice(0, 99);

/**
 * Runs `run` until it ends, the caller aborts, `timeoutMs` is over or the deadline of the call is there. Whichever
 * comes first decides, also over a `fetch` that does not listen to its signal.
 */
export async function within<T>(
  clock: Clock,
  call: Call,
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, deadlineAtMs = Infinity } = call.limits;
  signal?.throwIfAborted();
  const leftMs = deadlineAtMs - clock.monotonicMs();
  const code = leftMs <= timeoutMs ? 'deadline' : 'timeout';
  const tooLate = (notSent?: boolean) =>
    new TimeoutError(`${failed(call)} the time set by ${code}Ms is over.`, { ...call.about, code, notSent });
  if (leftMs <= 0) throw tooLate(true);

  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  const callOff = clock.schedule(Math.min(timeoutMs, leftMs), () => stop.abort(tooLate()));
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
  });
  try {
    return await Promise.race([run(stop.signal), stopped]);
  } finally {
    callOff();
    signal?.removeEventListener('abort', onAbort);
  }
}
