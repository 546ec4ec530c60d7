import type { Register } from './change-log.js';
import type { Clock } from './clock.js';
import { newOpaque } from './ids.js';
import type { Challenge } from './pkce.js';

/** The answers to a request for authorization: a page for a person, a code at once, or a refusal. The first is the default. */
export const CONSENTS = ['page', 'auto', 'deny'] as const;

/** The answer to a request for authorization. */
export type Consent = (typeof CONSENTS)[number];

/** A request for authorization, which a person has to answer. */
export interface ConsentRequest {
  readonly redirectUri: string;
  /** The `state` as it stood in the query, escaped; it goes back as it came. */
  readonly state?: string | undefined;
  readonly challenge?: Challenge | undefined;
}

const LIFETIME_MS = 10 * 60_000;
const MOST_REQUESTS = 100;

/**
 * The requests of one world that people look at. A page's form names its request by an ID that nobody can guess, so that no
 * foreign page can consent in a person's name.
 */
export class ConsentRequests {
  readonly #clock: Clock;
  readonly #register: Register;
  /** Oldest first. */
  readonly #byId = new Map<string, { readonly request: ConsentRequest; readonly untilMs: number }>();

  constructor(clock: Clock, register: Register) {
    this.#clock = clock;
    this.#register = register;
  }

  /** @returns its ID */
  open(request: ConsentRequest): string {
    const id = newOpaque();
    this.#register.note(id);
    this.#byId.set(id, { request, untilMs: this.#clock.now() + LIFETIME_MS });
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MOST_REQUESTS && oldest !== undefined) this.#byId.delete(oldest);
    return id;
  }

  /** Returns a request that was not answered yet and is not too old. */
  find(id: string): ConsentRequest | undefined {
    const held = this.#byId.get(id);
    return held !== undefined && held.untilMs > this.#clock.now() ? held.request : undefined;
  }

  /** Notes that a request was answered. */
  close(id: string): void {
    this.#byId.delete(id);
  }
}
