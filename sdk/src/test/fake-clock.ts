import type { Clock } from '../index.js';

/** A clock that only moves when told to. */
export interface FakeClock extends Clock {
  /** Moves both clocks on and runs what is due. */
  advance(ms: number): void;
  /** Sets the wall clock only, as an administrator would. */
  jumpWall(ms: number): void;
  /** Milliseconds until the next timer is due; Infinity when there is none. */
  readonly nextMs: number;
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
    get nextMs() {
      return Math.min(...[...timers].map(({ at }) => at - monotonic));
    },
    get pending() {
      return timers.size;
    },
  };
}

/**
 * Lets the time of a test go by as fast as it can: whenever nothing is going on, to the next timer, until `work` ends.
 * `isBusy` tells of what goes on outside of this process's turns, such as requests.
 */
export async function hurry<T>(clock: FakeClock, work: Promise<T>, isBusy = () => false): Promise<T> {
  let hasEnded = false;
  const over = () => (hasEnded = true);
  work.then(over, over);
  for (let quietTurns = 0; !hasEnded; quietTurns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isBusy()) quietTurns = 0;
    if (quietTurns < 5 || clock.nextMs === Infinity) continue;
    clock.advance(clock.nextMs);
    quietTurns = 0;
  }
  return work;
}
