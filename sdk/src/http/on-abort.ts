interface Watch {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Whether this is what the caller's signal was aborted with. It is thrown as it is, and whatever it says, also where it is
 * an error of this package: it is about something else than the call that it ends.
 */
export const isAbortReason = (signal: AbortSignal | undefined, error: unknown): boolean =>
  !!signal?.aborted && error === signal.reason;

/**
 * Calls `callback` when the signal is aborted. A signal has one listener of ours, however many calls share it: Node warns
 * of a leak from the eleventh on. The function returned ends this; after the last one nothing is left on the signal.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const watch = watches.get(signal) ?? begin(signal);
  // One that is its own even where a function is given twice.
  const mine = () => callback();
  watch.callbacks.add(mine);
  return () => {
    if (!watch.callbacks.delete(mine) || watch.callbacks.size > 0) return;
    watches.delete(signal);
    signal.removeEventListener('abort', watch.listener);
  };
}

function begin(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  const watch = { callbacks, listener };
  watches.set(signal, watch);
  signal.addEventListener('abort', listener);
  return watch;
}
