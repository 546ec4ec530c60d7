import { describe, expect, it } from 'vitest';
import { problems, read, type Given } from '../test/configuration.js';
import { printedConfig } from './print.js';

const APP = {
  clientId: 'a'.repeat(32),
  clientSecret: 's'.repeat(86),
  apiKey: 'k'.repeat(40),
};
const URI = 'https://shop.example/callback';
const FILE = 'epson-connect-mock.json';

const options = async (given: Given) => (await read(given)).options;

describe('an app', () => {
  it('comes from the config file or the environment, as JSON or as ID:SECRET:KEY', async () => {
    const apps = [{ ...APP, redirectUris: [URI] }];
    expect((await options({ file: { apps } })).apps).toEqual(apps);
    expect((await options({ env: { EPSON_MOCK_APPS: JSON.stringify(apps) } })).apps).toEqual(apps);
    const text = `${APP.clientId}:${APP.clientSecret}:${APP.apiKey}`;
    expect((await options({ env: { EPSON_MOCK_APPS: text } })).apps).toEqual([APP]);
  });

  it('is no flag', async () => {
    expect(await problems({ argv: ['--apps', 'hunter2'] })).toEqual([
      '--apps is not accepted, because every user of this machine can see the flags of a process; use the config file, or the environment',
    ]);
  });

  it.each<[string, Given]>([
    ['a list of texts', { file: { apps: ['hunter2'] } }],
    ['no list', { file: { apps: 'hunter2' } }],
    ['an app with a blank in its key', { file: { apps: [{ ...APP, apiKey: 'hunter2 hunter2' }] } }],
    ['an app with a list for a secret', { file: { apps: [{ ...APP, clientSecret: ['hunter2'] }] } }],
    ['a text without colons', { env: { EPSON_MOCK_APPS: 'hunter2' } }],
    ['a text with one colon', { env: { EPSON_MOCK_APPS: 'id:hunter2' } }],
    ['broken JSON', { env: { EPSON_MOCK_APPS: '[{"clientSecret":"hunter2"' } }],
  ])('is not shown when it is wrong: %s', async (_what, given) => {
    const lines = await problems(given);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain('hunter2');
  });

  it('is printed without its secrets, and a masked one is not taken for a secret', async () => {
    const text = printedConfig(await read({ file: { apps: [{ ...APP, redirectUris: [URI] }] } }));
    expect(text).not.toMatch(/sss|kkk/);
    expect(JSON.parse(text)).toMatchObject({
      apps: [{ clientId: APP.clientId, clientSecret: '***', apiKey: '***', redirectUris: [URI] }],
    });
    const masked = 'is masked, as --print-config writes a secret; put the secret itself there';
    expect(await problems({ file: text })).toEqual([
      `apps[0].clientSecret in ${FILE} ${masked}`,
      `apps[0].apiKey in ${FILE} ${masked}`,
    ]);
  });
});

describe('a redirect URI', () => {
  it('is repeated as a flag, separated by commas in the environment, a list in the file', async () => {
    const expected = [URI, 'com.example.app:/callback'];
    const given: Given[] = [
      { argv: ['--redirect-uri', URI, `--redirect-uri=${expected[1]}`] },
      { env: { EPSON_MOCK_REDIRECT_URI: expected.join(',') } },
      { file: { 'redirect-uri': expected } },
    ];
    for (const each of given) expect((await options(each)).redirectUris).toEqual(expected);
    expect(await options({})).not.toHaveProperty('redirectUris');
  });

  it.each([
    ['http://localhost:8381/callback', /localhost is not accepted by Epson; use 127\.0\.0\.1/],
    ['/callback', /it must be an absolute URI/],
    ['https://shop.example/#there', /it must not have a fragment/],
  ])('is refused when it is %j', async (uri, why) => {
    const [line = '', ...others] = await problems({ argv: ['--redirect-uri', uri] });
    expect(line).toMatch(/^--redirect-uri is not a redirect URI: /);
    expect(line).toMatch(why);
    expect(others).toEqual([]);
  });
});

it('suggests the names of settings for those of options', async () => {
  const suggested = await problems({ file: { callsPerMinuteV2: 1, redirectUris: [], apiVersion: 2 } });
  expect(suggested).toEqual([
    `unknown setting callsPerMinuteV2 in ${FILE}; did you mean calls-per-minute-v2?`,
    `unknown setting redirectUris in ${FILE}; did you mean redirect-uri?`,
    expect.stringContaining('unknown setting apiVersion'),
  ]);
});

describe('an account', () => {
  it('is an address, or in the config file an object with its printers', async () => {
    const accounts = [{ email: 'ada@example.com', name: 'Ada', printers: ['a@print.epsonconnect.com'] }];
    expect((await options({ file: { accounts } })).accounts).toEqual(accounts);
    expect((await options({ argv: ['--accounts', 'a@b.test', '--accounts', 'c@d.test'] })).accounts).toEqual([
      { email: 'a@b.test' },
      { email: 'c@d.test' },
    ]);
    expect(await problems({ argv: ['--accounts', 'ada'], file: {} })).toEqual([
      '--accounts.email is "ada"; it must be an e-mail address',
    ]);
  });
});

describe('consent', () => {
  it('is asked for on a page, and given at once with run', async () => {
    expect((await options({})).consent).toBe('page');
    expect((await options({ command: 'run' })).consent).toBe('auto');
    expect((await options({ command: 'run', argv: ['--consent', 'deny'] })).consent).toBe('deny');
    expect(await problems({ argv: ['--consent', 'never'] })).toEqual([
      '--consent is "never"; it must be one of page, auto, deny',
    ]);
  });
});

it('limits the calls of version 2 only when it is told to, and its files by their own limit', async () => {
  expect((await options({})).callsPerMinuteV2).toBe(Infinity);
  expect((await options({ argv: ['--calls-per-minute-v2', '20'] })).callsPerMinuteV2).toBe(20);
  expect((await options({ file: { 'calls-per-minute-v2': 'off' } })).callsPerMinuteV2).toBe(Infinity);
  expect((await options({ argv: ['--limit-bytes-v2', '1MiB'] })).limitBytes).toEqual({ v2: 1_048_576 });
});

it('takes a printer that cannot show every alias', async () => {
  const printers = [{ email: 'a@print.epsonconnect.com', multiByteDisplay: false }];
  expect((await options({ file: { printers } })).printers).toMatchObject(printers);
});

it('shows version 1, unless it is told to show version 2', async () => {
  const version = async (given: Given) => (await read(given)).values.api;
  expect(await version({})).toBe(1);
  expect(await version({ argv: ['--api', '2'] })).toBe(2);
  expect(await version({ env: { EPSON_MOCK_API: '2' }, command: 'env' })).toBe(2);
  expect(await version({ file: { api: 2 }, command: 'run' })).toBe(2);
  expect(await problems({ argv: ['--api', '3'] })).toEqual(['--api is "3"; it must be 1 or 2']);
});
