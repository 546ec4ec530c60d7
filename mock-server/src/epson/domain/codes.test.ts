import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { REDIRECT, ruleOf, startAuthorizations as start } from '../../test/authorizations.js';
import type { Challenge } from './pkce.js';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

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
    expect(ruleOf(() => exchange(code({ method: 'S256', value: s256 })))).toBe('accepted');
    expect(ruleOf(() => exchange(code(), verifier))).toBe('accepted');
  });
});
