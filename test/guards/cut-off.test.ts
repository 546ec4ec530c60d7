import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const args = [
  'test/node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'test/support/cut-off/vitest.config.ts',
];

/** Returns whether a process runs; a zombie does not. */
function isRunning(pid: string): boolean {
  try {
    return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

it.skipIf(process.platform !== 'linux').each(['SIGTERM', 'SIGKILL'] as const)(
  'a run of the tests that %s cuts off leaves no process behind',
  async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'pids');
    const run = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, PIDS: file },
      stdio: 'ignore',
    });
    onTestFinished(() => void run.kill('SIGKILL'));
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toMatch(/^\d+ \d+ \d+\n$/);
    const pids = readFileSync(file, 'utf8').trim().split(' ');
    onTestFinished(() => {
      for (const pid of pids.filter(isRunning)) process.kill(Number(pid), 'SIGKILL');
    });
    expect(pids.filter(isRunning)).toEqual(pids);
    run.kill(signal);
    await expect.poll(() => pids.filter(isRunning), { timeout: 20_000 }).toEqual([]);
  },
);
