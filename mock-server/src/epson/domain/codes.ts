import { dropOldest } from './bounded.js';
import type { ChangeLog, Register } from './change-log.js';
import type { Clock } from './clock.js';
import { newOpaque } from './ids.js';
import { answersChallenge, type Challenge } from './pkce.js';
import type { Printer } from './printers.js';
import { Refusal } from '../../rules/refusal.js';

/** Bound on codes that are remembered, also after their end, only to tell their owner what happened to them. */
const MOST_CODES = 1000;

/** A consent that a code stands for. */
export interface CodeSeed {
  readonly printer: Printer;
  /** The address of the person who gave it. */
  readonly account: string;
  readonly redirectUri: string;
  readonly challenge?: Challenge | undefined;
}

/** An authorization code. */
export interface Code extends CodeSeed {
  readonly expiresAtMs: number;
  /** The ID of the grant that it was exchanged for. */
  usedFor?: string;
  /** True if it was revoked before it was exchanged. */
  isRevoked?: boolean;
}

/** The parameters that come with a code when it is exchanged. */
export interface Exchanged {
  readonly redirectUri: string;
  readonly verifier?: string | undefined;
}

/** The authorization codes of one world. */
export class Codes {
  readonly #clock: Clock;
  readonly #register: Register;
  readonly #changeLog: ChangeLog;
  /** Oldest first. */
  readonly #byText = new Map<string, Code>();

  constructor(clock: Clock, register: Register, changeLog: ChangeLog) {
    this.#clock = clock;
    this.#register = register;
    this.#changeLog = changeLog;
  }

  all(): [string, Code][] {
    return [...this.#byText];
  }

  find(text: string): Code | undefined {
    return this.#byText.get(text);
  }

  /** Takes back a code that was issued before the host was restarted. */
  restore(text: string, code: Code): void {
    this.#byText.set(text, code);
    this.#register.note(text);
  }

  issue(seed: CodeSeed, lifetimeS: number): string {
    const text = newOpaque();
    this.restore(text, { ...seed, expiresAtMs: this.#clock.now() + lifetimeS * 1000 });
    this.#changeLog.markChanged('code', text);
    const forgotten = dropOldest(this.#byText, MOST_CODES);
    if (forgotten !== undefined) this.#changeLog.markChanged('code', forgotten);
    return text;
  }

  /** Notes the grant that a code was exchanged for: it cannot be exchanged again. */
  use(text: string, code: Code, grantId: string): void {
    code.usedFor = grantId;
    this.#changeLog.markChanged('code', text);
  }

  /** Ends the codes for a printer, or all, that were not exchanged yet. */
  revoke(printer: Printer | undefined): void {
    for (const [text, code] of this.#byText) {
      if (code.usedFor !== undefined || (printer !== undefined && code.printer !== printer)) continue;
      code.isRevoked = true;
      this.#changeLog.markChanged('code', text);
    }
  }

  /** @throws Refusal when a code that was not used yet does not stand, or was not issued for what comes with it */
  verify(code: Code, { redirectUri, verifier }: Exchanged, isPkceChecked: boolean): void {
    if (code.isRevoked === true) {
      throw new Refusal(
        'code-expired',
        'This code was revoked before it was exchanged. Ask the person for authorization again.',
      );
    }
    const ageS = Math.floor((this.#clock.now() - code.expiresAtMs) / 1000);
    if (ageS >= 0) {
      throw new Refusal(
        'code-expired',
        `This code expired ${ageS} s ago. Exchange it at once when the browser comes back, or ask for authorization again.`,
      );
    }
    if (redirectUri !== code.redirectUri) {
      throw new Refusal(
        'code-redirect-uri-wrong',
        `redirect_uri is ${JSON.stringify(redirectUri)}, but the code was asked for with ${JSON.stringify(code.redirectUri)}. Send exactly the same one to both.`,
      );
    }
    if (isPkceChecked) checkVerifier(verifier, code.challenge);
  }
}

function checkVerifier(verifier: string | undefined, challenge: Challenge | undefined): void {
  if (challenge === undefined && verifier === undefined) return;
  if (challenge === undefined) {
    throw refusal(
      'The form holds a code_verifier, but the code was asked for without a code_challenge. Send both, or neither: a code that anybody else asked for is refused in this way.',
    );
  }
  if (verifier === undefined) {
    throw refusal(
      'The code was asked for with a code_challenge, and the form holds no code_verifier. Send the verifier that the challenge was made of.',
    );
  }
  if (answersChallenge(verifier, challenge)) return;
  const how =
    challenge.method === 'S256'
      ? 'BASE64URL(SHA-256(code_verifier)), without padding'
      : 'the code_verifier itself';
  throw refusal(
    `code_verifier, of ${verifier.length} characters, does not answer the code_challenge, which is ${challenge.method}: ${how}. Keep one verifier for each request, beside its state.`,
  );
}

const refusal = (hint: string) => new Refusal('code-verifier-wrong', hint);
