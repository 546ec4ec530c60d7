import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Subcommand } from './commands.js';
import { printableLines } from '../text/printable.js';
import { runIn } from '../test/command.js';
import { folderWith } from '../test/configuration.js';

const run = (...argv: string[]) => runIn({}, ...argv);

describe('the command', () => {
  it('explains itself', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const word of [
      '--port',
      '--host',
      '--assume',
      '--data-dir',
      'duplex-conflict',
      'override | reject',
    ]) {
      expect(stdout).toContain(word);
    }
  });

  it('tells its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it.each([
    [['--prot', '1'], /--prot/],
    [['--port'], /--port/],
    [['--port', '-1'], /--port/],
    [['--host', ''], /--host is empty/],
    [['--data-dir', ''], /--data-dir is empty/],
    [['--port', 'eighty'], /--port is "eighty"; it must be a whole number/],
    [['--port', '70000'], /--port is 70000; .*65535/],
    [['--host', '203.0.113.1'], /203\.0\.113\.1 is no address of this machine/],
    [['--assume', 'gravity=off'], /unknown assumption "gravity"; there are wrong-device/],
    [['--assume', 'multipart=perhaps'], /--assume\.multipart is "perhaps"; it must be one of refuse, accept/],
    [
      ['--assume', 'slow-storage=soon'],
      /--assume\.slow-storage is "soon"; it must be off or a number of milliseconds/,
    ],
    [['--assume', 'multipart'], /--assume\.multipart is ""; it must be one of refuse, accept/],
    [['--data-dir', '/dev/null/x'], /folder \/dev\/null\/x cannot be created/],
    [['--data-dir', 'package.json'], /cannot be created \(something else is in its place, ENOTDIR\)/],
    [
      ['--limit-bytes-document', '0'],
      /--limit-bytes-document is 0; it must be a whole number of bytes from 1 on/,
    ],
    [['--printers', 'office'], /--printers is "office"; it must be an e-mail address/],
    [['--pace', 'warp'], /--pace is "warp"; it must be one of instant, fast, real/],
    [['--calls-per-minute', '0'], /--calls-per-minute is 0; it must be a whole number from 1 on, or off/],
    [['--calls-per-minute', 'none'], /--calls-per-minute is "none"; it must be a whole number/],
    [
      ['--capability', 'inkjet'],
      /"inkjet", which is not one of office, photo, mono-laser, everything, and a file of that name cannot be read/,
    ],
    [['--capability', 'package.json'], /capability\.color_modes is missing; it must be a list/],
  ])('refuses %j with one line and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await run('--port', '0', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    ['--prot\u202e', '1'],
    ['--data-dir', '/dev/null/\u009b31m\u202e'],
    ['--printers', 'office\u2066'],
    ['--assume', '\u202egravity=off'],
    ['--config', '/dev/null/\u009b31m\u202e'],
    ['\u202eserve'],
  ])('repeats nothing that steers a terminal: %j', async (...args) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(printableLines(stderr)).toBe(stderr);
  });

  it('prints a configuration that steers no terminal, and reads it again', async () => {
    const printed = await run('--print-config', '--printers', '\u202eoffice@a.test');
    expect(printableLines(printed.stdout + printed.stderr)).toBe(printed.stdout + printed.stderr);
    expect(JSON.parse(printed.stdout)).toMatchObject({ printers: ['\u202eoffice@a.test'] });
  });

  it('refuses a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await run('--port', String(port));
    expect([code, stderr]).toEqual([2, expect.stringContaining(`port ${port} of 127.0.0.1 is taken`)]);
    // The flags are right, so their help would not help.
    expect(stderr).not.toContain('--help');
  });
});

describe('the configuration of the command', () => {
  it('is printed as a config file, with where each value comes from beside it', async () => {
    const cwd = folderWith({ 'epson-connect-mock.json': { strict: true } });
    const env = { EPSON_MOCK_PORT: '4711' };
    const { code, stdout, stderr } = await runIn({ cwd, env }, '--pace', 'real', '--print-config');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { port: 4711, strict: true, pace: 'real' }]);
    expect(stderr).toMatch(
      /^epson-connect-mock: reading epson-connect-mock\.json of the working directory; --no-config /,
    );
    for (const line of [
      'port +EPSON_MOCK_PORT',
      'strict +strict in epson-connect-mock.json',
      'pace +--pace',
    ]) {
      expect(stderr).toMatch(new RegExp(`^ +${line}$`, 'm'));
    }
  });

  it('is refused with a line for each thing that is wrong', async () => {
    const { code, stdout, stderr } = await runIn(
      { env: { EPSON_MOCK_PACE: 'warp', EPSON_MOCK_PROT: '1' } },
      '--port',
      'eighty',
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toEqual([
      'epson-connect-mock: unknown variable EPSON_MOCK_PROT; did you mean EPSON_MOCK_PORT?',
      'epson-connect-mock: 2 problems (--help shows the options)',
      '  --port is "eighty"; it must be a whole number from 0 to 65535',
      '  EPSON_MOCK_PACE is "warp"; it must be one of instant, fast, real',
      '',
    ]);
  });
});

describe('a command of the binary', () => {
  const commands: Record<string, Subcommand> = {
    say: {
      synopsis: 'say WORDS',
      summary: 'Say them.',
      load: async () => async (argv, io) => {
        io.stdout.write(argv.join(' '));
        return 3;
      },
    },
  };

  it('gets what follows its name, and gives the exit code', async () => {
    expect(await runIn({ commands }, 'say', 'a', '--b')).toEqual({ code: 3, stdout: 'a --b', stderr: '' });
  });

  it('stands in the help, and explains itself', async () => {
    expect((await runIn({ commands }, '--help')).stdout).toMatch(/^ {2}say WORDS +Say them\.$/m);
    expect((await runIn({ commands }, 'help', 'say')).stdout).toBe('--help');
    expect((await runIn({ commands }, 'help')).stdout).toBe((await runIn({ commands }, '--help')).stdout);
  });

  it('that there is not is refused with those that there are', async () => {
    const refused = async (...argv: string[]) => (await runIn({ commands }, ...argv)).stderr;
    expect(await refused('sya')).toMatch(/^epson-connect-mock: unknown command "sya"; did you mean say\?/);
    expect(await refused('print')).toMatch(/: unknown command "print"; the commands are say \(/);
    expect(await refused('toString')).toMatch(/: unknown command "toString"; the commands are say \(/);
  });
});
