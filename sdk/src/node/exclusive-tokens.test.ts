import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProgram, told } from '../test/programs.js';
import { fileTokenStore } from './index.js';

const tokens = (n: number, owner: string) => ({
  owner,
  access_token: `access${n}`,
  refresh_token: `refresh${n}`,
  expires_in: 3600,
  obtainedAtMs: n,
});

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-sdk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, path: join(folder, 'a/b/tokens.json') };
}

describe('the exclusive right of a file of tokens', () => {
  /** Takes the right, says so, and stores when it is told to. */
  const renewer = (path: string, n: number) => `
    import { once } from 'node:events';
    import { fileTokenStore } from '$src/node/index.ts';
    const store = fileTokenStore(${JSON.stringify(path)});
    await store.exclusive('o', async () => {
      const now = await store.read('o');
      process.send('held');
      await once(process, 'message');
      process.send(await store.replace(now, ${JSON.stringify(tokens(n, 'o'))}));
    });
    process.disconnect();
  `;

  it('gives the exclusive right of an owner to one at a time, beside those of other owners and plain writes', async () => {
    const { path } = place();
    const store = fileTokenStore(path);
    const child = await startProgram(join(path, '../../..'), 'renewer', renewer(path, 1));
    expect(await told(child)).toBe('held');
    let isMine = false;
    const mine = store.exclusive?.('o', async () => {
      isMine = true;
      return store.read('o');
    });
    expect(await store.exclusive?.('p', async () => store.replace(undefined, tokens(2, 'p')))).toBe(true);
    expect(isMine).toBe(false);
    child.send('store');
    expect(await mine).toEqual(tokens(1, 'o'));
    expect(await readdir(join(path, '..'))).toEqual(['tokens.json']);
  });

  it('gives the right to the next one at once when its holder is killed', async () => {
    const { path, folder } = place();
    const child = await startProgram(folder, 'renewer', renewer(path, 1));
    expect(await told(child)).toBe('held');
    const next = fileTokenStore(path).exclusive?.('o', async () => performance.now());
    const killedMs = performance.now();
    child.kill('SIGKILL');
    expect(((await next) ?? Infinity) - killedMs).toBeLessThan(5_000);
  });

  it('takes nothing from a holder that was stopped for so long that it has lost the right', async () => {
    const { path, folder } = place();
    const child = await startProgram(folder, 'renewer', renewer(path, 1));
    expect(await told(child)).toBe('held');
    child.kill('SIGSTOP');
    const [lock = ''] = (await readdir(join(path, '..'))).filter((name) => name.endsWith('.lock'));
    const longAgo = new Date(Date.now() - 11_000);
    await utimes(join(path, '..', lock), longAgo, longAgo);
    const store = fileTokenStore(path);
    const outcome = await store.exclusive?.('o', async () => {
      const woken = told(child);
      child.kill('SIGCONT');
      child.send('store');
      // The file is as the stopped process has left it; only its right is gone.
      return woken;
    });
    expect(outcome).toBe(false);
    expect(await store.read('o')).toBeUndefined();
  });
});
