import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { builtCommand } from '../support/mock/built-command.js';

/** The command, as `npm start` runs it. */
function command(...args: string[]): ChildProcess & { output: () => string } {
  const child = spawn(process.execPath, [builtCommand(), ...args], {
    cwd: fileURLToPath(new URL('../../mock-server', import.meta.url)),
    env: { ...process.env, NO_COLOR: '1' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  return Object.assign(child, { output: () => output });
}

/** Waits until the command has written something. */
async function written(child: ReturnType<typeof command>, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(child.output());
    if (found !== null) return found;
    await Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'close').then(() => Promise.reject(new Error(child.output()))),
    ]);
  }
}

describe('epson-connect-mock', () => {
  it('refuses a bad flag with one line and exit code 2', async () => {
    const child = command('--prot', '1');
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(child.output()).toMatch(/^epson-connect-mock: .*--prot.*\n$/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says first where it listens, and stops cleanly on %s',
    async (signal) => {
      const child = command('--port', '0');
      const [, url] = await written(child, /^listening on (http:\/\/127\.0\.0\.1:\d+)\n/);
      expect((await fetch(`${url}/_mock/health`)).status).toBe(200);
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(child.output()).toMatch(/stopped; 0 jobs, 0 executed\n$/);
    },
  );

  it('says what was wrong below the line of the call, and shows no secret', async () => {
    const child = command('--port', '0');
    const [, url] = await written(child, /^listening on (\S+)\n/);
    await fetch(`${url}/x/v1/storage/PostData?Key=0123456789abcdef&File=1.pdf`, { method: 'POST' });
    await written(
      child,
      /404 POST \/x\/v1\/storage\/PostData\?Key=\*\*\*&File=1\.pdf \d+ ms\n +key-unknown: No job has this Key/,
    );
    expect(child.output()).not.toContain('Key=0123');
  });

  it('writes lines of JSON for machines, and at the end which rules were broken', async () => {
    const child = command('--port', '0', '--json', '--faults', '{"operation":"getDevice","status":503}');
    const [, url] = await written(child, /^listening on (\S+)\n/);
    await fetch(`${url}/api/1/printing/printers/x`);
    await fetch(`${url}/api/1/printing/printers/x`);
    await written(child, /\n\{.*\n\{.*\n/);
    child.kill('SIGTERM');
    await once(child, 'close');
    const [, first = '', second = '', ...rest] = child.output().trimEnd().split('\n');
    expect([JSON.parse(first).outcome.status, JSON.parse(second).outcome.status]).toEqual([503, 401]);
    expect(rest).toEqual([
      'stopped; 0 jobs, 0 executed; rules that were broken:',
      '      1  fault',
      '      1  bearer-missing',
    ]);
  });

  it('prints with the curl lines that it shows, pasted as they stand', async () => {
    const folder = newFolder();
    const child = command('--port', '0', '--data-dir', join(folder, 'data'));
    await written(child, /# Documentation: /);
    const shell = spawn('sh', ['-e'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    shell.stdout.on('data', (chunk) => (output += String(chunk)));
    shell.stderr.on('data', (chunk) => (output += String(chunk)));
    shell.stdin.end(child.output().slice(child.output().indexOf('\n')));
    expect([await once(shell, 'close'), output]).toEqual([
      [0, null],
      expect.stringMatching(/"access_token"[^]*"upload_uri"[^]*\n200\n\{\}/),
    ]);
    await written(child, /printed \w{8}: .*1\.pdf [^]*printed \w{8}: .*1\.pdf /);
    expect(readdirSync(join(folder, 'data/printed'))).toHaveLength(2);
  });
});
