/**
 * The time as this package sees it. Pass your own to a test of yours; everything that waits or ages goes through it.
 *
 * @example
 * const epson = new EpsonConnect({ clock: { ...systemClock, nowMs: () => Date.parse('2030-01-01') } });
 */
export interface Clock {
  /** Wall clock: milliseconds since 1970, may jump. */
  nowMs(): number;
  /** Milliseconds since some moment; never jumps, never goes back. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs`, which may be Infinity. The function returned calls it off. */
  schedule(delayMs: number, callback: () => void): () => void;
}

// Timers of more than 31 bits fire at once; 24 days are long enough for a limit of one call.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The runtime's own clock and timers: the default.
 *
 * @example
 * const startMs = systemClock.monotonicMs();
 */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

const clocks = new WeakMap<object, Clock>();

/** Remembers the clock of a client. */
export const setClock = (client: object, clock: Clock): void => void clocks.set(client, clock);

/** Returns the clock of a client; the runtime's for what stands in for a client in a test. */
export const clockOf = (client: object): Clock => clocks.get(client) ?? systemClock;
