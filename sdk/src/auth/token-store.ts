import type { StoredTokens } from './token.js';

/**
 * Where the tokens of one client and one printer are kept. The default keeps them in memory; a store that outlives the
 * process saves an authentication per start.
 *
 * Tokens are written before they are used. Two processes may share a store: `replace` lets only one of two writers win,
 * and the other takes what it finds. What it throws ends the call that needed a token, unchanged.
 *
 * @example
 * const epson = new EpsonConnect({ tokenStore: memoryTokenStore() });
 */
export interface TokenStore {
  /**
   * What is kept now; undefined when nothing is. `owner` tells whose tokens are wanted, as in {@link StoredTokens}: a
   * store for one client and one printer need not look at it.
   */
  read(owner?: string): StoredTokens | undefined | Promise<StoredTokens | undefined>;
  /**
   * Puts `next` in the place of `previous`, as one indivisible step, and says whether it did. It must not when
   * something other than `previous` is kept by now: compare `access_token`. `previous` is undefined when nothing was
   * kept; `next` is undefined when the tokens are to be forgotten.
   */
  replace(previous: StoredTokens | undefined, next: StoredTokens | undefined): boolean | Promise<boolean>;
}

/**
 * A store that lasts as long as the process: the default.
 *
 * @example
 * const tokenStore = memoryTokenStore(); // shared by two clients for the same printer
 */
export function memoryTokenStore(): TokenStore {
  let kept: StoredTokens | undefined;
  return {
    read: () => kept,
    replace(previous, next) {
      if (kept?.access_token !== previous?.access_token) return false;
      kept = next;
      return true;
    },
  };
}
