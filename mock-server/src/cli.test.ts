import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main, type Io } from './cli.js';

/** Runs the command with streams that keep what is written; no signal comes. */
async function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    on: () => {},
    write: (text: string) => (written[name] += text),
  });
  const io = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    once: () => io,
    off: () => io,
  } as unknown as Io;
  return { code: await main(argv, io), ...written };
}

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
    [['extra'], /extra/],
    [['--port'], /--port/],
    [['--port', '-1'], /--port/],
    [['--host', ''], /--host is empty/],
    [['--data-dir', ''], /--data-dir is empty/],
    [['--port', 'eighty'], /--port is "eighty"; it takes a whole number/],
    [['--port', '70000'], /port is 70000; .*65535/],
    [['--host', '203.0.113.1'], /203\.0\.113\.1 is no address of this machine/],
    [['--assume', 'gravity=off'], /no assumption "gravity"; there are wrong-device/],
    [['--assume', 'multipart=perhaps'], /"multipart" cannot be "perhaps"; it can be refuse, accept/],
    [
      ['--assume', 'slow-storage=soon'],
      /"slow-storage" cannot be "soon"; it can be off, a number of milliseconds/,
    ],
    [['--assume', 'multipart'], /NAME=VALUE/],
    [['--data-dir', '/dev/null/x'], /folder \/dev\/null\/x cannot be written to/],
    [['--document-limit', '0'], /limit of document is 0/],
    [['--printer', 'office'], /the printer "office" is no e-mail address/],
    [['--pace', 'warp'], /the pace is "warp"; it is one of instant, fast, real/],
    [['--call-limit', '0'], /callsPerMinute is 0/],
    [['--call-limit', 'none'], /--call-limit is "none"; it takes a whole number/],
    [
      ['--capability', 'inkjet'],
      /"inkjet", which is none of office, photo, mono-laser, and a file of that name cannot be read/,
    ],
    [['--capability', 'package.json'], /color_modes is not a list/],
  ])('refuses %j with one line and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await run('--port', '0', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('refuses a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await run('--port', String(port));
    expect([code, stderr]).toEqual([2, expect.stringContaining(`port ${port} of 127.0.0.1 is taken`)]);
  });
});
