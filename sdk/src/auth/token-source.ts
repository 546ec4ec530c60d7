import type { Limits } from '../http/limits.js';
import type { Transport } from '../http/transport.js';
import { startFlight, type Flight } from './flight.js';
import { ownerOf, requestTokens, type Credentials } from './grants.js';
import { areUsable, hold, stateOf, type HeldTokens, type StoredTokens, type TokenStore } from './token.js';

// After a renewal in the background has failed, the next one waits: the token at hand is still good.
const QUIET_MS = 30_000;

/**
 * Source of usable access tokens: cached, renewed before they expire, requested once for all calls that wait, and stored
 * before they are used.
 */
export interface TokenSource {
  /** Returns tokens for the next request. */
  usable(limits: Limits): Promise<StoredTokens>;
  /** Returns other tokens than the refused one: those that another call has renewed, or new ones. */
  instead(limits: Limits, refused: string): Promise<StoredTokens>;
  /** Deletes all tokens, those in the store too. A request on its way does not store its tokens any more. */
  forget(): Promise<void>;
}

export function createTokenSource(
  transport: Transport,
  credentials: Credentials,
  store: TokenStore,
): TokenSource {
  const { clock } = transport;
  const owner = ownerOf(credentials);
  let held: HeldTokens | undefined;
  let flight: Flight<StoredTokens> | undefined;
  /** Counts the requests for tokens, so that an old answer, however late, never replaces a newer token. */
  let newest = 0;
  let quietUntilMs = 0;

  async function usable(limits: Limits): Promise<StoredTokens> {
    limits.signal?.throwIfAborted();
    const state = held && stateOf(held, clock);
    if (!held || state === 'dead') return renewed(limits, held?.tokens.access_token);
    if (state === 'ageing' && !flight && clock.monotonicMs() >= quietUntilMs) {
      renewed({ retries: 0 }, held.tokens.access_token).catch(() => {
        // No call waits for it. The failure comes up again when the token is needed.
        quietUntilMs = clock.monotonicMs() + QUIET_MS;
      });
    }
    return held.tokens;
  }

  async function instead(limits: Limits, refused: string): Promise<StoredTokens> {
    limits.signal?.throwIfAborted();
    return held && held.tokens.access_token !== refused ? usable(limits) : renewed(limits, refused);
  }

  /** Joins the renewal that is on its way, or starts one. */
  function renewed(limits: Limits, unwanted: string | undefined): Promise<StoredTokens> {
    if (!flight || flight.isAbandoned()) {
      newest += 1;
      const mine = newest;
      flight = startFlight(transport, async (limits) => {
        try {
          return await renew(limits, unwanted, mine);
        } finally {
          if (mine === newest) flight = undefined;
        }
      });
    }
    return flight.wait(limits);
  }

  async function renew(limits: Limits, unwanted: string | undefined, mine: number): Promise<StoredTokens> {
    const use = (found: HeldTokens) => {
      if (mine === newest) held = found;
      return found.tokens;
    };
    const stored = await store.read(owner);
    const previous = areUsable(stored, owner) ? stored : undefined;
    // Another process, or an earlier run of this one, may have left what is wanted.
    if (previous && previous.access_token !== unwanted) {
      const found = hold(previous, clock);
      if (stateOf(found, clock) !== 'dead') return use(found);
    }
    const tokens = await requestTokens(transport, limits, credentials, previous?.refresh_token);
    // Forgotten meanwhile, it is not kept.
    if (mine !== newest || !(await store.replace(stored, tokens))) {
      // Another process was faster. Its tokens are the ones that are kept, so they are the ones to go on with.
      const others = await store.read(owner);
      if (areUsable(others, owner)) return use(hold(others, clock));
    }
    return use(hold(tokens, clock));
  }

  async function forget(): Promise<void> {
    newest += 1;
    held = flight = undefined;
    const stored = await store.read(owner);
    // Not those of another printer, and not those that another process has just written.
    if (areUsable(stored, owner)) await store.replace(stored, undefined);
  }

  return { usable, instead, forget };
}
