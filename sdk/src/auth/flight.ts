import { within, type Limits } from '../http/limits.js';
import type { Transport } from '../http/transport.js';

/** Work that many calls share. */
export interface Flight<T> {
  /** Waits for the work, within the limits of one call. */
  wait(limits: Limits): Promise<T>;
  /** Returns whether the work was cancelled: a new caller must start another. */
  isAbandoned(): boolean;
}

/**
 * Starts the work. It is cancelled when the last waiting call has given up, so that nothing keeps the process alive. The
 * work repeats failures while any call waits; a call whose own limits end before the next repeat gets the last failure.
 */
export function startFlight<T>(
  { clock, retries }: Pick<Transport, 'clock' | 'retries'>,
  work: (limits: Limits) => Promise<T>,
): Flight<T> {
  const stop = new AbortController();
  const waiting = new Set<NonNullable<Limits['onPause']>>();
  const onPause: Limits['onPause'] = (...failure) => {
    for (const told of waiting) told(...failure);
  };
  const working = work({ signal: stop.signal, retries: Infinity, onPause });
  // Each waiting call gets the failure; without one it is not unhandled.
  working.catch(() => {});
  return {
    async wait(limits) {
      // The tries inside have the client's timeoutMs; this call's own, if any, bounds the wait.
      const { timeoutMs = Infinity, deadlineAtMs = Infinity } = limits;
      const lastMs = Math.min(deadlineAtMs, clock.monotonicMs() + timeoutMs);
      let leave!: NonNullable<Limits['onPause']>;
      const left = new Promise<never>((_, reject) => {
        leave = (untilMs, error, repeat) => {
          if (repeat > (limits.retries ?? retries) || untilMs >= lastMs) reject(error);
        };
      });
      waiting.add(leave);
      try {
        const call = { limits, about: { step: 'authenticate' } } as const;
        return await within(clock, call, timeoutMs, () => Promise.race([working, left]));
      } finally {
        waiting.delete(leave);
        if (waiting.size === 0) stop.abort();
      }
    },
    isAbandoned: () => stop.signal.aborted,
  };
}
