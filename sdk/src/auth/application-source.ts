import type { Limits } from '../http/limits.js';
import type { Transport } from '../http/transport.js';
import { holdTokens } from './held-tokens.js';
import type { TokenSource } from './token-source.js';
import { hold, type StoredTokens } from './token.js';

/** Makes a source for tokens that a client gets by its credentials alone. Nothing is stored: no person is asked for another. */
export function createApplicationSource(
  transport: Transport,
  request: (limits: Limits) => Promise<StoredTokens>,
): TokenSource {
  const { usable, instead, drop } = holdTokens(transport, async (limits) =>
    hold(await request(limits), transport.clock),
  );
  return { usable, instead, forget: async () => drop() };
}
