/** Watches how far the memory of this process rises above where it stands now. */
export function watchRise(): () => number {
  globalThis.gc?.();
  const beforeBytes = process.memoryUsage.rss();
  let peakBytes = beforeBytes;
  const look = () => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss()));
  const timer = setInterval(look, 2);
  return () => {
    clearInterval(timer);
    look();
    return peakBytes - beforeBytes;
  };
}
