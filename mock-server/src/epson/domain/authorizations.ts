import type { Assumptions } from '../../rules/assumptions.js';
import { Refusal } from '../../rules/refusal.js';
import { BEARER_LIFETIME_S, Bearers, type Bearer } from './bearers.js';
import type { ChangeLog, Register } from './change-log.js';
import type { Clock } from './clock.js';
import { Codes, type Code, type CodeSeed, type Exchanged } from './codes.js';
import { Grants, type Grant, type GrantEnd } from './grants.js';
import type { Printer, Printers } from './printers.js';
import type { AffectedTokens } from './tokens.js';

/** The tokens of a grant, new ones. */
export interface DeviceTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly printer: Printer;
  /** The number of tokens in a row that were asked for while the one before had more than half of its hour left. */
  readonly early: number;
}

/** The consents of people in one world, to one app: codes, grants whose refresh tokens rotate, and access tokens. */
export class Authorizations {
  readonly #clock: Clock;
  readonly #assumptions: Assumptions;
  readonly #printers: Printers;
  readonly #codes: Codes;
  readonly #grants: Grants;
  readonly #bearers: Bearers;
  /** The newest access tokens of printers, by which a program is recognised that asks for one for every print. */
  readonly #newest = new Map<Printer, { readonly issuedAtMs: number; readonly early: number }>();

  constructor(
    clock: Clock,
    printers: Printers,
    assumptions: Assumptions,
    register: Register,
    changeLog: ChangeLog,
  ) {
    this.#clock = clock;
    this.#assumptions = assumptions;
    this.#printers = printers;
    this.#codes = new Codes(clock, register, changeLog);
    this.#grants = new Grants(clock, register, changeLog);
    this.#bearers = new Bearers(clock, register, changeLog);
  }

  /** All that is remembered, each kind in the order in which it was issued. */
  all(): { codes: [string, Code][]; grants: Grant[]; bearers: [string, Bearer][] } {
    return { codes: this.#codes.all(), grants: this.#grants.all(), bearers: this.#bearers.all() };
  }

  /** Takes back what was issued before the host was restarted, oldest first. */
  restore({ codes, grants, bearers }: ReturnType<Authorizations['all']>): void {
    for (const [text, code] of codes) this.#codes.restore(text, code);
    for (const grant of grants) this.#grants.restore(grant);
    for (const [token, bearer] of bearers) this.#bearers.restore(token, bearer);
  }

  /** Issues a code for a printer that a person chose. */
  issueCode(seed: CodeSeed): string {
    return this.#codes.issue(seed, Number(this.#assumptions['v2-code-seconds']));
  }

  /**
   * Exchanges a code, once.
   *
   * @throws Refusal when it does not stand; if it was exchanged before, all that it gave ends (RFC 6749, 4.1.2)
   */
  exchange(text: string, exchanged: Exchanged): DeviceTokens {
    const code = this.#codes.find(text);
    if (code === undefined) {
      throw new Refusal(
        'code-unknown',
        `code has ${text.length} characters and was not issued to this app by this mock; codes have 43. Send the value of code from the address that the browser came back to, decoded, and together with the credentials of the app that asked for it.`,
      );
    }
    if (code.usedFor !== undefined) {
      const grant = this.#grants.find(code.usedFor);
      if (grant !== undefined) this.#end(grant, 'code-reuse');
      throw new Refusal(
        'code-used',
        'This code was exchanged before, and works once. All tokens that it gave have ended now. Exchange it in one place only, also when the page is loaded again, then ask for authorization again.',
      );
    }
    this.#codes.verify(code, exchanged, this.#assumptions['v2-pkce'] === 'checked');
    this.#printers.checkRemotePrinting(code.printer);
    const grant = this.#grants.give(code.printer);
    this.#codes.use(text, code, grant.id);
    return this.#issue(grant);
  }

  /** Refreshes a grant: a new access token and a new refresh token. @throws Refusal when the refresh token does not stand */
  refresh(refreshToken: string): DeviceTokens {
    const grant = this.#grants.ofRefreshToken(refreshToken);
    if (grant === undefined) {
      throw new Refusal(
        'refresh-token-foreign',
        `refresh_token has ${refreshToken.length} characters and was not issued to this app by this mock; refresh tokens have 43. Send the refresh_token of the newest answer, unaltered and with the credentials of the same app.`,
      );
    }
    if (grant.refreshToken !== refreshToken && this.#assumptions['v2-refresh-reuse'] === 'revoke-all')
      this.#end(grant, 'refresh-reuse');
    this.#grants.verify(grant, refreshToken);
    this.#printers.checkRemotePrinting(grant.printer);
    if (this.#assumptions['v2-access-after-refresh'] === 'ended') this.#bearers.end('refresh', isOf(grant));
    this.#grants.replaceToken(grant);
    return this.#issue(grant);
  }

  /** Issues an access token for the app itself. */
  issueApplicationToken(): string {
    return this.#bearers.issue({ kind: 'application' });
  }

  /** Returns an access token, valid or not. */
  find(accessToken: string): Bearer | undefined {
    return this.#bearers.find(accessToken);
  }

  findCode(text: string): Code | undefined {
    return this.#codes.find(text);
  }

  findGrant(id: string): Grant | undefined {
    return this.#grants.find(id);
  }

  /** @throws Refusal when no access token was found, it does not stand, or it is of none of these kinds */
  verify<K extends Bearer['kind']>(
    held: Bearer | undefined,
    ...kinds: readonly K[]
  ): Extract<Bearer, { kind: K }> {
    return this.#bearers.verify(held, ...kinds);
  }

  /** Lets the access tokens of a printer, or all, be past their hour. Refresh tokens stay usable. */
  expire(printer?: Printer): AffectedTokens {
    this.#forgetNewest(printer);
    return this.#bearers.expire((bearer) => isAbout(bearer, printer));
  }

  /** Ends what people allowed for a printer, or everything. @returns how many tokens there were */
  revoke(printer?: Printer): AffectedTokens {
    this.#forgetNewest(printer);
    this.#codes.revoke(printer);
    const accessTokens = this.#bearers.end('revocation', (bearer) => isAbout(bearer, printer));
    const grants = this.#grants.all().filter((grant) => printer === undefined || grant.printer === printer);
    const ended = grants.filter((grant) => this.#grants.end(grant, 'revocation'));
    return { accessTokens, refreshTokens: ended.length };
  }

  #issue(grant: Grant): DeviceTokens {
    const { id: grantId, printer, refreshToken } = grant;
    const accessToken = this.#bearers.issue({ kind: 'device', printer, grantId });
    const issuedAtMs = this.#clock.now();
    const former = this.#newest.get(printer);
    const isEarly = former !== undefined && issuedAtMs - former.issuedAtMs < (BEARER_LIFETIME_S * 1000) / 2;
    const early = isEarly ? former.early + 1 : 0;
    this.#newest.set(printer, { issuedAtMs, early });
    return { accessToken, refreshToken, printer, early };
  }

  #forgetNewest(printer: Printer | undefined): void {
    if (printer === undefined) this.#newest.clear();
    else this.#newest.delete(printer);
  }

  #end(grant: Grant, why: GrantEnd): void {
    this.#forgetNewest(grant.printer);
    this.#grants.end(grant, why);
    this.#bearers.end(why, isOf(grant));
  }
}

const isOf = (grant: Grant) => (bearer: Bearer) => bearer.kind === 'device' && bearer.grantId === grant.id;

function isAbout(bearer: Bearer, printer: Printer | undefined): boolean {
  return printer === undefined || (bearer.kind === 'device' && bearer.printer === printer);
}
