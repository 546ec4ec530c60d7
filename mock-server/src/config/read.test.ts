import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, problems, read, type Given } from '../test/configuration.js';
import { readConfiguration } from './read.js';

describe('a setting', () => {
  it('is the default, unless the file has it, unless the environment has it, unless a flag has it', async () => {
    const file = { port: 1 };
    const env = { EPSON_MOCK_PORT: '2' };
    const argv = ['--port', '3'];
    const origins = async (given: Given) => {
      const { options, origins: from } = await read(given);
      return [options.port, from.port[0]?.label];
    };
    expect(await origins({})).toEqual([8380, 'default']);
    expect(await origins({ file })).toEqual([1, 'port in epson-connect-mock.json']);
    expect(await origins({ file, env })).toEqual([2, 'EPSON_MOCK_PORT']);
    expect(await origins({ file, env, argv })).toEqual([3, '--port']);
  });

  it('is the default again with --no-', async () => {
    const file = {
      strict: true,
      'data-dir': 'x',
      printers: ['a@print.epsonconnect.com'],
      assume: { multipart: 'accept' },
    };
    const argv = ['--no-strict', '--no-data-dir', '--no-printers', '--no-assume'];
    const { options } = await read({ file, argv });
    expect(options).toMatchObject({
      strict: false,
      printers: [{ email: 'mock.printer@print.epsonconnect.com' }],
      assume: {},
    });
    expect(options).not.toHaveProperty('dataDir');
    expect((await read({ file, argv: ['--no-config'] })).options.strict).toBe(false);
  });

  it('that has several values is repeated as a flag, separated by commas in the environment, a list in the file', async () => {
    const expected = ['a.example', 'b.example'];
    const relay = async (given: Given) => (await read(given)).options.relay;
    expect(await relay({ argv: ['--relay', 'a.example', '--relay=b.example'] })).toEqual(expected);
    expect(await relay({ env: { EPSON_MOCK_RELAY: 'a.example, b.example' } })).toEqual(expected);
    expect(await relay({ env: { EPSON_MOCK_RELAY: '["a.example","b.example"]' } })).toEqual(expected);
    expect(await relay({ file: { relay: expected } })).toEqual(expected);
    // A list replaces the list of a lower-priority source.
    expect(await relay({ file: { relay: expected }, argv: ['--relay', 'c.example'] })).toEqual(['c.example']);
  });

  it('that is an assumption comes from its own source, whatever the others come from', async () => {
    const { options, origins } = await read({
      file: { assume: { multipart: 'accept', megabyte: '1000000' } },
      env: { EPSON_MOCK_ASSUME: 'megabyte=1048576,slow-storage=20' },
      argv: ['--assume', 'slow-storage=off'],
    });
    expect(options.assume).toEqual({ multipart: 'accept', megabyte: '1048576', 'slow-storage': 'off' });
    expect(origins.assume.map(({ source }) => source)).toEqual(['flag', 'environment', 'file']);
  });

  it('may have a unit that means one thing', async () => {
    const { options } = await read({
      argv: ['--limit-bytes-document', '20MiB', '--limits-idle-ms', '30s'],
      file: { 'limit-bytes-photo': '1 KiB', 'limits-headers-ms': 1500 },
    });
    expect(options.limitBytes).toEqual({ document: 20 * 1024 * 1024, photo: 1024 });
    expect(options.limits).toMatchObject({ idleMs: 30_000, headersMs: 1500 });
  });

  it('that is a path starts from the folder of the file that has it', async () => {
    const cwd = folderWith({ 'mock.json': { 'data-dir': 'kept', capability: 'own.json' } });
    const own = {
      color_modes: ['mono'],
      media_sizes: [
        {
          media_size: 'ms_a4',
          media_types: [
            {
              media_type: 'mt_plainpaper',
              borderless: false,
              sources: ['auto'],
              print_qualities: ['normal'],
              '2_sided': false,
            },
          ],
        },
      ],
    };
    writeFileSync(join(cwd, 'own.json'), JSON.stringify(own));
    const { options } = await readConfiguration([], {
      env: { EPSON_MOCK_CONFIG: join(cwd, 'mock.json') },
      cwd: tmpdir(),
    });
    expect(options.dataDir).toBe(join(cwd, 'kept'));
    expect(options.printers).toEqual([{ email: 'mock.printer@print.epsonconnect.com', capability: own }]);
  });
});

describe('the options that come of settings', () => {
  it('have HTTPS with its port, unless a source that counts as much says no', async () => {
    const tls = async (given: Given) => (await read(given)).options.tls;
    expect(await tls({})).toBeUndefined();
    expect(await tls({ argv: ['--tls'] })).toEqual({ port: 8443 });
    expect(await tls({ argv: ['--https-port', '0'] })).toEqual({ port: 0 });
    expect(await tls({ argv: ['--https-port', '0'], file: { tls: false } })).toEqual({ port: 0 });
    expect(await tls({ argv: ['--no-tls'], file: { 'https-port': 1 } })).toBeUndefined();
    expect(await tls({ file: { tls: false, 'https-port': 1 } })).toBeUndefined();
  });

  it('have the capability of all printers for those without one of their own', async () => {
    const printer = [
      'a@print.epsonconnect.com',
      { email: 'b@print.epsonconnect.com', capability: 'mono-laser', online: false },
    ];
    const { options } = await read({ file: { printers: printer }, argv: ['--capability', 'photo'] });
    expect(options.printers).toEqual([
      { email: 'a@print.epsonconnect.com', capability: 'photo' },
      { email: 'b@print.epsonconnect.com', capability: 'mono-laser', online: false },
    ]);
  });

  it('have the control token from the higher of its sources, and refuse two of one source', async () => {
    const cwd = folderWith({ token: 'from-file\n' });
    const token = async (given: Given) => (await read({ cwd, ...given })).options.controlToken;
    expect(await token({ argv: ['--control-token-file', 'token'] })).toBe('from-file');
    const env = { EPSON_MOCK_CONTROL_TOKEN: 'from-environment' };
    expect(await token({ env })).toBe('from-environment');
    expect(await token({ env, argv: ['--control-token-file', 'token'] })).toBe('from-file');
    expect(await problems({ cwd, env: { ...env, EPSON_MOCK_CONTROL_TOKEN_FILE: 'token' } })).toEqual([
      'EPSON_MOCK_CONTROL_TOKEN and EPSON_MOCK_CONTROL_TOKEN_FILE are both given; one of them is enough',
    ]);
  });

  it('have no limit of calls when that is off', async () => {
    expect((await read({ env: { EPSON_MOCK_CALLS_PER_MINUTE: 'off' } })).options.callsPerMinute).toBe(
      Infinity,
    );
  });
});

describe('a config file', () => {
  it('may have comments and a comma at the end', async () => {
    const file =
      '{\n  // the office\n  "$schema": "./config.schema.json",\n  "port": 4711, /* not 8380 */\n}';
    const { options, warnings } = await read({ file });
    expect(options.port).toBe(4711);
    expect(warnings).toEqual([
      'reading epson-connect-mock.json of the working directory; --no-config ignores it',
    ]);
  });

  it.each([
    [
      '{ "port" 1 }',
      'the config file epson-connect-mock.json is not JSON: colon expected at line 1, column 10',
    ],
    ['[]', 'the config file epson-connect-mock.json is not an object of settings: { "port": 8380 }'],
  ])('is refused with its place when it is %j', async (file, message) => {
    expect(await problems({ file })).toEqual([message]);
  });

  it('holds no settings when it is empty, as a shell makes it for what --print-config writes', async () => {
    const { options } = await read({ file: '\n' });
    expect(options).toEqual((await read({})).options);
  });

  it('that is named and missing is refused', async () => {
    expect(await problems({ argv: ['--config', 'none.json'] })).toEqual([
      'the config file none.json cannot be read (ENOENT)',
    ]);
  });

  it('brings clients, and is warned of when others can read it', async () => {
    const clients = [{ clientId: 'a'.repeat(32), clientSecret: 'b'.repeat(64) }];
    const cwd = folderWith({ 'mine.json': { clients } });
    const mine = await read({ cwd, argv: ['--config', 'mine.json'] });
    expect([mine.options.clients, mine.warnings]).toEqual([clients, []]);
    if (process.platform === 'win32') return;
    writeFileSync(join(cwd, 'open.json'), JSON.stringify({ clients }), { mode: 0o644 });
    expect((await read({ cwd, argv: ['--config', 'open.json'] })).warnings).toEqual([
      'the config file open.json holds secrets and can be read or written by others; chmod 600 keeps it yours',
    ]);
  });
});

it('gives a command its own default, unless something was set', async () => {
  const port = async (given: Given) => (await read({ command: 'run', ...given })).options.port;
  expect([await port({}), await port({ env: { EPSON_MOCK_PORT: '8380' } })]).toEqual([0, 8380]);
});

it('gives a command what follows --, and its own settings', async () => {
  const { rest, options, values } = await read({
    command: 'run',
    argv: ['--port', '0', '--allow', 'key-spent', '--', 'node', '--port', 'x.js'],
  });
  expect([rest, options.port, values.allow]).toEqual([['node', '--port', 'x.js'], 0, ['key-spent']]);
  expect(await problems({ command: 'run', argv: ['node', 'x.js'] })).toEqual([
    'unexpected argument "node"; the command follows --',
    'unexpected argument "x.js"; the command follows --',
  ]);
  expect(await problems({ argv: ['--allow', 'x'] })).toEqual(['--allow is only valid with run']);
});
