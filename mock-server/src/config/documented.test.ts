import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { read } from '../test/configuration.js';
import { settingRows } from './describe.js';
import { helpText } from './help.js';
import { configSchema } from './json-schema.js';
import { ASSUMPTIONS } from '../rules/assumptions.js';
import { variableOf, type Setting } from './setting.js';
import { FORMER_NAMES } from './former-names.js';
import { SETTINGS } from './settings.js';

const readme = readFileSync(new URL('../../guides/options.md', import.meta.url), 'utf8');
const assumptions = readFileSync(new URL('../../guides/assumptions.md', import.meta.url), 'utf8');
const settings: [string, Setting<unknown>][] = Object.entries(SETTINGS);
const help = helpText('start', { usage: ['epson-connect-mock [options]'], about: 'It does something.' });

it('the table of the guide has a row for every setting, as the schema has it', () => {
  const [, table = ''] = /<!-- settings -->\s*([^]*?)<!-- \/settings -->/.exec(readme) ?? [];
  const cells = table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
  expect(cells).toEqual(settingRows());
});

it('the guide names every former name with the present one', () => {
  const text = readme.replace(/\s+/g, ' ');
  for (const [former, name] of FORMER_NAMES) expect(text).toContain(`\`${former}\` (\`${name}\`)`);
});

it('the guide to assumptions has a row for each, with its values in their order', () => {
  const rows = assumptions.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  const documented = cells.map(([, name, , values = '']) => [name, values.replace('a number of ', '')]);
  const known = Object.entries(ASSUMPTIONS).map(([name, values]) => [
    `\`${name}\``,
    values.map((value) => (value === 'milliseconds' ? value : `\`${value}\``)).join(', '),
  ]);
  expect(new Map(documented as [string, string][])).toEqual(new Map(known as [string, string][]));
  expect(cells.filter(({ length }) => length !== 6)).toEqual([]);
});

it('config.schema.json is what the schema makes, for editors', async () => {
  const text = `${JSON.stringify(configSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../config.schema.json');
});

it('the help names every option with its variable, but those of other commands and the secret ones', () => {
  for (const [name, { secret, commands }] of settings) {
    const isOption = secret === undefined && (commands?.includes('start') ?? true);
    expect(new RegExp(`^  --${name}( |$)`, 'm').test(help), name).toBe(isOption);
    if (commands === undefined) expect(help).toContain(variableOf(name));
  }
  expect(helpText('run', { usage: ['x'], about: 'x' })).toContain('--allow RULE');
});

it('the help fits a terminal of 100 columns, and a narrower one', () => {
  const widest = Math.max(...help.split('\n').map((line) => line.length));
  expect(widest).toBeLessThanOrEqual(100);
  const narrow = helpText('start', { usage: ['x'], about: 'x' }, { columns: 80 }).split('\n');
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(80);
  const commands = { ca: { synopsis: 'ca [--ca-dir DIR]', summary: 'Print where the certificate is.' } };
  const frame = { usage: ['epson-connect-mock [options]'], about: 'It does something.', commands };
  expect(helpText('start', frame)).toContain(
    '\n  ca [--ca-dir DIR]           Print where the certificate is.\n',
  );
  // eslint-disable-next-line no-control-regex -- the styles are control characters
  expect(helpText('start', frame, { isStyled: true }).replace(/\u001b\[\d+m/g, '')).toBe(
    helpText('start', frame),
  );
});

it('the config file of the guide is one', async () => {
  const [, file] = /<!-- config -->\s*```jsonc\n([^]*?)```/.exec(readme) ?? [];
  const { options } = await read({ file });
  expect(options).toMatchObject({ port: 0, pace: 'instant', assume: { 'duplex-conflict': 'reject' } });
  expect([options.printers, options.faults, options.clients].map((each) => each?.length)).toEqual([2, 1, 1]);
});
