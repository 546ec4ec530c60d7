import { KnownSecrets } from '../../text/secret-pieces.js';
import { NO_CHANGE_LOGS, type ChangeLogs } from './change-log.js';
import { Refusal } from '../../rules/refusal.js';

/** Who may call the host: a client ID of 32 characters and its secret of 64. */
export interface ClientSeed {
  /** The client ID: 32 letters and digits, as the host issues them. */
  readonly clientId: string;
  /** The client secret: 64 letters and digits. */
  readonly clientSecret: string;
}

export const DEFAULT_CLIENT: ClientSeed = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
};

/** What the host hands out: 32 and 64 letters and digits. Evidence: guide. */
const ID = /^[A-Za-z0-9]{32}$/;
const SECRET = /^[A-Za-z0-9]{64}$/;

/** The clients that may call a host. */
export class Clients {
  /** What was handed out or came with a client that nobody seeded: it may be shown to nobody. */
  readonly known = new KnownSecrets();
  readonly #secrets: Map<string, string>;
  readonly #isOpen: boolean;
  #changes = 0;
  readonly #changeLogs: ChangeLogs;
  /** Those that were let in while the host ran. */
  readonly #seededLater = new Set<string>();

  /** @param isOpen whether every client is let in whose ID and secret have the right form */
  constructor(seeds: readonly ClientSeed[], isOpen: boolean, changeLogs: ChangeLogs = NO_CHANGE_LOGS) {
    this.#secrets = new Map(seeds.map((seed) => [seed.clientId, seed.clientSecret]));
    this.#isOpen = isOpen;
    this.#changeLogs = changeLogs;
  }

  /** Lets a client in from now on. */
  add({ clientId, clientSecret }: ClientSeed): void {
    this.#secrets.set(clientId, clientSecret);
    this.#changes += 1;
    this.#seededLater.add(clientId);
    this.#changeLogs.of(clientId).markChanged('client');
  }

  /** How often a client was let in since the start. */
  get changes(): number {
    return this.#changes;
  }

  all(): ClientSeed[] {
    return [...this.#secrets].map(([clientId, clientSecret]) => ({ clientId, clientSecret }));
  }

  /** The secret of a client that was let in while the host ran. */
  secretOfLater(clientId: string): string | undefined {
    return this.#seededLater.has(clientId) ? this.#secrets.get(clientId) : undefined;
  }

  /** @throws Refusal `client-unknown` unless both belong together */
  verify(clientId: string, clientSecret: string): void {
    const secret = this.#secrets.get(clientId);
    if (secret === undefined) {
      if (!this.#isOpen) throw new Refusal('client-unknown', this.#whyUnknown(clientId));
      if (ID.test(clientId) && SECRET.test(clientSecret)) return this.known.add(clientSecret);
      throw new Refusal(
        'client-unknown',
        `The client ID has ${clientId.length} characters and the secret ${clientSecret.length}; this mock takes any of 32 and 64 letters and digits.`,
      );
    }
    if (secret !== clientSecret) {
      throw new Refusal(
        'client-unknown',
        `The client ID is known, its secret is another one (what was sent has ${clientSecret.length} characters, the right one ${secret.length}).`,
      );
    }
  }

  #whyUnknown(clientId: string): string {
    const known =
      this.#secrets.size === 1
        ? `only ${[...this.#secrets.keys()].join()}`
        : `${this.#secrets.size} clients, as seeded`;
    return `No client has the ID that was sent (${clientId.length} characters${clientId.length === 64 ? ', as many as a secret has: are the two swapped?' : ''}). This mock knows ${known}; the host hands out IDs of 32 characters with the licence. With --worlds, any well-formed client is let in.`;
  }
}
