import type { AffectedTokens } from './tokens.js';
import { dropOldest } from './bounded.js';
import type { ChangeLog, Register } from './change-log.js';
import type { Clock } from './clock.js';
import { newOpaque } from './ids.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';

/** Lifetime of an access token. Evidence: client. */
export const BEARER_LIFETIME_S = 3600;
/** Bound on access tokens, so that a program that refreshes for ever does not fill the memory. */
const MOST_BEARERS = 1000;

/** An access token, as it is given out. It is remembered after its end, only to tell its owner what happened to it. */
export type Bearer = DeviceBearer | ApplicationBearer;

/** The access token of one printer, which a person gave. */
export interface DeviceBearer extends Lifetime {
  readonly kind: 'device';
  readonly printer: Printer;
  /** The ID of the grant that it came from. */
  readonly grantId: string;
}

/** The access token of the app itself, for what is not about a printer. */
export interface ApplicationBearer extends Lifetime {
  readonly kind: 'application';
}

interface Lifetime {
  expiresAtMs: number;
  /** The reason for which it ended before its time. */
  endedBy?: BearerEnd;
}

const WHY_ENDED = {
  refresh:
    'This access token ended when its grant was refreshed (the assumption v2-access-after-refresh is ended). Use the access_token of the newest answer everywhere.',
  revocation:
    'The authorization that this access token came from was revoked. Ask the person for authorization again.',
  'code-reuse':
    'The code that this access token came from was sent a second time, which ends all that it gave (RFC 6749, 4.1.2). Exchange each code once, then ask for authorization again.',
  'refresh-reuse':
    'A used refresh token of the same authorization was sent again, which ended all of it (the assumption v2-refresh-reuse is revoke-all). Ask the person for authorization again.',
} as const;

/** The reason for which an access token ended before its time. */
export type BearerEnd = keyof typeof WHY_ENDED;

export const BEARER_ENDS = Object.keys(WHY_ENDED) as BearerEnd[];

/** The new access token's seed. */
type BearerSeed = Pick<DeviceBearer, 'kind' | 'printer' | 'grantId'> | Pick<ApplicationBearer, 'kind'>;

const KINDS = {
  device: 'the token of a printer, which the code of a person gives',
  application: 'the token of the app itself, which grant_type=client_credentials gives',
} as const;

/** The access tokens of one world. */
export class Bearers {
  readonly #clock: Clock;
  readonly #register: Register;
  readonly #changeLog: ChangeLog;
  /** Oldest first. */
  readonly #byToken = new Map<string, Bearer>();

  constructor(clock: Clock, register: Register, changeLog: ChangeLog) {
    this.#clock = clock;
    this.#register = register;
    this.#changeLog = changeLog;
  }

  all(): [string, Bearer][] {
    return [...this.#byToken];
  }

  find(token: string): Bearer | undefined {
    return this.#byToken.get(token);
  }

  /** Takes back an access token that was issued before the host was restarted. */
  restore(token: string, bearer: Bearer): void {
    this.#byToken.set(token, bearer);
    this.#register.add(token);
  }

  issue(seed: BearerSeed): string {
    const token = newOpaque();
    this.restore(token, { ...seed, expiresAtMs: this.#clock.now() + BEARER_LIFETIME_S * 1000 });
    this.#changeLog.markChanged('bearer', token);
    const forgotten = dropOldest(this.#byToken, MOST_BEARERS);
    if (forgotten !== undefined) {
      this.#register.drop(forgotten);
      this.#changeLog.markChanged('bearer', forgotten);
    }
    return token;
  }

  /** @throws Refusal when no access token was found, it does not stand, or it is of another kind */
  verify<K extends Bearer['kind']>(
    held: Bearer | undefined,
    ...kinds: readonly K[]
  ): Extract<Bearer, { kind: K }> {
    if (held === undefined) {
      throw new Refusal(
        'bearer-unknown',
        'This is not an access token of version 2 of this mock, or one from before it was restarted without --data-dir. Send the access_token (not the refresh_token, not the code, and without quotes) of the newest answer.',
      );
    }
    if (held.endedBy !== undefined) throw new Refusal('bearer-revoked', WHY_ENDED[held.endedBy]);
    const ageS = Math.floor((this.#clock.now() - held.expiresAtMs) / 1000);
    if (ageS >= 0) {
      throw new Refusal(
        'bearer-expired',
        `This access token expired ${ageS} s ago; it lives ${BEARER_LIFETIME_S} s. ${held.kind === 'device' ? 'Use the refresh token before it ends.' : 'Ask for a new one with grant_type=client_credentials.'}`,
      );
    }
    if (!isOfKind(held, kinds)) {
      const wanted = kinds.map((kind) => KINDS[kind]).join(', or ');
      throw new Refusal(
        'bearer-of-other-kind',
        `This is ${KINDS[held.kind]}. This operation takes ${wanted}.`,
      );
    }
    return held;
  }

  /** Ends the access tokens of a grant, or those of a printer, or all of them. @returns how many there were */
  end(why: BearerEnd, of: (bearer: Bearer) => boolean): number {
    const ended = this.#valid(of);
    for (const [token, bearer] of ended) {
      bearer.endedBy = why;
      this.#changeLog.markChanged('bearer', token);
    }
    return ended.length;
  }

  /** Lets access tokens be past their hour. @returns how many there were */
  expire(of: (bearer: Bearer) => boolean): AffectedTokens {
    const valid = this.#valid(of);
    for (const [token, bearer] of valid) {
      bearer.expiresAtMs = this.#clock.now();
      this.#changeLog.markChanged('bearer', token);
    }
    return { accessTokens: valid.length, refreshTokens: 0 };
  }

  #valid(of: (bearer: Bearer) => boolean): [string, Bearer][] {
    const nowMs = this.#clock.now();
    return this.all().filter(
      ([, bearer]) => bearer.endedBy === undefined && bearer.expiresAtMs > nowMs && of(bearer),
    );
  }
}

function isOfKind<K extends Bearer['kind']>(
  bearer: Bearer,
  kinds: readonly K[],
): bearer is Extract<Bearer, { kind: K }> {
  return (kinds as readonly string[]).includes(bearer.kind);
}
