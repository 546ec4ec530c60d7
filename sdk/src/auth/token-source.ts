import type { Limits } from '../http/limits.js';
import type { Transport } from '../http/transport.js';
import { ownerOf, requestTokens, type Credentials } from './grants.js';
import { holdTokens } from './held-tokens.js';
import type { TokenStore } from './token-store.js';
import { areUsable, hold, stateOf, type HeldTokens, type StoredTokens } from './token.js';

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
  const { usable, instead, drop } = holdTokens(transport, renew);

  async function renew(
    limits: Limits,
    unwanted: string | undefined,
    isNewest: () => boolean,
  ): Promise<HeldTokens> {
    const stored = await store.read(owner);
    const previous = areUsable(stored, owner) ? stored : undefined;
    // Another process, or an earlier run of this one, may have left what is wanted.
    if (previous && previous.access_token !== unwanted) {
      const found = hold(previous, clock);
      if (stateOf(found, clock) !== 'dead') return found;
    }
    const tokens = await requestTokens(transport, limits, credentials, previous?.refresh_token);
    // Forgotten meanwhile, it is not kept.
    if (!isNewest() || !(await store.replace(stored, tokens))) {
      // Another process was faster. Its tokens are the ones that are kept, so they are the ones to go on with.
      const others = await store.read(owner);
      if (areUsable(others, owner)) return hold(others, clock);
    }
    return hold(tokens, clock);
  }

  async function forget(): Promise<void> {
    drop();
    const stored = await store.read(owner);
    // Not those of another printer, and not those that another process has just written.
    if (areUsable(stored, owner)) await store.replace(stored, undefined);
  }

  return { usable, instead, forget };
}
