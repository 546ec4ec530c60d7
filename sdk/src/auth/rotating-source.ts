import { AuthenticationError, ConfigurationError, type EpsonConnectError } from '../errors/index.js';
import type { Call, Limits } from '../http/limits.js';
import type { Operation } from '../http/api.js';
import { retrying } from '../http/retry.js';
import { DEFAULT_TIMEOUT_MS } from '../http/send.js';
import type { Transport } from '../http/transport.js';
import { holdTokens } from './held-tokens.js';
import { notAuthorized, refreshRefused } from './reauthorization.js';
import type { TokenSource } from './token-source.js';
import { exclusively, type TokenStore } from './token-store.js';
import { areUsable, hold, stateOf, type HeldTokens, type StoredTokens } from './token.js';

/** Requests for the tokens of one connection: one request for each call of a function. */
export interface RotatingGrants {
  /** Host, client ID and connection. */
  readonly owner: string;
  /** The name of the connection, for messages. */
  readonly connection: string;
  /** The operation of the token path. */
  readonly operation: Operation;
  refresh(call: Call, refresh_token: string): Promise<StoredTokens>;
}

/** A source of tokens whose refresh token works once. */
export interface RotatingSource extends TokenSource {
  /**
   * Requests tokens by a grant that a person gave, and stores them in the place of what is stored, also where that is refused.
   * `request` is repeated only when it surely did not reach the host.
   */
  authorize(limits: Limits, request: (call: Call) => Promise<StoredTokens>): Promise<StoredTokens>;
  /** Resolves when nothing is being renewed or stored any more. */
  idle(): Promise<void>;
}

/** Tokens that the host gave and the store has not taken yet. */
interface Unsaved {
  readonly tokens: StoredTokens;
  /** Returns whether they go into the place of what is stored. Otherwise somebody has stored newer ones. */
  readonly supersede: (stored: StoredTokens | undefined) => boolean;
}

// One is enough, unless other processes change what is stored at the same moment.
const MOST_TURNS = 5;

/**
 * Makes a source for tokens that rotate. Whoever renews has the exclusive right of the store, reads again, stores that a
 * refresh is under way, refreshes, **stores, and only then uses**.
 *
 * - The store is written before the refresh token is sent, so that a store that cannot be written costs no token.
 * - A refresh that was sent is never given up before its own time is over: its answer is the only way to the new tokens.
 *   Callers that cannot wait leave, and the answer is stored for the next one.
 * - A time-out, a call limit, a failure (5xx) or an unusable answer of the host changes no token. The refresh token is tried
 *   again, because the host may not have got it.
 * - `invalid_grant` ends the connection: that is stored, and no process sends the refresh token again. An access token that
 *   still lives is used to its end.
 * - New tokens that the store does not take stay in memory, unused: the call fails with the error of the store, and each later
 *   call stores them first.
 */
export function createRotatingSource(
  transport: Transport,
  grants: RotatingGrants,
  store: TokenStore,
): RotatingSource {
  const { clock } = transport;
  const { owner, connection } = grants;
  const { usable, instead, drop } = holdTokens(
    transport,
    (limits, unwanted) => tracked(renew(limits, unwanted)),
    () => transport.timeoutMs,
  );
  let unsaved: Unsaved | undefined;
  const working = new Set<Promise<unknown>>();

  function tracked<T>(work: Promise<T>): Promise<T> {
    const over = () => void working.delete(work);
    working.add(work);
    work.then(over, over);
    return work;
  }

  async function idle(): Promise<void> {
    while (working.size > 0) await Promise.allSettled(working);
  }

  async function renew(limits: Limits, unwanted: string | undefined): Promise<HeldTokens> {
    // Another process may have renewed, or found out that nobody can.
    const found = unsaved ? undefined : decide(await store.read(owner), unwanted);
    if (found && 'tokens' in found) return found;
    const call: Call = { limits, about: { step: 'authenticate' } };
    // Each try has the right for itself: the pauses between them are for others.
    return retrying(transport, call, grants.operation, (call) => inTurn(call, unwanted));
  }

  /** Returns tokens that can be used, or the ones whose refresh token is to be used; throws when there are neither. */
  function decide(
    stored: StoredTokens | undefined,
    unwanted: string | undefined,
  ): HeldTokens | { readonly previous: StoredTokens; readonly refresh_token: string } {
    if (!areUsable(stored, owner, 'no device')) throw notAuthorized(connection);
    if (stored.access_token !== unwanted) {
      const found = hold(stored, clock);
      if (stateOf(found, clock) !== 'dead') return found;
    }
    const { refresh_token, refusedAtMs } = stored;
    if (refresh_token === undefined || refusedAtMs !== undefined) throw refreshRefused(connection, stored);
    return { previous: stored, refresh_token };
  }

  async function inTurn(call: Call, unwanted: string | undefined): Promise<HeldTokens> {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      // It goes on where its caller has left.
      const tokens = await tracked(exclusively(store, owner, () => takeTurn(call, unwanted)));
      if (tokens) return hold(tokens, clock);
    }
    throw new ConfigurationError(
      'tokenStore does not replace the tokens that it returns, though nobody else has changed them. Let replace compare access_token, and store all members.',
      { code: 'unusable_store' },
    );
  }

  /** Runs with the exclusive right. Returns undefined when that was lost, or somebody has stored something meanwhile. */
  async function takeTurn(call: Call, unwanted: string | undefined): Promise<StoredTokens | undefined> {
    call.limits.signal?.throwIfAborted();
    const stored = await store.read(owner);
    if (unsaved?.supersede(stored)) return save(stored, unsaved);
    unsaved = undefined;
    const found = decide(stored, unwanted);
    if ('tokens' in found) return found.tokens;
    const { previous, refresh_token } = found;
    const marked = { ...previous, refreshingSinceMs: previous.refreshingSinceMs ?? clock.nowMs() };
    if (!(await store.replace(previous, marked))) return undefined;
    try {
      const tokens = await grants.refresh(withoutGivingUp(call), refresh_token);
      // Unless a person has authorized meanwhile: those tokens replace any others.
      unsaved ??= { tokens, supersede: (stored) => stored?.access_token === previous.access_token };
    } catch (error) {
      return await failed(error as EpsonConnectError & { notSent?: boolean }, previous, marked);
    }
    return save(marked, unsaved);
  }

  async function save(
    stored: StoredTokens | undefined,
    { tokens }: Unsaved,
  ): Promise<StoredTokens | undefined> {
    if (!(await store.replace(stored, tokens))) return undefined;
    unsaved = undefined;
    return tokens;
  }

  /** Stores what a refresh that gave no tokens means for the refresh token. */
  async function failed(
    error: EpsonConnectError & { notSent?: boolean },
    previous: StoredTokens,
    marked: StoredTokens,
  ): Promise<undefined> {
    const isRefusal = error instanceof AuthenticationError;
    if (isRefusal && error.code === 'invalid_grant') {
      const { refreshingSinceMs } = previous;
      const refused = { ...marked, refresh_token: undefined, refreshingSinceMs, refusedAtMs: clock.nowMs() };
      // Otherwise others have stored tokens, or the same.
      if (!(await store.replace(marked, refused))) return undefined;
      throw refreshRefused(connection, refused, error);
    }
    // The refresh token is surely not spent. Of all other failures nobody knows.
    if (isRefusal || error.notSent) await store.replace(marked, previous);
    throw error;
  }

  /** The caller's signal and a short timeoutMs end the wait for a refresh, never the refresh. */
  function withoutGivingUp(call: Call): Call {
    const timeoutMs = Math.max(DEFAULT_TIMEOUT_MS, transport.timeoutMs ?? 0);
    return { ...call, limits: { timeoutMs } };
  }

  async function authorize(
    limits: Limits,
    request: (call: Call) => Promise<StoredTokens>,
  ): Promise<StoredTokens> {
    const call: Call = { limits, about: { step: 'authenticate' } };
    // The grant works once: a store that is out of order, or read-only, is found before.
    await exclusively(store, owner, async () => store.read(owner));
    const tokens = await retrying(transport, call, { ...grants.operation, repeat: 'unprocessed' }, request);
    drop();
    unsaved = { tokens, supersede: () => true };
    await inTurn({ ...call, limits: {} }, undefined);
    return tokens;
  }

  async function forget(): Promise<void> {
    await exclusively(store, owner, async () => {
      drop();
      unsaved = undefined;
      const stored = await store.read(owner);
      if (stored?.owner === owner) await store.replace(stored, undefined);
    });
  }

  return { usable, instead, forget, authorize, idle };
}
