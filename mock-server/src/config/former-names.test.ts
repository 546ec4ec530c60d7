import { describe, expect, it } from 'vitest';
import { problems, read, type Given } from '../test/configuration.js';
import { variableOf } from './setting.js';
import { FORMER_NAMES } from './former-names.js';
import type { SETTINGS } from './settings.js';

/** Each renamed setting with a value of its own, as a flag has it and as the config file has it. */
const RENAMED: [former: string, now: keyof typeof SETTINGS, text: string, json: unknown][] = [
  ['printer', 'printers', 'a@print.epsonconnect.com', ['a@print.epsonconnect.com']],
  ['fault', 'faults', '{"operation":"getDevice","status":503}', [{ operation: 'getDevice', status: 503 }]],
  ['cors', 'cors-origin', 'http://localhost:5173', ['http://localhost:5173']],
  ['call-limit', 'calls-per-minute', 'off', 'off'],
  ['document-limit', 'limit-bytes-document', '2MiB', '2MiB'],
  ['photo-limit', 'limit-bytes-photo', '1000', 1000],
  ['connection-limit', 'limits-connections', '10', 10],
  ['idle-timeout', 'limits-idle-ms', '30s', '30s'],
  ['stall-timeout', 'limits-stall-ms', '1', 1],
  ['header-timeout', 'limits-headers-ms', '2', 2],
  ['header-limit', 'limits-header-bytes', '32KiB', '32KiB'],
];

it('knows every former name', () => {
  expect(new Map(RENAMED.map(([former, now]) => [former, now]))).toEqual(FORMER_NAMES);
});

describe.each(RENAMED)('the former name %s', (former, now, text, json) => {
  it.each<[string, Given, Given, string]>([
    [
      'flag',
      { argv: [`--${former}`, text] },
      { argv: [`--${now}`, text] },
      `--${former} is now --${now}; the old name works until 1.0`,
    ],
    [
      'variable',
      { env: { [variableOf(former)]: text } },
      { env: { [variableOf(now)]: text } },
      `${variableOf(former)} is now ${variableOf(now)}; the old name works until 1.0`,
    ],
    [
      'key of the config file',
      { file: { [former]: json } },
      { file: { [now]: json } },
      `${former} in epson-connect-mock.json is now ${now}; the old name works until 1.0`,
    ],
  ])('sets the same as a %s, with one warning', async (_source, old, present, warning) => {
    const [before, after] = [await read(old), await read(present)];
    expect(before.options).toEqual(after.options);
    expect(before.options).not.toEqual((await read({})).options);
    expect(before.warnings.filter((line) => !after.warnings.includes(line))).toEqual([warning]);
  });

  it('removes with --no- what lower sources say', async () => {
    const { options, warnings } = await read({ argv: [`--no-${former}`], env: { [variableOf(now)]: text } });
    expect(options).toEqual((await read({})).options);
    expect(warnings).toEqual([`--no-${former} is now --no-${now}; the old name works until 1.0`]);
  });
});

it('ignores a former name beside the present one of the same source, and says so', async () => {
  const argv = ['--printer', 'old@b.test', '--printers', 'new@b.test', '--printer', 'older@b.test'];
  const { options, warnings } = await read({ argv });
  expect(options.printers).toEqual([{ email: 'new@b.test', capability: 'office' }]);
  expect(warnings).toEqual(['--printer is ignored, because --printers is given; both are the same setting']);
});

it('has the precedence of its source, whatever its name', async () => {
  const env = { EPSON_MOCK_PRINTERS: 'new@b.test' };
  const { options } = await read({ env, argv: ['--printer', 'old@b.test'] });
  expect(options.printers).toMatchObject([{ email: 'old@b.test' }]);
});

it('shows a wrong value under the name that was given', async () => {
  expect(await problems({ argv: ['--call-limit', '0'] })).toEqual([
    '--call-limit is 0; it must be a whole number from 1 on, or off for no limit',
  ]);
});

it('suggests the settings of an option that holds several', async () => {
  const file = { limitBytes: { photo: 1 }, callsPerMinute: 1, corsOrigins: [], limits: {} };
  const where = 'in epson-connect-mock.json; did you mean';
  expect(await problems({ file })).toEqual([
    `unknown setting limitBytes ${where} limit-bytes-document or limit-bytes-photo or limit-bytes-v2?`,
    `unknown setting callsPerMinute ${where} calls-per-minute?`,
    `unknown setting corsOrigins ${where} cors-origin?`,
    expect.stringMatching(
      `^unknown setting limits ${where} limits-connections or limits-idle-ms or .*limits-header-bytes\\?$`,
    ),
  ]);
});
