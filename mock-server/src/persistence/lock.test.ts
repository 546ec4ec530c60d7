import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Lock } from './lock.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function take(folder: string): Lock {
  const lock = new Lock(folder);
  onTestFinished(() => lock.release());
  return lock;
}

/** The lock that this process would leave if it were killed, changed. */
function leave(folder: string, change: object): void {
  const lock = new Lock(folder);
  const [name = ''] = readdirSync(folder);
  const held = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
  lock.release();
  writeFileSync(join(folder, name), JSON.stringify({ ...held, ...change }));
}

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

it('refuses a folder that is held, and names the folder and who holds it', () => {
  const folder = newFolder();
  take(folder);
  expect(() => new Lock(folder)).toThrow(
    `the folder ${folder} is in use by another mock host of this process (${process.pid})`,
  );
});

it('lets the next one have a folder that was released', () => {
  const folder = newFolder();
  take(folder).release();
  expect(readdirSync(folder)).toEqual([]);
  expect(take(folder).isHeld()).toBe(true);
});

it('takes no notice of the lock of a process that is gone', async () => {
  const folder = newFolder();
  leave(folder, { pid: await endedPid() });
  expect(take(folder).isHeld()).toBe(true);
  expect(readdirSync(folder)).toHaveLength(1);
});

it('takes no notice of the lock of a process that has ended and whose parent has not noticed', async ({
  skip,
}) => {
  if (process.platform !== 'linux') skip('only Linux says by a file how a process is');
  // The shell becomes a program that never waits for its children. The child ends after that: a shell would reap it.
  const child = 'until grep -q sleep /proc/$$/comm; do :; done';
  const parent = spawn('sh', ['-c', `(${child}) & echo $!; exec sleep 60`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(output));
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  await expect.poll(() => stat()[0], { timeout: 10_000 }).toBe('Z');
  const folder = newFolder();
  leave(folder, { pid, started: stat()[19] });
  expect(take(folder).isHeld()).toBe(true);
});

it('takes no notice of a lock whose process number went to a later process', ({ skip }) => {
  if (process.platform !== 'linux') skip('only Linux says by a file when a process was started');
  const folder = newFolder();
  leave(folder, { started: '1' });
  expect(take(folder).isHeld()).toBe(true);
});

it('believes a lock of another machine for as long as it is renewed', () => {
  const folder = newFolder();
  leave(folder, { place: 'another machine' });
  expect(() => new Lock(folder)).toThrow('of another machine or container');
  const [name = ''] = readdirSync(folder);
  utimesSync(join(folder, name), 0, 0);
  expect(take(folder).isHeld()).toBe(true);
});

it('lets one of many that find the same stale lock have the folder', async () => {
  const folder = newFolder();
  leave(folder, { pid: await endedPid() });
  const outcomes = Array.from({ length: 20 }, () => {
    try {
      return take(folder).isHeld();
    } catch {
      return false;
    }
  });
  expect(outcomes.filter((isHeld) => isHeld)).toHaveLength(1);
});
