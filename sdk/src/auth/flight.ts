import type { Clock } from '../http/clock.js';
import { within, type Limits } from '../http/limits.js';

/** One piece of work that many calls wait for. */
export interface Flight<T> {
  /** Waits for the work, within the limits of one call. */
  wait(limits: Limits): Promise<T>;
  /** Whether it was called off: whoever comes now has to start another. */
  isAbandoned(): boolean;
}

/**
 * Starts the work. When the last call that waits for it has given up, it is called off, so that nothing is left behind
 * that keeps a process alive.
 */
export function startFlight<T>(clock: Clock, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
  const stop = new AbortController();
  const working = work(stop.signal);
  let waiting = 0;
  // Whoever waits sees the failure; when nobody does, it is nobody's.
  working.catch(() => {});
  return {
    async wait(limits) {
      waiting += 1;
      try {
        // The tries inside have the client's timeoutMs; this call's own, if any, bounds the wait.
        const call = { limits, about: { step: 'authenticate' } } as const;
        return await within(clock, call, limits.timeoutMs ?? Infinity, () => working);
      } finally {
        waiting -= 1;
        if (waiting === 0) stop.abort();
      }
    },
    isAbandoned: () => stop.signal.aborted,
  };
}
