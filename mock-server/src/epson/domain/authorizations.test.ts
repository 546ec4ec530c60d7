import { describe, expect, it } from 'vitest';
import { ruleOf, startAuthorizations as start } from '../../test/authorizations.js';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;
const DAY_MS = 24 * 3600 * 1000;

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

  it.each<[string, (token: string) => string]>([
    ['cut off', (token) => token.slice(0, -1)],
    ['padded', (token) => `${token}=`],
    ['in quotes that were closed only', (token) => `${token}"`],
  ])('with a token that is %s is none of a used one, and ends nothing', (_what, alter) => {
    const { held, tokens } = start({ 'v2-refresh-reuse': 'revoke-all' });
    const { refreshToken } = tokens();
    expect(ruleOf(() => held.refresh(alter(refreshToken)))).toBe('refresh-token-foreign');
    held.refresh(refreshToken);
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
