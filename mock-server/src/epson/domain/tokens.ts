import type { Clock } from './clock.js';
import { newToken } from './ids.js';
import type { ChangeLog, Register } from './change-log.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';
import { USABLE_REFRESH_TOKENS, WHY_RETIRED, type RefreshToken, type Retirement } from './refresh-token.js';

/** Lifetime of an access token. Evidence: specification. */
export const TOKEN_LIFETIME_S = 3600;
/** Retired refresh tokens that are remembered, only to tell their owner what happened to them. */
const REMEMBERED_REFRESH_TOKENS = 20;
/** Bound on access tokens, so that a client that authenticates for ever does not fill the memory. */
const LIVE_ACCESS_TOKENS = 1000;

export interface AccessToken {
  readonly printer: Printer;
  expiresAtMs: number;
  /** Its authentication was cancelled. It is remembered, only to tell its owner what happened to it. */
  isRevoked?: boolean;
}

/** The number of tokens that a command changed. */
export interface AffectedTokens {
  readonly accessTokens: number;
  readonly refreshTokens: number;
}

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly printer: Printer;
}

/** The tokens of one world. */
export class Tokens {
  readonly #clock: Clock;
  readonly #access = new Map<string, AccessToken>();
  /** Per printer, oldest first. */
  readonly #refresh = new Map<Printer, RefreshToken[]>();
  /** Per printer, oldest first, those that were good when they were last counted. */
  readonly #live = new Map<Printer, Set<AccessToken>>();
  readonly #byRefreshToken = new Map<string, RefreshToken>();
  readonly #register: Register;
  readonly #changeLog: ChangeLog;

  constructor(clock: Clock, register: Register, changeLog: ChangeLog) {
    this.#clock = clock;
    this.#register = register;
    this.#changeLog = changeLog;
  }

  /** All tokens that are remembered, each kind in the order in which it was issued. */
  all(): { access: string[]; refresh: string[] } {
    return {
      access: [...this.#access.keys()],
      refresh: [...this.#refresh.values()].flat().map(({ token }) => token),
    };
  }

  /** Takes back tokens that were issued before the host was restarted, oldest first. */
  restore(access: ReadonlyMap<string, AccessToken>, refresh: readonly RefreshToken[]): void {
    for (const [token, held] of access) this.#enter(token, held);
    for (const held of refresh) this.#hold(held);
  }

  /** A password grant: a new access token and a new refresh token. Older access tokens stay valid. */
  authenticate(printer: Printer): IssuedTokens {
    return { accessToken: this.#issueAccess(printer), refreshToken: this.#issueRefresh(printer), printer };
  }

  /**
   * A refresh grant.
   *
   * @param rotate whether the old refresh token dies and a new one is handed out (the assumption `refresh-rotation`)
   * @throws Refusal when the refresh token is unknown or retired, or remote printing was switched off
   */
  refresh(refreshToken: string, rotate: boolean): IssuedTokens {
    const held = this.#findRefresh(refreshToken);
    const { printer } = held;
    if (held.retired !== undefined) {
      throw new Refusal('refresh-token-retired', WHY_RETIRED[held.retired]);
    }
    const accessToken = this.#issueAccess(printer);
    if (!rotate) return { accessToken, printer };
    this.#retire(held, 'by-rotation');
    return { accessToken, refreshToken: this.#issueRefresh(printer), printer };
  }

  /** Returns an access token, valid or not. */
  find(accessToken: string): AccessToken | undefined {
    return this.#access.get(accessToken);
  }

  /** Returns a refresh token, usable or not. */
  findRefresh(refreshToken: string): RefreshToken | undefined {
    return this.#byRefreshToken.get(refreshToken);
  }

  /** @throws Refusal when no access token was found, or it does not stand */
  verify(held: AccessToken | undefined): AccessToken {
    if (held === undefined) {
      throw new Refusal(
        'bearer-unknown',
        'This is no access token of this mock, or one from before it was restarted without --data-dir. Send the access_token (not the refresh_token, and without quotes) of the newest answer, or authenticate again.',
      );
    }
    if (held.isRevoked === true) {
      throw new Refusal(
        'bearer-revoked',
        'The authentication that this access token came from was cancelled. Authenticate again; the device ID may be another one.',
      );
    }
    const ageS = Math.floor((this.#clock.now() - held.expiresAtMs) / 1000);
    if (ageS >= 0) {
      throw new Refusal(
        'bearer-expired',
        `This access token expired ${ageS} s ago; it lives ${TOKEN_LIFETIME_S} s. Use the refresh token, or authenticate again, before it ends.`,
      );
    }
    return held;
  }

  /** Ends all tokens of a printer, or of all printers. @returns how many there were */
  revoke(printer?: Printer): AffectedTokens {
    const access = this.#accessOf(printer).filter(([, held]) => held.isRevoked !== true);
    for (const [token, held] of access) {
      held.isRevoked = true;
      this.#changeLog.markChanged('access', token);
    }
    const refresh = this.#usableRefreshOf(printer);
    for (const held of refresh) this.#retire(held, 'by-cancel');
    return { accessTokens: access.length, refreshTokens: refresh.length };
  }

  /** Returns the number of valid access tokens of a printer. */
  liveOf(printer: Printer): number {
    const live = this.#live.get(printer) ?? new Set<AccessToken>();
    const nowMs = this.#clock.now();
    // All live equally long, so the oldest end first.
    for (const token of live) {
      if (token.isRevoked !== true && token.expiresAtMs > nowMs) break;
      live.delete(token);
    }
    return live.size;
  }

  /** Lets the access tokens of a printer, or of all, be past their hour. Refresh tokens stay usable. */
  expire(printer?: Printer): AffectedTokens {
    const nowMs = this.#clock.now();
    const live = this.#accessOf(printer).filter(([, held]) => held.expiresAtMs > nowMs);
    for (const [token, held] of live) {
      held.expiresAtMs = nowMs;
      this.#changeLog.markChanged('access', token);
    }
    return { accessTokens: live.length, refreshTokens: 0 };
  }

  #accessOf(printer: Printer | undefined): [string, AccessToken][] {
    return [...this.#access].filter(([, held]) => printer === undefined || held.printer === printer);
  }

  #usableRefreshOf(printer: Printer | undefined): RefreshToken[] {
    const held =
      printer === undefined ? [...this.#refresh.values()].flat() : (this.#refresh.get(printer) ?? []);
    return held.filter((token) => token.retired === undefined);
  }

  /** The printer of a refresh token, if it was issued here. */
  printerOf(refreshToken: string): Printer {
    return this.#findRefresh(refreshToken).printer;
  }

  #issueAccess(printer: Printer): string {
    const token = newToken();
    const held: AccessToken = { printer, expiresAtMs: this.#clock.now() + TOKEN_LIFETIME_S * 1000 };
    this.#enter(token, held);
    this.#changeLog.markChanged('access', token);
    if (this.#access.size > LIVE_ACCESS_TOKENS) this.#dropOldestAccess();
    return token;
  }

  #enter(token: string, held: AccessToken): void {
    this.#access.set(token, held);
    this.#live.set(held.printer, (this.#live.get(held.printer) ?? new Set()).add(held));
    this.#register.add(token);
  }

  #dropOldestAccess(): void {
    for (const [token, held] of this.#access) {
      this.#access.delete(token);
      this.#live.get(held.printer)?.delete(held);
      this.#register.drop(token);
      this.#changeLog.markChanged('access', token);
      return;
    }
  }

  #issueRefresh(printer: Printer): string {
    const token = newToken();
    this.#hold({ token, printer });
    this.#changeLog.markChanged('refresh', token);
    const usable = this.#usableRefreshOf(printer);
    for (const each of usable.slice(0, -USABLE_REFRESH_TOKENS)) this.#retire(each, 'by-newer');
    return token;
  }

  #hold(held: RefreshToken): void {
    const all = [...(this.#refresh.get(held.printer) ?? []), held];
    this.#byRefreshToken.set(held.token, held);
    this.#register.note(held.token);
    this.#refresh.set(held.printer, all.slice(-REMEMBERED_REFRESH_TOKENS));
    for (const { token } of all.slice(0, -REMEMBERED_REFRESH_TOKENS)) {
      this.#byRefreshToken.delete(token);
      this.#changeLog.markChanged('refresh', token);
    }
  }

  #retire(held: RefreshToken, why: Retirement): void {
    held.retired = why;
    this.#changeLog.markChanged('refresh', held.token);
  }

  #findRefresh(token: string): RefreshToken {
    const found = this.#byRefreshToken.get(token);
    if (found !== undefined) return found;
    throw new Refusal(
      'refresh-token-unknown',
      'This refresh token was never issued to this client, or before the mock was restarted without a folder that keeps it. Authenticate with the password grant.',
    );
  }
}
