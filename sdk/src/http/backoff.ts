import type { EpsonConnectError } from '../errors.js';

const FIRST_MS = 500;
const LONGEST_MS = 20_000;
// The host counts by the minute: three refusals in a row are waited out for more than one.
const CALL_LIMIT_FIRST_MS = 15_000;
const CALL_LIMIT_LONGEST_MS = 60_000;

/**
 * Milliseconds before the `n`-th repeat: full jitter, so that those who failed together do not come back together. On
 * top of that, what the host asks for; when it refuses by its call limit and asks for nothing, as Epson does, a share
 * of the minute.
 */
export function pauseBefore(
  n: number,
  { name, retryAfterMs }: Partial<EpsonConnectError & { retryAfterMs: number }>,
  random: () => number,
): number {
  const growing = (firstMs: number, longestMs: number) => Math.min(firstMs * 2 ** (n - 1), longestMs);
  const isLimit = name === 'RateLimitError';
  const askedMs = retryAfterMs ?? (isLimit ? growing(CALL_LIMIT_FIRST_MS, CALL_LIMIT_LONGEST_MS) : 0);
  return askedMs + random() * growing(FIRST_MS, LONGEST_MS);
}
