import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_ACCOUNTS } from '../epson/domain/accounts.js';
import { DEFAULT_APP } from '../epson/domain/default-credentials.js';
import { assemble } from './app.js';
import { createMockHost, startMockHost } from './host.js';
import type { Checked, MockHostOptions } from '../config/options.js';

const APP = { clientId: 'a'.repeat(32), clientSecret: 's'.repeat(86), apiKey: 'k'.repeat(40) };
const CLIENT = { clientId: 'b'.repeat(32), clientSecret: 'c'.repeat(64) };

function create(options: MockHostOptions = {}) {
  const host = createMockHost(options);
  onTestFinished(() => host.close());
  return host;
}

function assembled(options: Checked<MockHostOptions> = {}) {
  const { host, close } = assemble(options);
  onTestFinished(close);
  return host;
}

describe('the credentials of version 2', () => {
  it('are well known, unless apps are given', () => {
    expect(create().credentialsV2).toEqual({
      ...DEFAULT_APP,
      redirectUri: 'http://127.0.0.1:8381/callback',
    });
    expect(create().credentialsV2.clientId).toBe(create().credentials.clientId);
    expect(create({ apps: [APP, DEFAULT_APP] }).credentialsV2).toMatchObject(APP);
  });

  it('have the first redirect URI that was given, of the app or of all', () => {
    const uri = 'https://shop.example/callback';
    const other = 'https://shop.example/other';
    expect(create({ redirectUris: [uri, other] }).credentialsV2.redirectUri).toBe(uri);
    const apps = [{ ...APP, redirectUris: [other] }];
    expect(create({ apps, redirectUris: [uri] }).credentialsV2.redirectUri).toBe(other);
  });
});

describe('the world that the control steers', () => {
  it('is that of the first client, and of the first app if there are only apps', () => {
    const clientOf = (options: Checked<MockHostOptions>) => assembled(options).worlds.default.clientId;
    expect(clientOf({})).toBe(DEFAULT_APP.clientId);
    expect(clientOf({ clients: [CLIENT], apps: [APP] })).toBe(CLIENT.clientId);
    expect(clientOf({ apps: [APP] })).toBe(APP.clientId);
  });

  it('is one for a client ID that version 1 and version 2 know', () => {
    const both = { ...CLIENT, clientId: APP.clientId };
    const worlds = assembled({ clients: [both, CLIENT], apps: [APP] }).worlds.all();
    expect(worlds.map(({ clientId }) => clientId)).toEqual([APP.clientId, CLIENT.clientId]);
  });
});

describe('the options of version 2', () => {
  it('reach the host', () => {
    const accounts = [{ email: 'ada@example.com' }];
    const host = assembled({ apps: [APP], accounts, consent: 'auto', limitBytes: { v2: 5 } });
    expect(host.apps.all()).toEqual([APP]);
    expect(host.accounts.all(APP.clientId)).toEqual(accounts);
    expect([host.worlds.default.consent, host.limitBytes.v2]).toEqual(['auto', 5]);
    const uri = 'https://shop.example/callback';
    expect(() => host.apps.verifyRedirectUri(APP.clientId, uri)).toThrow();
    assembled({ apps: [APP], redirectUris: [uri] }).apps.verifyRedirectUri(APP.clientId, uri);
  });

  it('have defaults', () => {
    const host = assembled();
    expect(host.apps.all()).toEqual([DEFAULT_APP]);
    expect(host.accounts.all(APP.clientId)).toEqual(DEFAULT_ACCOUNTS);
    expect([host.worlds.default.consent, host.limitBytes.v2]).toEqual(['page', 20 * 1_048_576]);
    expect(assembled({ assume: { megabyte: '1000000' } }).limitBytes.v2).toBe(20_000_000);
  });

  it('limit the calls of an app where that is asked for, apart from those of version 1', () => {
    const { calls: unlimited } = assembled().worlds.default;
    for (let call = 0; call < 200; call += 1) unlimited[2].count();
    const { calls } = assembled({ callsPerMinuteV2: 2 }).worlds.default;
    calls[2].count();
    calls[2].count();
    expect(() => calls[2].count()).toThrow(/2 calls within a minute.*--calls-per-minute-v2/);
    calls[1].count();
  });

  it('accept any printer of an account, well-formed app and redirect URI with worlds', () => {
    const accounts = [{ email: 'a@b.test', printers: ['any@print.epsonconnect.com'] }];
    expect(() => assembled({ worlds: true, accounts })).not.toThrow();
    const { apps } = assembled({ worlds: true });
    expect(apps.fits(APP.clientId, APP.clientSecret)).toBe(true);
    const anywhere = () => apps.verifyRedirectUri(APP.clientId, 'https://anywhere.example/callback');
    expect(anywhere).not.toThrow();
  });

  it.each<[MockHostOptions, RegExp]>([
    [{ apps: [{ clientId: 'a', clientSecret: 'hunter2' }] } as never, /^apps\[0\]\.apiKey /],
    [{ redirectUris: ['http://localhost/callback'] }, /^redirectUris\[0\] is not a redirect URI: localhost/],
    [{ accounts: [{ email: 'ada' }] }, /^accounts\[0\]\.email is "ada"; it must be an e-mail address/],
    [
      { accounts: [{ email: 'a@b.test', printers: ['mok.printer@print.epsonconnect.com'] }] },
      /^accounts\[0\]\.printers\[0\] is "mok\..*, which is not a printer of this mock; did you mean mock\.printer@/,
    ],
    [{ consent: 'never' as never }, /^consent is "never"; it must be one of page, auto, deny/],
    [{ callsPerMinuteV2: 0 }, /^callsPerMinuteV2 is 0; it must be a whole number/],
    [{ limitBytes: { v2: 0 } }, /^limitBytes\.v2 is 0/],
  ])('are checked: %j', async (options, message) => {
    const error: unknown = await startMockHost(options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'MockOptionError', message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('hunter2');
  });
});
