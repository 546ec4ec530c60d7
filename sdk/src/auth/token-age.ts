import type { Clock } from '../http/clock.js';
import type { StoredTokens } from './token.js';

// A token this close to its end may be dead when it arrives: it is not used.
const HARD_MARGIN_MS = 30_000;
// A token this close to its end is still used, while a new one is fetched in the background.
const SOFT_WINDOW_MS = 300_000;
// Clocks of two machines that share a store differ a little; more than this is a wrong clock.
const CLOCK_SKEW_MS = 5_000;

/** Tokens in use, with the two clocks as they were when they came into use. */
export interface HeldTokens {
  readonly tokens: StoredTokens;
  readonly heldAtMs: number;
  readonly ageWhenHeldMs: number;
}

export function hold(tokens: StoredTokens, clock: Clock): HeldTokens {
  return { tokens, heldAtMs: clock.monotonicMs(), ageWhenHeldMs: clock.nowMs() - tokens.obtainedAtMs };
}

/**
 * `dead`: not to be used; `ageing`: to be used, and to be renewed; `fresh`. The age is the larger of what the two
 * clocks say: the wall clock can be set back, the monotonic one may stand still while a machine sleeps. Tokens from
 * the future mean that the wall clock is wrong, and nothing is known about their age.
 */
export function stateOf(
  { tokens, heldAtMs, ageWhenHeldMs }: HeldTokens,
  clock: Clock,
): 'fresh' | 'ageing' | 'dead' {
  const wallAgeMs = clock.nowMs() - tokens.obtainedAtMs;
  if (wallAgeMs < -CLOCK_SKEW_MS) return 'dead';
  const lifeMs = tokens.expires_in * 1000;
  const leftMs = lifeMs - Math.max(wallAgeMs, ageWhenHeldMs + clock.monotonicMs() - heldAtMs);
  // A short-lived token must not be all margin.
  if (leftMs <= Math.min(HARD_MARGIN_MS, lifeMs / 2)) return 'dead';
  return leftMs <= Math.min(SOFT_WINDOW_MS, (lifeMs * 3) / 4) ? 'ageing' : 'fresh';
}
