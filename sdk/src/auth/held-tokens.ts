import type { Limits } from '../http/limits.js';
import type { Transport } from '../http/transport.js';
import { startFlight, type Flight } from './flight.js';
import { stateOf, type HeldTokens, type StoredTokens } from './token.js';

// After a renewal in the background has failed, the next one waits: the token at hand is still good.
const QUIET_MS = 30_000;

/**
 * Finds or requests other tokens than the unwanted ones. `isNewest` returns whether no later renewal was started and nothing
 * was dropped.
 */
export type Renew = (
  limits: Limits,
  unwanted: string | undefined,
  isNewest: () => boolean,
) => Promise<HeldTokens>;

/** The tokens that a process uses. */
export interface TokensInUse {
  /** Returns tokens for the next request. Renews old ones in the background, and waits for a renewal of dead ones. */
  readonly usable: (limits: Limits) => Promise<StoredTokens>;
  /** Returns other tokens than the refused one: those that another call has renewed, or new ones. */
  readonly instead: (limits: Limits, refused: string) => Promise<StoredTokens>;
  /** Uses no tokens any more, not those of a renewal on its way either. */
  readonly drop: () => void;
}

/**
 * Holds tokens, and renews them once for all calls that wait. `waitMs` bounds the wait of calls without a `timeoutMs` of their
 * own, where a renewal is not bounded by that of the client.
 */
export function holdTokens(
  transport: Transport,
  renew: Renew,
  waitMs?: () => number | undefined,
): TokensInUse {
  const { clock } = transport;
  let held: HeldTokens | undefined;
  let flight: Flight<StoredTokens> | undefined;
  /** Counts the renewals, so that an old answer, however late, never replaces a newer token. */
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
      const isNewest = () => mine === newest;
      flight = startFlight(transport, async (limits) => {
        try {
          const found = await renew(limits, unwanted, isNewest);
          if (isNewest()) held = found;
          return found.tokens;
        } finally {
          if (isNewest()) flight = undefined;
        }
      });
    }
    return flight.wait({ ...limits, timeoutMs: limits.timeoutMs ?? waitMs?.() });
  }

  function drop(): void {
    newest += 1;
    held = flight = undefined;
  }

  return { usable, instead, drop };
}
