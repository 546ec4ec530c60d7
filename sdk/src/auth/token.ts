import { jsonOf } from '../http/answer.js';
import { badFormat } from '../http/classify-answer.js';
import type { Clock } from '../http/clock.js';
import type { Answer } from '../http/transport.js';

/**
 * Tokens of a {@link TokenStore}: one answer of the token path, its owner and the time of the request.
 * `access_token` and `refresh_token` are secrets.
 */
export interface StoredTokens {
  /** Host, client ID and printer that the tokens are for. Tokens of another owner are never used. */
  readonly owner: string;
  /** The access token of the host. */
  readonly access_token: string;
  /** Absent when the host gave none. */
  readonly refresh_token?: string | undefined;
  /** The device ID, under the name it has on the wire. Absent in version 2, whose tokens name the printer themselves. */
  readonly subject_id?: string | undefined;
  /** Life in seconds, counted from `obtainedAtMs`. */
  readonly expires_in: number;
  /** Wall clock, milliseconds since 1970, of the moment before the token was asked for. */
  readonly obtainedAtMs: number;
  /**
   * Version 2: since when a refresh with `refresh_token` is under way whose answer is not stored yet. A refresh token works
   * once, so that this one may be spent.
   */
  readonly refreshingSinceMs?: number | undefined;
  /** Version 2: when the host refused the refresh token. A person has to authorize again. */
  readonly refusedAtMs?: number | undefined;
}

// A token travels in a header: visible ASCII and nothing else.
const isToken = (value: unknown): value is string => typeof value === 'string' && /^[!-~]+$/.test(value);

/** The version of the API decides whether an answer names the device. */
export type Naming = 'device named' | 'no device';

/** Returns the first invalid member. Hosts fail, files get edited, stores are shared. */
function flawOf(
  { access_token, subject_id, expires_in }: Partial<StoredTokens>,
  naming: Naming,
): keyof StoredTokens | undefined {
  if (!isToken(access_token)) return 'access_token';
  if (naming === 'device named' && !isToken(subject_id)) return 'subject_id';
  return Number.isFinite(expires_in) ? undefined : 'expires_in';
}

// The life of tokens in version 2. One that ends sooner is renewed when a call is refused. Evidence: client.
const USUAL_LIFE_S = 3600;

/**
 * Checks a token answer before anything replaces what is held. A refresh may answer without a refresh token: then the
 * one at hand stays good. Evidence: specification.
 */
export function tokensFrom(
  answer: Answer,
  { refresh_token, ...origin }: Pick<StoredTokens, 'owner' | 'obtainedAtMs' | 'refresh_token'>,
  naming: Naming = 'device named',
): StoredTokens {
  const body = Object(jsonOf(answer)) as { -readonly [name in keyof StoredTokens]: StoredTokens[name] };
  // A refresh token is spent by now: no answer is thrown away for what it says of the life of its tokens.
  if (naming === 'no device') body.expires_in = Number(body.expires_in) || USUAL_LIFE_S;
  const flaw = flawOf(body, naming);
  if (flaw !== undefined) throw badFormat(answer, `without a usable ${flaw}`);
  const { access_token, subject_id, expires_in } = body;
  const newest = isToken(body.refresh_token) ? body.refresh_token : refresh_token;
  return { ...origin, access_token, refresh_token: newest, subject_id, expires_in };
}

/** Returns whether stored tokens can be used for this owner. */
export function areUsable(
  stored: StoredTokens | undefined,
  owner: string,
  naming: Naming = 'device named',
): stored is StoredTokens {
  return (
    stored?.owner === owner && flawOf(stored, naming) === undefined && Number.isFinite(stored.obtainedAtMs)
  );
}

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
