import { Refusal } from './refusal.js';

/** Who may call the host: a client ID of 32 characters and its secret of 64. */
export interface ClientSeed {
  readonly clientId: string;
  readonly clientSecret: string;
}

export const DEFAULT_CLIENT: ClientSeed = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
};

/** The clients that a host was seeded with. */
export class Clients {
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(seeds: readonly ClientSeed[]) {
    this.#secrets = new Map(seeds.map((seed) => [seed.clientId, seed.clientSecret]));
  }

  /** @throws Refusal `client-unknown` unless both belong together */
  verify(clientId: string, clientSecret: string): void {
    const secret = this.#secrets.get(clientId);
    if (secret === undefined) {
      throw new Refusal(
        'client-unknown',
        `No client has the ID that was sent (${clientId.length} characters${clientId.length === 64 ? ', as many as a secret has: are the two swapped?' : ''}). This mock knows ${this.#secrets.size === 1 ? `only ${[...this.#secrets.keys()].join()}` : `${this.#secrets.size} clients, as seeded`}; the host hands out IDs of 32 characters with the licence.`,
      );
    }
    if (secret !== clientSecret) {
      throw new Refusal(
        'client-unknown',
        `The client ID is known, its secret is another one (what was sent has ${clientSecret.length} characters, the right one ${secret.length}).`,
      );
    }
  }
}
