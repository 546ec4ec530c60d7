import type { StoredTokens } from './token.js';

/**
 * Storage for the tokens of clients and printers. The default is memory; a store that outlives the process saves an
 * authentication per start, and in version 2 a person the next consent.
 *
 * Tokens are stored before they are used. Two processes may share a store: `replace` lets one of two writers win, and the
 * other uses the stored tokens. An error of the store ends the call that needed a token, unchanged. Version 2 writes that a refresh
 * begins before it sends the refresh token, which works once: a store that cannot be written costs no connection.
 *
 * Store all members of {@link StoredTokens}, also unknown ones: a row with the JSON of them does.
 *
 * @example
 * const epson = new EpsonConnect({ tokenStore: memoryTokenStore() });
 */
export interface TokenStore {
  /**
   * Returns the stored tokens; undefined when there are none. `owner` is that of {@link StoredTokens}: a store for one client
   * and one printer may ignore it.
   */
  read(owner?: string): StoredTokens | undefined | Promise<StoredTokens | undefined>;
  /**
   * Replaces `previous` by `next` atomically, and returns whether it did. It must not when something other than `previous` is
   * stored: compare `access_token`. `previous` is undefined when nothing was stored; `next` is undefined to delete the
   * tokens. Both may have the same `access_token`, when only the state of the refresh token has changed.
   */
  replace(previous: StoredTokens | undefined, next: StoredTokens | undefined): boolean | Promise<boolean>;
  /**
   * Runs `work` while nobody else runs work for this owner, in any process, and returns its result. Version 2 needs it, because
   * each refresh token works once: whoever renews holds this right, for one request and at most as long as that may take.
   * A process that was killed must not keep the right for long. While `work` runs, `replace` is called for this owner, and must
   * return false when the right was lost.
   *
   * Without this method the right covers one process only.
   */
  exclusive?<T>(owner: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Returns a store that lasts as long as the process: the default. Tokens of several clients and printers may lie in it.
 *
 * @example
 * const tokenStore = memoryTokenStore(); // shared by two clients for the same printer
 */
export function memoryTokenStore(): TokenStore {
  const byOwner = new Map<string, StoredTokens>();
  const store: TokenStore = {
    // Without an owner, the latest.
    read: (owner) => (owner === undefined ? [...byOwner.values()].at(-1) : byOwner.get(owner)),
    replace(previous, next) {
      const owner = next?.owner ?? previous?.owner ?? '';
      // Tokens of another owner never count for this one.
      const expected = previous?.owner === owner ? previous : undefined;
      if (byOwner.get(owner)?.access_token !== expected?.access_token) return false;
      byOwner.delete(owner);
      if (next) byOwner.set(owner, next);
      return true;
    },
    exclusive: (owner, work) => oneAtATime(store, owner, work),
  };
  return store;
}

/** The last work for each owner of a store. Tokens do not lie in it. */
const queues = new WeakMap<TokenStore, Map<string, Promise<unknown>>>();

/** Runs the work after all other work for the same store and owner in this process. */
async function oneAtATime<T>(store: TokenStore, owner: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(store) ?? new Map<string, Promise<unknown>>();
  queues.set(store, queue);
  const mine = (queue.get(owner) ?? Promise.resolve()).then(work);
  const ended = mine.catch(() => {});
  queue.set(owner, ended);
  try {
    return await mine;
  } finally {
    if (queue.get(owner) === ended) queue.delete(owner);
  }
}

/** Runs the work with the exclusive right of an owner; within this process where the store has no `exclusive`. */
export const exclusively = <T>(store: TokenStore, owner: string, work: () => Promise<T>): Promise<T> =>
  store.exclusive ? store.exclusive(owner, work) : oneAtATime(store, owner, work);
