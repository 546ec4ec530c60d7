/**
 * Whether a `fetch` is the one that Node brings along. It sends a stream under a length that it is told, and it gives up
 * by itself after 300 s. Told by its source, because `globalThis.fetch` may have been replaced before this package was
 * loaded; one that is wrapped counts as another.
 */
export const isNodeFetch = (fetch: unknown): boolean =>
  typeof fetch === 'function' && Function.prototype.toString.call(fetch).includes('internal/deps/undici');
