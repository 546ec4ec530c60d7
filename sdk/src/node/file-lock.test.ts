import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '../test/fake-host.js';
import { takeLock } from './file-lock.js';

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-sdk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, path: join(folder, 'lock') };
}

/** A process that has ended, and of which nobody has taken note: of such the system keeps the number. */
async function endedButThere(): Promise<number> {
  const parent = spawn('sh', ['-c', 'exec 3<&0; (read -r line <&3) & echo $!; exec sleep 600']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(said));
  // A shell would take note. What has taken its place does not, and the child ends only then.
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n');
  parent.stdin.end('\n');
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  return pid;
}

describe('takeLock', () => {
  it('gives the lock to one at a time, and leaves nothing behind', async () => {
    const { folder, path } = place();
    let holders = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const lock = await takeLock(path, { staleMs: Infinity });
        holders += 1;
        most = Math.max(most, holders);
        expect(await lock.isHeld()).toBe(true);
        holders -= 1;
        await lock.release();
      }),
    );
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('waits for a lock that its process was killed over, before it had written whose it is', async () => {
    const { folder, path } = place();
    await writeFile(path, '');
    const written = new Date(Date.now() - 1_800);
    await utimes(path, written, written);
    const lock = await takeLock(path, { waitMs: 0, staleMs: Infinity });
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the process that keeps it', async () => {
    const { path } = place();
    await takeLock(path, { staleMs: Infinity });
    expect(await rejection(takeLock(path, { waitMs: 0, staleMs: Infinity }))).toMatchObject({
      name: 'ConfigurationError',
      code: 'locked',
      message: expect.stringContaining(`${path} is held by process ${process.pid} on `),
    });
  });

  it('is taken from a holder that has stood still too long, who then knows', async () => {
    const { path } = place();
    const first = await takeLock(path, { staleMs: 10_000 });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    const second = await takeLock(path, { staleMs: 10_000 });
    expect([await first.isHeld(), await second.isHeld()]).toEqual([false, true]);
    await first.release();
    expect(await second.isHeld()).toBe(true);
  });

  it('is not stopped by the right to remove a lock that somebody left', async () => {
    const { folder, path } = place();
    await writeFile(path, JSON.stringify({ nonce: 'n', pid: 1, host: 'another' }));
    await writeFile(`${path}.n`, '');
    const longAgo = new Date(Date.now() - 60_000);
    for (const file of [path, `${path}.n`]) await utimes(file, longAgo, longAgo);
    const lock = await takeLock(path, { staleMs: 10_000 });
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'takes what another process of the same number left, as after a start of its container, and of one that has ended',
    async () => {
      const { path } = place();
      const ended = { pid: await endedButThere(), born: undefined };
      for (const { pid, born } of [{ pid: process.pid, born: 'another boot 1' }, ended]) {
        await writeFile(path, JSON.stringify({ nonce: 'n', pid, host: hostname(), born }));
        const lock = await takeLock(path, { waitMs: 0, staleMs: Infinity });
        expect(await lock.isHeld()).toBe(true);
        await lock.release();
      }
    },
  );

  it.runIf(process.platform === 'linux')(
    'waits for a process that cannot be seen from here, though its machine or container has the same name',
    async () => {
      const { path } = place();
      const elsewhere = { nonce: 'n', pid: 2 ** 22, host: hostname(), born: 'b 1', space: 'b pid:[1]' };
      await writeFile(path, JSON.stringify(elsewhere));
      expect(await rejection(takeLock(path, { waitMs: 0, staleMs: 10_000 }))).toMatchObject({
        code: 'locked',
      });
      const longAgo = new Date(Date.now() - 11_000);
      await utimes(path, longAgo, longAgo);
      const lock = await takeLock(path, { waitMs: 0, staleMs: 10_000 });
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
        space: expect.stringContaining(' pid:['),
      });
      await lock.release();
      // Nobody would ever take one that does not age.
      await writeFile(path, JSON.stringify(elsewhere));
      await (await takeLock(path, { waitMs: 0, staleMs: Infinity })).release();
    },
  );

  it('survives that it is deleted', async () => {
    const { path } = place();
    const lock = await takeLock(path, { staleMs: 10_000 });
    await unlink(path);
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(await takeLock(path, { waitMs: 0, staleMs: 10_000 })).toBeDefined();
  });

  it('keeps the lock of a holder that runs young, however long its work takes', async () => {
    const { path } = place();
    const lock = await takeLock(path, { staleMs: 200 });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    await expect.poll(async () => Date.now() - (await stat(path)).mtimeMs).toBeLessThan(1_000);
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
  });
});
