import { resolveAssumptions, type AssumptionOptions } from '../rules/assumptions.js';
import { Refusal } from '../rules/refusal.js';
import { Authorizations } from '../epson/domain/authorizations.js';
import { NO_CHANGE_LOGS } from '../epson/domain/change-log.js';
import { Clock } from '../epson/domain/clock.js';
import type { Challenge } from '../epson/domain/pkce.js';
import { Printers } from '../epson/domain/printers.js';

export const REDIRECT = 'http://127.0.0.1:8381/callback';

/** The authorizations of a world with two printers, and what was registered of them. */
export function startAuthorizations(assume: AssumptionOptions = {}) {
  let nowMs = Date.UTC(2026, 10, 28);
  const clock = new Clock(() => nowMs);
  const changeLog = NO_CHANGE_LOGS.of('');
  const seeds = ['one@print.epsonconnect.com', 'two@print.epsonconnect.com'].map((email) => ({ email }));
  const printers = new Printers(seeds, false, changeLog);
  const live = new Set<string>();
  const noted: string[] = [];
  const register = {
    add: (token: string) => void live.add(token),
    drop: (token: string) => void live.delete(token),
    note: (secret: string) => void noted.push(secret),
  };
  const assumptions = resolveAssumptions(assume);
  const held = new Authorizations(clock, printers, assumptions, register, changeLog);
  const [printer, other] = printers.all() as [ReturnType<Printers['all']>[0], ReturnType<Printers['all']>[0]];
  const code = (challenge?: Challenge, of = printer) =>
    held.issueCode({ printer: of, account: 'owner@example.com', redirectUri: REDIRECT, challenge });
  const exchange = (text: string, verifier?: string, redirectUri = REDIRECT) =>
    held.exchange(text, { redirectUri, verifier });
  return {
    held,
    printers,
    printer,
    other,
    live,
    noted,
    code,
    exchange,
    tokens: (of = printer) => exchange(code(undefined, of)),
    pass: (ms: number) => (nowMs += ms),
    verify: (token: string) => held.verify(held.find(token), 'device'),
  };
}

/** Returns the rule by which something is refused. */
export function ruleOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.rule;
    throw error;
  }
  return 'accepted';
}
