import type { Exchange } from '../../../http/exchange.js';

/** Counts how often a program authenticated; refreshes do not count. */
export class Grants {
  /** The devices that have a token, by client and device. */
  readonly #authenticated = new Set<string>();
  #count = 0;
  #needless = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of authentications while the token of the same client and printer was valid. */
  get needless(): number {
    return this.#needless;
  }

  /** Enters a password grant that succeeded. */
  granted({ clientId, responseBody }: Exchange): void {
    const device = /"subject_id"\s*:\s*"([^"]+)"/.exec(responseBody.text ?? '')?.[1] ?? '';
    const key = `${clientId} ${device}`;
    this.#count += 1;
    if (this.#authenticated.has(key)) this.#needless += 1;
    this.#authenticated.add(key);
  }

  /** Enters that an authentication was cancelled: the next one is needed. */
  cancelled({ clientId, target }: Exchange): void {
    const device = /\/printers\/([^/?]+)/.exec(target)?.[1] ?? '';
    this.#authenticated.delete(`${clientId} ${device}`);
  }
}
