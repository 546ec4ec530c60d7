import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeProcess } from '../test/fake-process.js';
import {
  colorModeValues,
  destinationTypeValues,
  operatedByValues,
  printModeValues,
  printQualityValues,
  twoSidedValues,
} from '../generated/epson-connect.js';
import { VERSIONS } from './versions.js';
import { DESTINATION_TYPES, OPERATED_BY, PRINT_MODES, SETTING_FLAGS } from './settings.js';

describe('a call that is wrong ends with 2, names what is wrong, and sends nothing', () => {
  it.each([
    ['whoami --base-url=', '--base-url is empty'],
    ['print a.pdf --printer=', '--printer is empty'],
    ['whoami --credentials=', '--credentials is empty'],
    ['device --allow-insecure-host=', '--allow-insecure-host is empty'],
    ['wait ', 'An argument is empty. Usage: epson-connect wait JOB'],
    ['print ', 'An argument is empty'],
    ['wait ..', '".." is not a job ID.'],
    ['status .', '"." is not a job ID.'],
    ['cancel ..', '".." is not a job ID.'],
    ['cancel a --operated-by foo', '--operated-by must be user or operator, not "foo".'],
    ['capability foo', 'The print mode must be document or photo, not "foo".'],
    ['print a.pdf --color-mode purple', '--color-mode must be color or mono, not "purple".'],
    ['print a.pdf --2-sided both', '--2-sided must be none, long or short, not "both".'],
    ['print a.pdf --print-mode foo', '--print-mode must be document or photo, not "foo".'],
    ['print a.pdf --print-quality best', '--print-quality must be draft, normal or high, not "best".'],
    ['print a.pdf --copies 0', '--copies must be a whole number from 1 to 99, not 0.'],
    ['print a.pdf --copies 1.5', '--copies must be a whole number from 1 to 99, not 1.5.'],
    [
      'print a.pdf --copies -1',
      '--copies needs a value, and "-1" begins with a dash; write --copies=-1 to pass it.',
    ],
    ['print a.pdf --copies=-1', '--copies must be a number, not "-1".'],
    ['print a.pdf --copies', '--copies needs a value.'],
    ['print a.pdf --wait=yes', '--wait does not take a value.'],
    ['print a.pdf --help=yes', '--help does not take a value.'],
    ['device --timeout 301', '--timeout must be at most 300 (seconds), not 301.'],
    ['print a.pdf --name b.pdf', '--name is only valid for standard input'],
    ['destinations --alias-name Books', '--alias-name is for register and update'],
    ['destinations delete 1 --type mail', '--type is for register and update'],
    ['destinations register --type fax', '--type must be mail or url, not "fax".'],
    ['device --retries 0.5', '--retries must be a whole number, not 0.5.'],
    ['device --timeout 0', '--timeout must be above 0.'],
    ['--copies 2 print a.pdf', '"--copies" must come after the command'],
    ['--constructor print a.pdf', '"--constructor" must come after the command'],
    ['--json', 'No command is given.'],
    ['prnt', 'Unknown command "prnt"; did you mean print?'],
    ['help prnt', 'Unknown command "prnt"; did you mean print?'],
    ['stauts', 'Unknown command "stauts"; did you mean status?'],
    ['wiat a', 'Unknown command "wiat"; did you mean wait?'],
    ['print a.pdf --wiat', 'Unknown flag --wiat; did you mean --wait?'],
    ['dest', 'Unknown command "dest"; did you mean destinations?'],
    ['xyz', 'Unknown command "xyz".'],
    ['print a.pdf --duplex', 'Unknown flag --duplex; did you mean --2-sided?'],
    ['print a.pdf --copis 2', 'Unknown flag --copis; did you mean --copies?'],
    ['print a.pdf --media_size ms_a4', 'Unknown flag --media_size; did you mean --media-size?'],
    ['print a.pdf --colour mono', 'Unknown flag --colour; did you mean --color-mode?'],
    ['device --duplex', 'Unknown flag --duplex.'],
    ['device --frobnicate', 'Unknown flag --frobnicate.'],
  ])('%s', async (call, words) => {
    const { run, host, said, lines } = fakeProcess();
    expect(await run(call.split(' '))).toBe(2);
    expect(said.err).toContain(words);
    expect(said.err).toMatch(/ --help shows how\)\n$/);
    expect(lines()).toMatchObject([{ outcome: 'failed', error: { name: 'UsageError' } }]);
    expect(host.seen).toEqual([]);
  });

  it('says of a file of credentials that there is none, without a call of the system', async () => {
    const { run, home, said } = fakeProcess();
    expect(await run(['whoami', '--credentials', join(home, 'nowhere')])).toBe(2);
    expect(said.err).toContain('nowhere cannot be read: there is no such file. (');
  });

  it('names the folder that was given for a file of credentials', async () => {
    const { run, home, said } = fakeProcess();
    expect(await run(['whoami', '--credentials', home])).toBe(2);
    expect(said.err).toContain(`${home} is a folder: name the file with the credentials.`);
    expect(said.err).not.toContain('chmod');
  });

  it('does not read credentials where they would be seen', async () => {
    const { run, stdin, said } = fakeProcess({ isTTY: true });
    expect(await run(['whoami', '--credentials', '-'])).toBe(2);
    expect(said.err).toContain('A terminal would show the credentials that you type');
    expect(stdin.readableFlowing).toBeNull();
  });

  it('is shown where credentials that are missing can be put', async () => {
    const { run, env, said } = fakeProcess();
    delete env['EPSON_CONNECT_API_CLIENT_ID'];
    expect(await run(['whoami'])).toBe(2);
    expect(said.err).toContain('(epson-connect whoami --help shows how)');
    expect(await run(['whoami', '--help'])).toBe(0);
    expect(said.out).toContain('Credentials are EPSON_CONNECT_API_CLIENT_ID');
  });
});

describe('a call', () => {
  it.each([['--json device'], ['--no-token-cache --json --printer x@print.test device'], ['device --json']])(
    'may have the flags of every command before it: %s',
    async (call) => {
      const { run, host, lines } = fakeProcess({ isTTY: true });
      host.always('other', () => Response.json({ printer_name: 'a', serial_no: 'b', ec_connected: true }));
      expect(await run(call.split(' '))).toBe(0);
      expect(lines()).toMatchObject([{ command: 'device', outcome: 'ok' }]);
    },
  );

  it.each([['--help print'], ['help print'], ['print -h']])(
    'shows the help of a command: %s',
    async (call) => {
      const { run, said } = fakeProcess();
      expect(await run(call.split(' '))).toBe(0);
      expect(said.out).toContain('epson-connect print FILE…');
    },
  );

  it.each([1, 2] as const)('shows help of version %i that fits a terminal of 80 columns', async (number) => {
    for (const name of ['', ...Object.keys(VERSIONS[number].commands)]) {
      const { run, said } = fakeProcess();
      expect(await run(['help', name, '--api', String(number)].filter(Boolean))).toBe(0);
      // Calls and paths are copied as a whole.
      const lines = said.out.split('\n').filter((line) => !/^ +(?:epson-connect |\/)/.test(line));
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.filter((line) => line.length > 79)).toEqual([]);
      const [, rest] = /^ {2}--retries N {13}(?:.+)\n( +)\S/m.exec(said.out) ?? [];
      expect(rest).toHaveLength('  --retries N             '.length);
    }
  });

  it.skipIf(process.platform === 'win32')('says of a named pipe how the command prints one', async () => {
    const { run, home, host, said } = fakeProcess();
    const pipe = join(home, 'a.pdf');
    execFileSync('mkfifo', [pipe]);
    expect(await run(['print', pipe])).toBe(1);
    expect(said.err).toContain(
      'it is a named pipe, not a file. Pass it by standard input: epson-connect print - --name NAME < FILE',
    );
    expect(said.err).not.toContain('{ stream');
    expect(host.seen).toEqual([]);
  });

  it('leaves to the printer what only the printer knows', async () => {
    const { run, home, host } = fakeProcess();
    const file = join(home, 'a.pdf');
    writeFileSync(file, '%PDF-1.4');
    const flags = '--media-size ms_new --media-type mt_new --source front9';
    expect(await run(['print', file, ...flags.split(' ')])).toBe(0);
    expect(host.requests('create')[0]?.text).toContain('"media_size":"ms_new","media_type":"mt_new"');
  });

  it('knows all the words that the description closes', () => {
    const sorted = (words: unknown) => [...(words as string[])].sort();
    const pairs = [
      [SETTING_FLAGS['print-quality'], printQualityValues],
      [SETTING_FLAGS['color-mode'], colorModeValues],
      [SETTING_FLAGS['2-sided'], twoSidedValues],
      [PRINT_MODES, printModeValues],
      [OPERATED_BY, operatedByValues],
      [DESTINATION_TYPES, destinationTypeValues],
    ];
    for (const [ours, described] of pairs) expect(sorted(ours)).toEqual(sorted(described));
  });
});
