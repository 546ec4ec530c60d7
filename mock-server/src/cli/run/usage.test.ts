import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMockHost } from '../../host/host.js';
import { runIn } from '../../test/command.js';

/** A folder that goes with the test. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The command in folders and with variables of its own. */
const command = (...argv: string[]) =>
  runIn({ env: { PATH: process.env['PATH'], XDG_DATA_HOME: ownFolder() }, cwd: ownFolder() }, ...argv);

/** Something else that answers. */
async function startAnother(): Promise<string> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('epson-connect-mock run, wrongly used', () => {
  it.each([
    [
      ['--allow', 'two-sided', '--', 'true'],
      /--allow is "two-sided", which is not a rule; did you mean two-sided-respelt\?/,
    ],
    [['--allow', 'xyzxyzxyzxyz', '--', 'true'], /which is not a rule; the rules are listed at/],
    [['node', 'print.js'], /run needs -- before the command: epson-connect-mock run -- node print\.js/],
    [['--strict', '--'], /run needs -- before the command: epson-connect-mock run -- COMMAND ARGS/],
    [['--prot', '1', '--', 'true'], /unknown option --prot/],
    [['--relay', 'api.epsonconnect.com', '--', 'true'], /which is Epson's host/],
  ])('says in a line what is right: %j', async (args, told) => {
    const { code, stdout, stderr } = await command('run', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(told);
  });

  it('tells that a command is not found, or cannot be executed', async () => {
    const file = join(ownFolder(), 'print.txt');
    writeFileSync(file, '', { mode: 0o600 });
    const lost = await command('run', '--', 'no-such-command-anywhere');
    expect([lost.code, lost.stderr]).toEqual([
      127,
      'epson-connect-mock: no-such-command-anywhere was not found\n',
    ]);
    const barred = await command('run', '--', file);
    expect(barred.code).toBe(126);
    expect(barred.stderr).toContain('print.txt is not executable (chmod +x), or is a folder');
  });

  it('explains itself, and leaves the help of the command to the command', async () => {
    const { code, stdout } = await command('run', '--help');
    expect(code).toBe(0);
    for (const words of ['run [options] -- COMMAND ARGS', '--allow RULE', '--relay HOST', 'Exit code']) {
      expect(stdout.replace(/\s+/g, ' ')).toContain(words);
    }
    expect((await command('run', '--', 'no-such-command-anywhere', '--help')).code).toBe(127);
  });

  it('shows the defaults of run, which accepts every client and printer and listens on free ports', async () => {
    const help = (await command('run', '--help')).stdout.replace(/\s+/g, ' ');
    for (const [name, byDefault] of [
      ['PORT', '0'],
      ['HTTPS_PORT', '0'],
      ['CLIENTS', 'any well-formed client'],
      ['PRINTERS', 'any well-formed address'],
    ] as const)
      expect(help).toContain(`default ${byDefault}, EPSON_MOCK_${name})`);
  });
});

describe('epson-connect-mock ca', () => {
  it.skipIf(process.platform !== 'linux')(
    'keeps the CA where the environment of its caller says',
    async () => {
      const data = ownFolder();
      const caller = { env: { PATH: process.env['PATH'], XDG_DATA_HOME: data } };
      const { stdout } = await runIn(caller, 'ca');
      expect(stdout).toBe(`${join(data, 'epson-connect-mock', 'ca.pem')}\n`);
      const ca = readFileSync(stdout.trim(), 'utf8');
      expect((await runIn(caller, 'run', '--', 'true')).code).toBe(0);
      expect(readFileSync(stdout.trim(), 'utf8')).toBe(ca);
      expect(readdirSync(join(data, 'epson-connect-mock'))).toContain('leaf.pem');
    },
  );
});

describe('epson-connect-mock env', () => {
  it('says on stderr alone what keeps programs from the mock', async () => {
    const tls = { caDir: join(ownFolder(), 'ca') };
    await using secure = await startMockHost({ tls });
    await using plain = await startMockHost();
    // The port of a host that was closed could be another test's by now; nobody is given this one.
    const gone = 'http://127.0.0.1:2';
    const cases: [string[], RegExp][] = [
      [
        ['--url', secure.url, '--ca-dir', join(ownFolder(), 'ca')],
        /no certificate of the authority in .*--ca-dir/,
      ],
      [['--port', String(plain.port)], /does not listen for https, .*--tls/],
      [['--url', await startAnother()], /the server at \S+ is not epson-connect-mock/],
      [['--url', gone], /no mock answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/],
      [['--url', 'https://me:secret@127.0.0.1'], /--url is "https:\/\/\*\*\*@127\.0\.0\.1"/],
      [['--url'], /--url has no value/],
      [['--shell', 'csh'], /shell is "csh"/],
    ];
    for (const [args, told] of cases) {
      const { code, stdout, stderr } = await command('env', ...args);
      expect([code, stdout], stderr).toEqual([2, '']);
      expect(stderr).toMatch(told);
    }
  });

  it('explains itself', async () => {
    expect((await command('env', '--help')).stdout).toContain('eval "$(epson-connect-mock env)"');
  });
});
