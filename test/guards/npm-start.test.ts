import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command lines of the processes of a group; what has ended and waits to be looked at is none. */
function groupOf(pid: number): string[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const [state, , group] = readFileSync(`/proc/${name}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (state === 'Z' || Number(group) !== pid) return [];
      return [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

/** Returns whether something listens on the port of this address. */
async function isListening(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const answer = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answer;
}

it.skipIf(process.platform !== 'linux').each(['SIGTERM', 'SIGKILL'] as const)(
  'npm start leaves nothing running when npm is ended by %s',
  async (signal) => {
    const npm = spawn('npm', ['start', '--silent', '--', '--port', '0', '--no-config'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const group = npm.pid ?? 0;
    onTestFinished(() => {
      if (groupOf(group).length > 0) process.kill(-group, 'SIGKILL');
    });
    let output = '';
    npm.stdout.on('data', (chunk) => (output += String(chunk)));
    await expect.poll(() => output).toMatch(/^listening on \S+\n/m);
    const url = /^listening on (\S+)\n/m.exec(output)?.[1] ?? '';
    expect(await isListening(url)).toBe(true);
    npm.kill(signal);
    await expect.poll(() => groupOf(group), { timeout: 20_000 }).toEqual([]);
    expect(await isListening(url)).toBe(false);
  },
);
