/** The highest rise of memory above its value at the start, in bytes. */
export interface Rise {
  /** The rise of the whole process. */
  readonly growthBytes: number;
  /** The rise of the buffers. */
  readonly buffersBytes: number;
}

/** Watches how far the memory of this process rises above where it stands now. */
export function watchRise(): () => Rise {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const peak = { ...before };
  const look = () => {
    const { rss, arrayBuffers } = process.memoryUsage();
    peak.rss = Math.max(peak.rss, rss);
    peak.arrayBuffers = Math.max(peak.arrayBuffers, arrayBuffers);
  };
  const timer = setInterval(look, 2);
  return () => {
    clearInterval(timer);
    look();
    return { growthBytes: peak.rss - before.rss, buffersBytes: peak.arrayBuffers - before.arrayBuffers };
  };
}
