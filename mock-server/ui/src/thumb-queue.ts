/** The limits of thumbnails. */
interface Limits {
  /** The most pictures that are kept. The one that was used longest ago goes first. */
  readonly kept: number;
  /** The most documents that are open at a time. */
  readonly atOnce: number;
}

type Take = (picture: string | undefined) => void;

/** Thumbnails that are drawn when somebody wants them, each once. */
export interface ThumbQueue<T> {
  /** Gives the picture of a key as soon as it is drawn, or nothing if it cannot be. Returns a function that takes the wish back. */
  want(key: string, source: T, take: Take): () => void;
}

/** Returns a queue that draws what is still wanted, in the order of the wishes. */
export function thumbQueue<T>(draw: (source: T) => Promise<string>, { kept, atOnce }: Limits): ThumbQueue<T> {
  const pictures = new Map<string, string>();
  const takers = new Map<string, Set<Take>>();
  const waiting = new Map<string, T>();
  const running = new Set<string>();

  function next(): void {
    for (const [key, source] of waiting) {
      if (running.size >= atOnce) return;
      waiting.delete(key);
      running.add(key);
      void draw(source).then(
        (picture) => end(key, picture),
        // Nothing is kept of a failure: the document may have been out of reach.
        () => end(key, undefined),
      );
    }
  }

  function end(key: string, picture: string | undefined): void {
    running.delete(key);
    if (picture !== undefined) keep(key, picture);
    const told = takers.get(key) ?? [];
    takers.delete(key);
    for (const take of told) take(picture);
    next();
  }

  function keep(key: string, picture: string): void {
    pictures.delete(key);
    pictures.set(key, picture);
    for (const oldest of pictures.keys()) {
      if (pictures.size <= kept) return;
      pictures.delete(oldest);
    }
  }

  return {
    want(key, source, take) {
      const picture = pictures.get(key);
      if (picture !== undefined) {
        keep(key, picture);
        take(picture);
        return () => undefined;
      }
      const all = takers.get(key) ?? new Set();
      takers.set(key, all.add(take));
      if (!running.has(key)) waiting.set(key, source);
      next();
      return () => {
        all.delete(take);
        if (all.size === 0) waiting.delete(key);
      };
    },
  };
}
