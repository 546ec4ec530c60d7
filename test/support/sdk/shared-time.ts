import type { Clock as SdkClock, Fetch } from 'epson-connect-sdk';

/** One time for host and client, which goes by as fast as the work allows. */
export interface SharedTime {
  readonly clock: SdkClock;
  /** Counts the requests that are under way: time stands still meanwhile. */
  readonly fetch: Fetch;
  /** Moves the time on to the next timer whenever nothing is going on, until `work` ends. */
  pass<T>(work: Promise<T>): Promise<T>;
}

export function sharedTime(): SharedTime {
  let nowMs = Date.UTC(2026, 0, 1);
  let underWay = 0;
  let onQuiet = () => {};
  const timers = new Set<{ atMs: number; callback: () => void }>();
  return {
    clock: {
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      schedule(delayMs, callback) {
        const timer = { atMs: nowMs + delayMs, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    async fetch(url, init) {
      underWay += 1;
      try {
        const response = await fetch(url, init);
        const bytes = response.status === 204 ? null : await response.arrayBuffer();
        return new Response(bytes, response);
      } finally {
        underWay -= 1;
        if (underWay === 0) onQuiet();
      }
    },
    async pass(work) {
      let hasEnded = false;
      const over = () => (hasEnded = true);
      work.then(over, over);
      for (let quietTurns = 0; !hasEnded; quietTurns += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (underWay > 0) {
          quietTurns = 0;
          await new Promise<void>((resolve) => (onQuiet = resolve));
        }
        const nextMs = Math.min(...[...timers].map(({ atMs }) => atMs));
        if (quietTurns < 10 || nextMs === Infinity) continue;
        quietTurns = 0;
        nowMs = nextMs;
        for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
          timers.delete(timer);
          timer.callback();
        }
      }
      return work;
    },
  };
}
