import { describe, expect, it } from 'vitest';
import { InvalidValue } from '../../text/check.js';
import { newId, newOpaque, newToken } from './ids.js';
import { Apps, checkApp, type AppSeed } from './apps.js';
import { DEFAULT_APP } from './default-credentials.js';

const { clientId, clientSecret, apiKey } = DEFAULT_APP;
const REGISTERED = 'https://shop.example/epson/callback';

const apps = (app: Partial<AppSeed> = {}, options = {}) =>
  new Apps([{ ...DEFAULT_APP, ...app }], { isOpen: false, ...options });

describe('the credentials of an app', () => {
  it('are accepted together', () => {
    apps().verify(clientId, clientSecret);
    expect(apps().fitsApiKey(clientId, apiKey)).toBe(true);
    expect(apps().fitsApiKey(clientId, clientId)).toBe(false);
  });

  it.each([
    ['ID and secret are swapped', clientSecret, clientId, /swapped/],
    ['an ID is not known', 'f'.repeat(32), clientSecret, /only 0123456789abcdef/],
    ['an ID has a blank around it', ` ${clientId}`, clientSecret, /blanks/],
    [
      'a secret is cut',
      clientId,
      clientSecret.slice(0, 80),
      /has 80 characters, the right one 86\).*cut off/,
    ],
    ['a secret has a line break', clientId, `${clientSecret}\n`, /has 87 characters.*trim/],
    ['a secret is of version 1', clientId, 'ab'.repeat(32), /version 1/],
    ['a secret is the API key', clientId, apiKey, /x-api-key/],
    ['a secret is empty', clientId, '', /has 0 characters, the right one 86\)\.$/],
  ])('are refused with the reason when %s', (_what, id, secret, hint) => {
    const verify = () => apps().verify(id, secret);
    expect(verify).toThrow(/^app-unknown: /);
    expect(verify).toThrow(hint);
  });

  it('of any app are accepted by an open host, in the form of the host, and are noted as secrets', () => {
    const open = apps({}, { isOpen: true });
    const secret = `${newOpaque()}${newOpaque()}`;
    const [id, key] = [newId(), newToken().slice(0, 40)];
    open.verify(id, secret);
    expect(open.fitsApiKey(id, key)).toBe(true);
    expect(open.known.mask(`${secret} ${key}`)).toBe('*** ***');
    expect(open.fitsApiKey(id, id)).toBe(false);
    expect(() => open.verify(id, 'short')).toThrow(/has 5 characters; this mock accepts any of 86/);
    expect(() => open.verify('short', secret)).toThrow(/app-unknown/);
    expect(() => open.verify(clientId, secret)).toThrow(/its secret is another one/);
  });
});

describe('a redirect URI', () => {
  it.each([
    'http://127.0.0.1:8381/callback',
    'http://127.0.0.1:49152/',
    'http://127.0.0.1/cb?from=epson',
    'http://[::1]:3000/callback',
    'https://127.0.0.1:3000/callback',
  ])('on this machine, %s, is registered for an app that brings none', (uri) => {
    expect(() => apps().verifyRedirectUri(clientId, uri)).not.toThrow();
  });

  it.each([
    ['http://localhost:8381/callback', /use 127\.0\.0\.1 instead/],
    ['http://127.0.0.1.evil.example/', /not registered/],
    ['http://127.0.0.1:80@evil.example/', /credentials/],
    ['https://evil.example/?http://127.0.0.1/', /not registered.*--redirect-uri/],
    ['javascript:alert(1)', /javascript:/],
    ['data:text/html,x', /data:/],
    ['/callback', /absolute URI/],
    ['http://127.0.0.1:8381/callback#top', /fragment/],
    ['http://127.0.0.1:8381/a\r\nSet-Cookie: x=1', /absolute URI/],
    ['http://127.0.0.1\\@evil.example/', /absolute URI/],
    ['', /absolute URI/],
  ])('%s is refused', (uri, hint) => {
    for (const options of [{}, { isOpen: true }]) {
      const verify = () => apps({}, options).verifyRedirectUri(clientId, uri);
      if ('isOpen' in options && /not registered/.test(hint.source)) verify();
      else expect(verify).toThrow(hint);
    }
  });

  it.each([
    [`${REGISTERED}/`, 'the slash at the end'],
    ['https://shop.example/epson/Callback', 'the path, in upper and lower case'],
    ['http://shop.example/epson/callback', 'the scheme'],
    ['https://shop.example:8443/epson/callback', 'the port'],
    ['https://www.shop.example/epson/callback', 'the name'],
    [`${REGISTERED}?x=1`, 'the query'],
    ['https://SHOP.example/epson/callback', 'written in another way'],
  ])('%s is compared with those of the app: %s', (uri, difference) => {
    const verify = () => apps({ redirectUris: [REGISTERED] }).verifyRedirectUri(clientId, uri);
    expect(verify).toThrow(`differs from a registered one in one point: ${difference}.`);
  });

  it('of an app that brings its own must be one of them, also on this machine and in an open host', () => {
    for (const isOpen of [false, true]) {
      const own = apps({ redirectUris: [REGISTERED] }, { isOpen });
      own.verifyRedirectUri(clientId, REGISTERED);
      expect(() => own.verifyRedirectUri(clientId, 'http://127.0.0.1:8381/callback')).toThrow(REGISTERED);
    }
  });

  it('can be added for the apps that bring none', () => {
    const more = apps({}, { redirectUris: [REGISTERED] });
    more.verifyRedirectUri(clientId, REGISTERED);
    more.verifyRedirectUri(clientId, 'http://127.0.0.1:1/');
    expect(() => more.verifyRedirectUri(clientId, `${REGISTERED}/`)).toThrow('the slash at the end');
  });
});

it('names what is wrong with an app without showing its secret', () => {
  const uris = ['http://localhost:3000/'];
  expect(() => checkApp({ ...DEFAULT_APP, redirectUris: uris })).toThrow(
    /redirectUris\[0\].*use 127\.0\.0\.1/,
  );
  const secret = 'not-a-secret-for-anybody';
  expect(() => checkApp({ clientSecret: secret, clientId: '' } as AppSeed)).toThrow(InvalidValue);
  expect(() => checkApp({ clientSecret: secret, clientId: '' } as AppSeed)).not.toThrow(secret);
});
