import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, problems, read, type Given } from '../test/configuration.js';
import { suggestion } from '../text/suggest.js';

const FILE = 'epson-connect-mock.json';

describe('a configuration with something wrong', () => {
  it('is refused with all of it, each under the name that it was given by', async () => {
    const given: Given = {
      argv: [
        '--prot',
        '1',
        '--pace',
        'warp',
        '--faults',
        '{',
        'extra',
        '--allow-host',
        'a b',
        '--allow-host',
        '',
      ],
      env: {
        EPSON_MOCK_CALLS_PER_MINUTE: 'none',
        EPSON_MOCK_STRICT: 'perhaps',
        EPSON_MOCK_ASSUME: 'gravity=off,multipart',
      },
      file: {
        port: '80',
        dataDir: 'x',
        printers: ['a@b', 'office', { email: 'c@d', onlin: true, name: 5 }],
        tls: 'yes',
      },
    };
    expect(await problems(given)).toEqual([
      'unknown option --prot; did you mean --port?',
      'unexpected argument "extra"',
      '--allow-host is empty; leave it out for the default',
      `unknown setting dataDir in ${FILE}; did you mean data-dir?`,
      `port in ${FILE} is "80"; it must be a whole number from 0 to 65535, without quotes`,
      `tls in ${FILE} is "yes"; it must be true or false`,
      `printers[2] in ${FILE}: unknown member of a printer "onlin"; did you mean online?`,
      `printers[1] in ${FILE} is "office"; it must be an e-mail address`,
      `printers[2].name in ${FILE} is 5; it must be a string`,
      '--pace is "warp"; it must be one of instant, fast, real',
      'EPSON_MOCK_CALLS_PER_MINUTE is "none"; it must be a whole number from 1 on, or off for no limit',
      expect.stringMatching(/^EPSON_MOCK_ASSUME: unknown assumption "gravity"; there are wrong-device, /),
      'EPSON_MOCK_ASSUME.multipart is ""; it must be one of refuse, accept',
      '--faults is "{"; it must be a fault, such as {"operation":"executePrint","code":"service_unavailable"}',
      'EPSON_MOCK_STRICT is "perhaps"; it must be true or false',
      '--allow-host is "a b"; it must be the name of a host',
    ]);
  });

  it.each<[string[], ...unknown[]]>([
    [['--port'], '--port has no value'],
    [['--port', '--strict'], '--port has no value; if --strict is the value, write --port=--strict'],
    [['--strict=no'], '--strict takes no value; --no-strict switches it off'],
    [['--port', '70000'], '--port is 70000; it must be a whole number from 0 to 65535'],
    [
      ['--limit-bytes-document', '20MB'],
      '--limit-bytes-document is "20MB"; it must be a whole number of bytes from 1 on, or with a unit: KiB, MiB, GiB',
    ],
    [
      ['--public-url', 'http://u:p@mock'],
      expect.stringContaining('it must be an origin such as http://mock:8380'),
    ],
    [
      ['--public-url', 'http://mock/path'],
      expect.stringContaining('it must be an origin such as http://mock:8380'),
    ],
    [
      ['--faults', '{"operation":"print"}'],
      expect.stringMatching(/^--faults\.operation is "print"; it must be one of authenticate, /),
    ],
    [
      ['--faults', '{"effect":{"kind":"delay","delay":1}}'],
      '--faults.effect: unknown member of an effect "delay"; did you mean delay_ms?',
      '--faults.effect.delay_ms is missing; it must be a number from 0 to 3600000',
    ],
    [['--', 'x'], '-- is only valid with run'],
    [
      ['--control-token-file', 'none'],
      expect.stringMatching(/^--control-token-file is .*cannot be read \(ENOENT\)$/),
    ],
  ])('is refused when the flags are %j', async (argv, ...messages) => {
    expect(await problems({ argv })).toEqual(messages);
  });

  it('is refused for a capability file that holds none', async () => {
    const cwd = folderWith({ 'five.json': '5', 'none.json': '{' });
    const names = 'which is not one of office, photo, mono-laser, everything, and a file of that name';
    expect(await problems({ cwd, argv: ['--capability', 'five.json'] })).toEqual([
      `--capability is "five.json", ${names} is not an object`,
    ]);
    expect(await problems({ cwd, env: { EPSON_MOCK_CAPABILITY: 'none.json' } })).toEqual([
      `EPSON_MOCK_CAPABILITY is "none.json", ${names} is not JSON`,
    ]);
  });

  it('does not look at a value that another one goes before', async () => {
    expect((await read({ env: { EPSON_MOCK_PORT: 'x' }, argv: ['--port', '1'] })).options.port).toBe(1);
  });
});

it('warns of a variable that means nothing, and leaves an empty one out', async () => {
  const env = { EPSON_MOCK_PROT: '1', EPSON_MOCK_SERVICE_HOST: 'x', EPSON_MOCK_PORT: '' };
  const { warnings, options } = await read({ env });
  expect(options.port).toBe(8380);
  expect(warnings).toEqual([
    'unknown variable EPSON_MOCK_PROT; did you mean EPSON_MOCK_PORT?',
    'unknown variable EPSON_MOCK_SERVICE_HOST',
  ]);
});

describe('a secret', () => {
  const SECRET = 'hunter2hunter2';

  it.each<[string, Given]>([
    ['a flag', { argv: ['--control-token', SECRET] }],
    ['a flag with =', { argv: [`--control-token=${SECRET}`] }],
    ['a flag that is mistyped', { argv: ['--control-tokn', SECRET] }],
    ['a flag for clients', { argv: ['--clients', SECRET] }],
    ['clients without a colon', { env: { EPSON_MOCK_CLIENTS: SECRET } }],
    ['clients without an ID', { env: { EPSON_MOCK_CLIENTS: `:${SECRET}` } }],
    ['clients in broken JSON', { env: { EPSON_MOCK_CLIENTS: `["${SECRET}"` } }],
    ['clients that are no list', { file: { clients: SECRET } }],
    ['clients that are no objects', { file: { clients: [SECRET, [SECRET]] } }],
    [
      'a client with both in one place',
      { file: { clients: [{ clientId: `a:${SECRET}`, clientSecret: SECRET }] } },
    ],
    ['a client with a list for a secret', { file: { clients: [{ clientId: 'a', clientSecret: [SECRET] }] } }],
    ['a token that is no text', { file: { 'control-token': [SECRET] } }],
  ])('is not shown when it is wrong: %s', async (_what, given) => {
    const lines = await problems(given);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain(SECRET);
  });

  it('is no flag, and the refusal says what there is instead', async () => {
    expect(await problems({ argv: ['--control-token', SECRET] })).toEqual([
      '--control-token is not accepted, because every user of this machine can see the flags of a process; use the environment, the config file, or --control-token-file',
    ]);
  });

  it('that was masked is not taken for one', async () => {
    const clients = [{ clientId: 'a', clientSecret: '***' }];
    const masked = 'is masked, as --print-config writes a secret; put the secret itself there';
    expect(await problems({ file: { clients, 'control-token': '***' } })).toEqual([
      `clients[0].clientSecret in ${FILE} ${masked}`,
      `control-token in ${FILE} ${masked}`,
    ]);
  });

  it('is warned of when others can read the file of the control token', async () => {
    const cwd = folderWith({ token: SECRET });
    const argv = ['--control-token-file', 'token'];
    expect((await read({ cwd, argv })).warnings).toEqual([]);
    if (process.platform === 'win32') return;
    const { chmodSync } = await import('node:fs');
    chmodSync(join(cwd, 'token'), 0o640);
    expect((await read({ cwd, argv })).warnings).toEqual([
      expect.stringContaining('can be read or written by others'),
    ]);
  });
});

it.each([
  ['callLimit', '; did you mean call-limit?'],
  ['printers', '; did you mean printer?'],
  ['data_dir', '; did you mean data-dir?'],
  ['x', ''],
  ['gravity', ''],
])('the name %j suggests %j', (name, expected) => {
  expect(suggestion(name, ['call-limit', 'printer', 'data-dir', 'port'])).toBe(expected);
});
