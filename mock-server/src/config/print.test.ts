import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith, read, type Given } from '../test/configuration.js';
import { printedConfig, printedOrigins } from './print.js';
import { SETTINGS } from './settings.js';

const capability = {
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

/** Every setting but those that are secrets, with another value than its default. */
const EVERYTHING = {
  port: 0,
  host: 'localhost',
  'upload-port': 0,
  'public-url': 'https://mock.example:8443',
  tls: true,
  'https-port': 9443,
  'ca-dir': 'ca',
  relay: ['a.example', 'b.example'],
  printers: [
    'a@print.epsonconnect.com',
    { email: 'b@print.epsonconnect.com', online: false, multiByteDisplay: false, capability },
  ],
  capability: 'own.json',
  'redirect-uri': ['https://shop.example/callback'],
  accounts: [{ email: 'ada@example.com', name: 'Ada', printers: ['a@print.epsonconnect.com'] }],
  consent: 'deny',
  worlds: true,
  pace: 'real',
  'calls-per-minute': 'off',
  'calls-per-minute-v2': 50,
  'limit-bytes-document': '2 MiB',
  'limit-bytes-photo': 1000,
  'limit-bytes-v2': 2000,
  assume: { multipart: 'accept', 'slow-storage': 20 },
  faults: [{ operation: 'executePrint', call: 2, times: null, effect: { kind: 'delay', delay_ms: 20 } }],
  strict: true,
  'data-dir': 'data',
  'on-print': 'lp "$FILE"',
  'allow-host': ['mock'],
  'cors-origin': ['http://localhost:5173', '*'],
  'control-token-file': 'token',
  'limits-connections': 10,
  'limits-idle-ms': '30s',
  'limits-stall-ms': 1,
  'limits-headers-ms': 2,
  'limits-header-bytes': '16KiB',
  allow: ['key-spent'],
  shell: 'fish',
  api: 2,
  json: true,
  quiet: true,
};

/** Prints a configuration, and reads in another folder what was printed. */
async function roundTrip(given: Given) {
  const first = await read(given);
  const again = await read({ file: printedConfig(first), env: {} });
  return [first, again] as const;
}

it('a printed configuration gives the same configuration again, whatever was set', async () => {
  const secrets = Object.entries(SETTINGS).filter(
    ([, setting]) => 'secret' in setting && setting.secret !== undefined,
  );
  const names = [...Object.keys(EVERYTHING), ...secrets.map(([name]) => name)];
  expect(names.sort()).toEqual(Object.keys(SETTINGS).sort());
  const cwd = folderWith({ 'epson-connect-mock.json': EVERYTHING, token: 'secret', 'own.json': capability });
  const [first, again] = await roundTrip({ cwd });
  expect(again.values).toEqual(first.values);
  expect(again.options).toEqual(first.options);
  expect(first.options).toMatchObject({
    callsPerMinute: Infinity,
    dataDir: join(cwd, 'data'),
    tls: { port: 9443 },
  });
});

it.each<[string, Given]>([
  ['nothing', {}],
  [
    'flags',
    {
      argv: ['--port', '0', '--assume', 'multipart=accept', '--assume=megabyte=1000000', '--https-port', '0'],
    },
  ],
  ['HTTPS that is off with a port', { argv: ['--no-tls', '--https-port', '1'] }],
  [
    'variables',
    {
      env: { EPSON_MOCK_PRINTERS: 'a@b.c,d@e.f', EPSON_MOCK_FAULTS: '{"status":503}', EPSON_MOCK_JSON: 'on' },
    },
  ],
])('a printed configuration gives the same configuration again when %s are given', async (_what, given) => {
  const [first, again] = await roundTrip(given);
  expect(again.values).toEqual(first.values);
  expect(again.options).toEqual(first.options);
});

it('a printed configuration masks secrets, which may come from the environment the next time', async () => {
  const env = { EPSON_MOCK_CLIENTS: `id:${'s'.repeat(64)}`, EPSON_MOCK_CONTROL_TOKEN: 'hunter2' };
  const first = await read({ env });
  const text = printedConfig(first) + printedOrigins(first);
  expect(text).not.toMatch(/hunter2|sss/);
  expect(JSON.parse(printedConfig(first))).toMatchObject({
    clients: [{ clientId: 'id', clientSecret: '***' }],
    'control-token': '***',
  });
  expect((await read({ file: printedConfig(first), env })).options).toEqual(first.options);
});

it('says of every setting where its value comes from', async () => {
  const cwd = folderWith({ 'mock.json': { strict: true, assume: { multipart: 'accept' } } });
  writeFileSync(join(cwd, 'epson-connect-mock.json'), '{ "port": 1 }');
  const merged = await read({
    cwd,
    env: { EPSON_MOCK_CONFIG: 'mock.json', EPSON_MOCK_HOST: '::1' },
    argv: ['--https-port', '0', '--assume', 'megabyte=1000000', '--no-worlds'],
  });
  const lines = printedOrigins(merged)
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));
  expect(lines.map(([name]) => name)).toEqual(Object.keys(SETTINGS));
  expect(Object.fromEntries(lines)).toMatchObject({
    port: 'default',
    host: 'EPSON_MOCK_HOST',
    strict: 'strict in mock.json',
    assume: '--assume, assume in mock.json',
    tls: 'implied by --https-port',
    worlds: '--no-worlds',
    'data-dir': 'default (a temporary folder, which is deleted when the mock stops)',
  });
});
