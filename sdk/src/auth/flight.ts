import { within, type Limits } from '../http/limits.js';
import type { Transport } from '../http/send.js';

/** One piece of work that many calls wait for. */
export interface Flight<T> {
  /** Waits for the work, within the limits of one call. */
  wait(limits: Limits): Promise<T>;
  /** Whether it was called off: whoever comes now has to start another. */
  isAbandoned(): boolean;
}

/**
 * Starts the work. When the last call that waits for it has given up, it is called off, so that nothing is left behind
 * that keeps a process alive. The work repeats what fails as long as anybody waits: a call whose own limits do not let
 * it wait for the next repeat goes with the failure that it would have waited after.
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
  // Whoever waits sees the failure; when nobody does, it is nobody's.
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
