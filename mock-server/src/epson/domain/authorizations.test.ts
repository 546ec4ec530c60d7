import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resolveAssumptions, type AssumptionOptions } from '../../rules/assumptions.js';
import { Refusal } from '../../rules/refusal.js';
import { Authorizations } from './authorizations.js';
import { NO_CHANGE_LOGS } from './change-log.js';
import { Clock } from './clock.js';
import type { Challenge } from './pkce.js';
import { Printers } from './printers.js';

const REDIRECT = 'http://127.0.0.1:8381/callback';
const SHAPE = /^[A-Za-z0-9_-]{43}$/;
const DAY_MS = 24 * 3600 * 1000;

/** The authorizations of a world with two printers, and what was registered of them. */
function start(assume: AssumptionOptions = {}) {
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
function ruleOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.rule;
    throw error;
  }
  return 'accepted';
}

describe('a code', () => {
  it('gives the tokens of the chosen printer, in the shapes of the host', () => {
    const { exchange, code, other, verify, noted, live } = start();
    const text = code(undefined, other);
    const tokens = exchange(text);
    for (const each of [text, tokens.accessToken, tokens.refreshToken]) expect(each).toMatch(SHAPE);
    expect(verify(tokens.accessToken)).toMatchObject({ kind: 'device', printer: other });
    expect(noted).toEqual([text, tokens.refreshToken]);
    expect([...live]).toEqual([tokens.accessToken]);
  });

  it('works once; a second time, all that it gave ends', () => {
    const { exchange, code, held, verify, tokens } = start();
    const text = code();
    const first = exchange(text);
    const refreshed = held.refresh(first.refreshToken);
    const unrelated = tokens();
    expect(ruleOf(() => exchange(text))).toBe('code-used');
    for (const { accessToken } of [first, refreshed])
      expect(ruleOf(() => verify(accessToken))).toBe('bearer-revoked');
    expect(ruleOf(() => held.refresh(refreshed.refreshToken))).toBe('grant-ended');
    expect(ruleOf(() => exchange(text))).toBe('code-used');
    expect(verify(unrelated.accessToken)).toBeDefined();
    held.refresh(unrelated.refreshToken);
  });

  it.each([
    ['300', 300],
    ['60', 60],
    ['600', 600],
  ])('lives for v2-code-seconds=%s', (value, seconds) => {
    const { exchange, code, pass } = start({ 'v2-code-seconds': value });
    const [last, late] = [code(), code()];
    pass(seconds * 1000 - 1);
    exchange(last);
    pass(1);
    expect(ruleOf(() => exchange(late))).toBe('code-expired');
  });

  it('is bound to its redirect URI, character by character, and survives a wrong one', () => {
    const { exchange, code } = start();
    const text = code();
    expect(ruleOf(() => exchange(text, undefined, `${REDIRECT}/`))).toBe('code-redirect-uri-wrong');
    exchange(text);
  });

  it('is unknown in another world', () => {
    const text = start().code();
    expect(ruleOf(() => start().exchange(text))).toBe('code-unknown');
  });

  it('gives nothing while the owner forbids printing', () => {
    const { exchange, code, printers, printer } = start();
    const text = code();
    printers.change(printer, { remotePrinting: false });
    expect(ruleOf(() => exchange(text))).toBe('remote-printing-off');
  });
});

describe('PKCE', () => {
  const verifier = 'v'.repeat(43);
  const s256 = createHash('sha256').update(verifier).digest('base64url');

  it.each<[Challenge, string | undefined, string]>([
    [{ method: 'S256', value: s256 }, verifier, 'accepted'],
    [{ method: 'S256', value: s256 }, s256, 'code-verifier-wrong'],
    [{ method: 'S256', value: s256 }, undefined, 'code-verifier-wrong'],
    [{ method: 'S256', value: verifier }, verifier, 'code-verifier-wrong'],
    [{ method: 'plain', value: verifier }, verifier, 'accepted'],
    [{ method: 'plain', value: verifier }, `${verifier}v`, 'code-verifier-wrong'],
  ])('of %j is answered by %s: %s', (challenge, sent, expected) => {
    const { exchange, code } = start();
    const text = code(challenge);
    expect(ruleOf(() => exchange(text, sent))).toBe(expected);
    // A wrong verifier does not use the code up.
    if (expected !== 'accepted' && challenge.value !== verifier) exchange(text, verifier);
  });

  it('refuses a verifier where no challenge was sent: the code may be an injected one', () => {
    const { exchange, code } = start();
    expect(ruleOf(() => exchange(code(), verifier))).toBe('code-verifier-wrong');
  });

  it('is not looked at with v2-pkce=ignored', () => {
    const { exchange, code } = start({ 'v2-pkce': 'ignored' });
    exchange(code({ method: 'S256', value: s256 }));
    exchange(code(), verifier);
  });
});

describe('a refresh', () => {
  it('replaces the refresh token, and the used one is dead for ever', () => {
    const { held, tokens } = start();
    const first = tokens();
    let current = first.refreshToken;
    for (let times = 0; times < 2000; times += 1) current = held.refresh(current).refreshToken;
    expect(current).not.toBe(first.refreshToken);
    expect(ruleOf(() => held.refresh(first.refreshToken))).toBe('refresh-token-used');
    held.refresh(current);
  });

  it('with a used token ends all of the grant with v2-refresh-reuse=revoke-all', () => {
    const { held, tokens, verify } = start({ 'v2-refresh-reuse': 'revoke-all' });
    const [first, unrelated] = [tokens(), tokens()];
    const second = held.refresh(first.refreshToken);
    expect(ruleOf(() => held.refresh(first.refreshToken))).toBe('grant-ended');
    expect(ruleOf(() => held.refresh(second.refreshToken))).toBe('grant-ended');
    expect(ruleOf(() => verify(second.accessToken))).toBe('bearer-revoked');
    verify(unrelated.accessToken);
    held.refresh(unrelated.refreshToken);
  });

  it('is possible for 30 days after the last one', () => {
    const { held, tokens, pass } = start();
    let { refreshToken } = tokens();
    for (let times = 0; times < 3; times += 1) {
      pass(30 * DAY_MS - 1);
      refreshToken = held.refresh(refreshToken).refreshToken;
    }
    pass(30 * DAY_MS);
    expect(ruleOf(() => held.refresh(refreshToken))).toBe('refresh-token-expired');
  });

  it.each(['kept', 'ended'] as const)('leaves the former access token %s', (value) => {
    const { held, tokens, verify } = start({ 'v2-access-after-refresh': value });
    const [first, unrelated] = [tokens(), tokens()];
    const second = held.refresh(first.refreshToken);
    expect(ruleOf(() => verify(first.accessToken))).toBe(value === 'kept' ? 'accepted' : 'bearer-revoked');
    verify(second.accessToken);
    verify(unrelated.accessToken);
  });

  it('knows no token of another world, nor an altered one', () => {
    const { held, tokens } = start();
    const { refreshToken } = tokens();
    expect(ruleOf(() => start().held.refresh(refreshToken))).toBe('refresh-token-foreign');
    expect(ruleOf(() => held.refresh(`x${refreshToken.slice(0, -1)}`))).toBe('refresh-token-foreign');
  });

  it('keeps the memory flat, however often it happens', () => {
    const { held, tokens, live } = start();
    let { refreshToken } = tokens();
    const sizes = new Set<number>();
    for (let times = 0; times < 100_000; times += 1) {
      refreshToken = held.refresh(refreshToken).refreshToken;
      if (times % 1000 === 999) sizes.add(live.size);
    }
    expect([...sizes]).toEqual([1000]);
    const { codes, grants, bearers } = held.all();
    expect([codes.length, grants.length, bearers.length]).toEqual([1, 1, 1000]);
  });

  it('belongs to one of at most 1,000 grants, as codes do', () => {
    const { held, tokens } = start();
    for (let times = 0; times < 1100; times += 1) tokens();
    const { codes, grants } = held.all();
    expect([codes.length, grants.length]).toEqual([1000, 1000]);
  });
});

describe('an access token', () => {
  it('lives for an hour', () => {
    const { tokens, pass, verify } = start();
    const { accessToken } = tokens();
    pass(3_599_999);
    verify(accessToken);
    pass(1);
    expect(ruleOf(() => verify(accessToken))).toBe('bearer-expired');
  });

  it('is of a device or of the app, and each is refused where the other belongs', () => {
    const { held, tokens } = start();
    const [device, app] = [tokens().accessToken, held.issueApplicationToken()];
    expect(app).toMatch(SHAPE);
    expect(held.verify(held.find(app), 'application').kind).toBe('application');
    expect(ruleOf(() => held.verify(held.find(app), 'device'))).toBe('bearer-of-other-kind');
    expect(ruleOf(() => held.verify(held.find(device), 'application'))).toBe('bearer-of-other-kind');
    expect(held.verify(held.find(device), 'application', 'device').kind).toBe('device');
    expect(ruleOf(() => held.verify(held.find('elsewhere'), 'device'))).toBe('bearer-unknown');
  });

  it('expires on command for one printer, and the refresh token stays usable', () => {
    const { held, tokens, other, verify } = start();
    const [mine, others, app] = [tokens(), tokens(other), held.issueApplicationToken()];
    expect(held.expire(other)).toEqual({ accessTokens: 1, refreshTokens: 0 });
    expect(ruleOf(() => verify(others.accessToken))).toBe('bearer-expired');
    verify(mine.accessToken);
    held.refresh(others.refreshToken);
    held.verify(held.find(app), 'application');
    expect(held.expire()).toEqual({ accessTokens: 3, refreshTokens: 0 });
  });

  it('is revoked on command with its refresh token', () => {
    const { held, tokens, other, verify } = start();
    const [mine, others] = [tokens(), tokens(other)];
    expect(held.revoke(other)).toEqual({ accessTokens: 1, refreshTokens: 1 });
    expect(ruleOf(() => verify(others.accessToken))).toBe('bearer-revoked');
    expect(ruleOf(() => held.refresh(others.refreshToken))).toBe('grant-ended');
    verify(mine.accessToken);
    expect(held.revoke()).toEqual({ accessTokens: 1, refreshTokens: 1 });
  });
});
