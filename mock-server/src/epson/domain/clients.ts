import { KnownSecrets } from '../../text/mask.js';
import { NO_CHANGE_LOGS, type ChangeLogs } from './change-log.js';
import { spellingsOf } from './spellings.js';
import { Refusal } from '../../rules/refusal.js';
import { check, members, textLike } from '../../text/check.js';
import type { Clock } from './clock.js';

/** A client that may call the host: an ID of 32 characters and a secret of 64. */
export interface ClientSeed {
  /** The client ID: 32 letters and digits, as the host issues them. */
  readonly clientId: string;
  /** The client secret: 64 letters and digits. */
  readonly clientSecret: string;
}

/** The form in which the host issues them: 32 and 64 letters and digits. Evidence: guide. */
const ID = /^[A-Za-z0-9]{32}$/;
const SECRET = /^[A-Za-z0-9]{64}$/;

/** The clients that may call a host. */
export class Clients {
  /** Secrets that were issued, or came with a client that nobody seeded. They must never be shown. */
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

  /** The number of clients added since the start. */
  get changes(): number {
    return this.#changes;
  }

  all(): ClientSeed[] {
    return [...this.#secrets].map(([clientId, clientSecret]) => ({ clientId, clientSecret }));
  }

  /** Returns true if a client was seeded with this ID. */
  has(clientId: string): boolean {
    return this.#secrets.has(clientId);
  }

  /** The secret of a client that was let in while the host ran. */
  secretOfLater(clientId: string): string | undefined {
    return this.#seededLater.has(clientId) ? this.#secrets.get(clientId) : undefined;
  }

  /** Returns true if both are those of a known client. */
  fits(clientId: string, clientSecret: string): boolean {
    return this.#secrets.get(clientId) === clientSecret;
  }

  /** @throws Refusal `client-unknown` unless both belong together */
  verify(clientId: string, clientSecret: string): void {
    const secret = this.#secrets.get(clientId);
    if (secret === undefined) {
      if (!this.#isOpen) throw new Refusal('client-unknown', this.#whyUnknown(clientId));
      if (ID.test(clientId) && SECRET.test(clientSecret)) {
        for (const each of spellingsOf({ clientId, clientSecret })) this.known.add(each);
        return;
      }
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

// Not shown where they are wrong: either may hold the secret.
export const CLIENT_ID = textLike(
  /^[\x21-\x39\x3b-\x7e]+$/,
  'must be a non-empty string without colons and blanks',
);
export const CLIENT_SECRET = textLike(/[^]/, 'must be a non-empty string');
export const EMAIL = textLike(/^[^\s@]+@[^\s@]+$/, 'an e-mail address');

/** A client, as `startMockHost` takes it. */
export const CLIENT = members(
  'member of a client',
  { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  {},
  'must be an object: { "clientId": ..., "clientSecret": ... }',
);

/** Returns the client as it was given. @throws InvalidValue */
export const checkClient = (client: ClientSeed): ClientSeed => check(CLIENT, client);

const WINDOW_MS = 60_000;

/** The calls of one client in the last minute. Evidence: specification (100 a minute for each client ID). */
export class CallLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  /** When each of the last calls came; a ring. */
  readonly #calls: number[] = [];
  #next = 0;

  readonly #setting: string;

  /**
   * @param perMinute how many are taken; `Infinity` lifts the limit
   * @param setting the name of the setting that moves it
   */
  constructor(clock: Clock, perMinute: number, setting: string) {
    this.#setting = setting;
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Counts a call. @throws Refusal `call-limit-passed`, and does not count it */
  count(): void {
    if (this.#perMinute === Number.POSITIVE_INFINITY) return;
    const nowMs = this.#clock.now();
    const oldestMs = this.#calls[this.#next];
    if (oldestMs !== undefined && nowMs - oldestMs < WINDOW_MS) {
      const waitS = Math.ceil((oldestMs + WINDOW_MS - nowMs) / 1000);
      throw new Refusal(
        'call-limit-passed',
        `This client has made ${this.#perMinute} calls within a minute; that is the limit. The answer has no Retry-After. The next call is taken in ${waitS} s. Tokens and uploads do not count; --${this.#setting} sets or lifts it.`,
      );
    }
    this.#calls[this.#next] = nowMs;
    this.#next = (this.#next + 1) % this.#perMinute;
  }
}
