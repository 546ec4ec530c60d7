import type { Clock } from '../index.js';

/** A clock that only moves when told to. */
export interface FakeClock extends Clock {
  /** Moves both clocks on and runs what is due. */
  advance(ms: number): void;
  /** Sets the wall clock only, as an administrator would. */
  jumpWall(ms: number): void;
  /** Timers that are neither due nor called off. */
  readonly pending: number;
}

export function fakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let wall = startMs;
  let monotonic = 1_000;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    nowMs: () => wall,
    monotonicMs: () => monotonic,
    schedule(delayMs, callback) {
      const timer = { at: monotonic + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      wall += ms;
      monotonic += ms;
      for (const timer of [...timers].filter(({ at }) => at <= monotonic).sort((a, b) => a.at - b.at)) {
        timers.delete(timer);
        timer.callback();
      }
    },
    jumpWall(ms) {
      wall += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}
