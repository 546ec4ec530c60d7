/** How far memory rose above where it stood, at its highest, in bytes. */
export interface Rise {
  /** Of the whole process. */
  readonly growthBytes: number;
  /** Of what lies in buffers. */
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
