/** The highest rise of memory above its value at the start, in bytes. */
export interface Rise {
  /** The rise of the whole process. */
  readonly growthBytes: number;
  /** The rise of the buffers. */
  readonly buffersBytes: number;
}

/**
 * Watches how far the memory of this process rises above where it stands now.
 *
 * @param isCollected collects garbage before each look, so that only what is in use counts
 */
export function watchRise(isCollected = false): () => Rise {
  collectGarbage();
  const before = process.memoryUsage();
  const peak = { ...before };
  const look = () => {
    if (isCollected) collectGarbage();
    const { rss, arrayBuffers } = process.memoryUsage();
    peak.rss = Math.max(peak.rss, rss);
    peak.arrayBuffers = Math.max(peak.arrayBuffers, arrayBuffers);
  };
  const timer = setInterval(look, isCollected ? 50 : 2);
  return () => {
    clearInterval(timer);
    look();
    return { growthBytes: peak.rss - before.rss, buffersBytes: peak.arrayBuffers - before.arrayBuffers };
  };
}

/** Collects garbage twice: buffers are freed in the background, which the second collection waits for. */
function collectGarbage(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}
