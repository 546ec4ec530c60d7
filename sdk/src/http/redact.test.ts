import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { redact, withoutSecrets } from './redact.js';

const secret = '0123456789abcdef0123456789abcdef';
const basic = btoa(`${secret}:${secret}${secret}`);

describe('redact', () => {
  it.each([
    ['a token', `Bearer ${secret}`],
    ['Basic credentials', `Basic ${basic}`],
    ['an upload key in a URI', `https://storage.test/v1/PostData?Key=${secret}&File=1.pdf`],
    ['a key that was encoded again', `Key%3D${secret}`],
    ['letters only', 'Bearer ' + secret.replace(/\d/g, 'x')],
    ['a secret in quotes', JSON.stringify({ secret })],
  ])('takes out %s', (_, text) => {
    const clean = redact(text);
    expect(clean).toContain('[redacted]');
    for (const each of [secret, basic, secret.replace(/\d/g, 'x')]) expect(clean).not.toContain(each);
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:8380',
    'getaddrinfo ENOTFOUND api.epsonconnect.com',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'access_token_verification_failed',
    'Request body length does not match content-length header',
  ])('keeps %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('withoutSecrets', () => {
  it('keeps name, message and code down the chain, and nothing else', () => {
    const inner = Object.assign(new Error(`refused with ${secret}`), {
      code: 'ECONNREFUSED',
      config: { secret },
    });
    const outer = Object.assign(new TypeError('fetch failed', { cause: inner }), {
      request: { authorization: secret },
    });
    const copy = withoutSecrets(outer) as Error & { cause: Error };
    expect(copy).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    expect(copy.cause).toMatchObject({
      name: 'Error',
      message: 'refused with [redacted]',
      code: 'ECONNREFUSED',
    });
    expect(inspect(copy, { depth: Infinity, showHidden: true })).not.toContain(secret);
  });

  it('ends a chain that bites its tail', () => {
    const error = new Error('round');
    error.cause = error;
    expect(withoutSecrets(error)?.message).toBe('round');
  });

  it.each([undefined, null, 'text'])('makes nothing of %s', (value) => {
    expect(withoutSecrets(value)).toBeUndefined();
  });
});
