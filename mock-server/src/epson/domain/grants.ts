import { dropOldest } from './bounded.js';
import type { ChangeLog, Register } from './change-log.js';
import type { Clock } from './clock.js';
import { GRANT_ID_LENGTH, newGrantId, newOpaque, OPAQUE_LENGTH } from './ids.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';

/** Lifetime of a refresh token that is not used. Evidence: specification. */
export const REFRESH_LIFETIME_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;
/** Bound on grants; the oldest is forgotten. */
const MOST_GRANTS = 1000;

const WHY_ENDED = {
  revocation: 'This authorization was revoked.',
  'code-reuse':
    'The code that this refresh token came from was sent a second time, which ends all that it gave (RFC 6749, 4.1.2). Exchange each code once.',
  'refresh-reuse':
    'A used refresh token of this authorization was sent again, which ended all of it (the assumption v2-refresh-reuse is revoke-all). Store the new refresh_token before it is used, and let one worker refresh at a time.',
} as const;

/** The reason for which a grant ended. */
export type GrantEnd = keyof typeof WHY_ENDED;

export const GRANT_ENDS = Object.keys(WHY_ENDED) as GrantEnd[];

/** The permission of a person to use one printer, by a refresh token that is replaced at each use. */
export interface Grant {
  readonly id: string;
  readonly printer: Printer;
  /** The one refresh token that can be used. It begins with the grant's ID. */
  refreshToken: string;
  refreshExpiresAtMs: number;
  endedBy?: GrantEnd;
}

/** The grants of one world. */
export class Grants {
  readonly #clock: Clock;
  readonly #register: Register;
  readonly #changeLog: ChangeLog;
  /** Oldest first. */
  readonly #byId = new Map<string, Grant>();

  constructor(clock: Clock, register: Register, changeLog: ChangeLog) {
    this.#clock = clock;
    this.#register = register;
    this.#changeLog = changeLog;
  }

  all(): Grant[] {
    return [...this.#byId.values()];
  }

  find(id: string): Grant | undefined {
    return this.#byId.get(id);
  }

  /** Takes back a grant that was given before the host was restarted. */
  restore(grant: Grant): void {
    this.#byId.set(grant.id, grant);
    this.#register.note(grant.refreshToken);
  }

  give(printer: Printer): Grant {
    const id = newGrantId();
    const grant: Grant = { id, printer, refreshToken: '', refreshExpiresAtMs: 0 };
    this.#byId.set(id, grant);
    this.replaceToken(grant);
    const forgotten = dropOldest(this.#byId, MOST_GRANTS);
    if (forgotten !== undefined) this.#changeLog.markChanged('grant', forgotten);
    return grant;
  }

  /** Gives a grant a new refresh token. The former one is dead from here on. */
  replaceToken(grant: Grant): void {
    grant.refreshToken = newOpaque(grant.id);
    grant.refreshExpiresAtMs = this.#clock.now() + REFRESH_LIFETIME_DAYS * DAY_MS;
    this.#register.note(grant.refreshToken);
    this.#changeLog.markChanged('grant', grant.id);
  }

  /**
   * Returns the grant that a refresh token names. A token begins with the ID of its grant, so that a used one is
   * recognised for ever, without a list of all that were ever used. One of another length was altered, and is none.
   */
  ofRefreshToken(token: string): Grant | undefined {
    return token.length === OPAQUE_LENGTH ? this.#byId.get(token.slice(0, GRANT_ID_LENGTH)) : undefined;
  }

  /** @throws Refusal when a refresh token of this grant cannot be used any more */
  verify(grant: Grant, token: string): void {
    if (grant.endedBy !== undefined)
      throw new Refusal('grant-ended', `${WHY_ENDED[grant.endedBy]} Ask the person for authorization again.`);
    if (grant.refreshToken !== token) {
      throw new Refusal(
        'refresh-token-used',
        'This refresh token was used before: each refresh replaces it. Store the refresh_token of each answer before anything else is done with it, and let one worker refresh at a time; the others read what it stored.',
      );
    }
    const ageMs = this.#clock.now() - grant.refreshExpiresAtMs;
    if (ageMs >= 0) {
      throw new Refusal(
        'refresh-token-expired',
        `This refresh token expired ${Math.floor(ageMs / 1000)} s ago: one that is not used dies after ${REFRESH_LIFETIME_DAYS} days. Refresh at least once a day, also when nothing is printed, and ask the person for authorization again.`,
      );
    }
  }

  /** Ends a grant. @returns false if it had ended before */
  end(grant: Grant, why: GrantEnd): boolean {
    if (grant.endedBy !== undefined) return false;
    grant.endedBy = why;
    this.#changeLog.markChanged('grant', grant.id);
    return true;
  }
}
