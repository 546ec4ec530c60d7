import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoredTokens } from '../index.js';
import { rejection } from '../test/fake-host.js';
import { startProgram, told } from '../test/programs.js';
import { fileTokenStore } from './index.js';

const tokens = (n: number, owner = 'host client printer'): StoredTokens => ({
  owner,
  access_token: `access${n}`,
  refresh_token: `refresh${n}`,
  subject_id: 'device',
  expires_in: 3600,
  obtainedAtMs: n,
});

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-sdk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, path: join(folder, 'a/b/tokens.json') };
}

const isPosix = process.platform !== 'win32';
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('fileTokenStore', () => {
  it('keeps tokens beyond the store, as one indivisible step', async () => {
    const { path } = place();
    const store = fileTokenStore(path);
    expect(await store.read()).toBeUndefined();
    expect(await store.replace(undefined, tokens(1))).toBe(true);
    expect(await store.replace(undefined, tokens(2))).toBe(false);
    expect(await fileTokenStore(path).read()).toEqual(tokens(1));
    expect(await store.replace(tokens(1), tokens(2))).toBe(true);
    expect(await store.replace(tokens(1), undefined)).toBe(false);
    expect(await store.replace(tokens(2), undefined)).toBe(true);
    expect(await store.read()).toBeUndefined();
    expect(await readdir(join(path, '..'))).toEqual(['tokens.json']);
  });

  it.skipIf(!isPosix)('is readable by its owner alone, and so is the folder that it makes', async () => {
    const { path } = place();
    const store = fileTokenStore(path, { onDamaged() {} });
    await store.replace(undefined, tokens(1));
    expect(await modeOf(path)).toBe('600');
    expect(await modeOf(join(path, '..'))).toBe('700');
    await chmod(path, 0o644);
    await store.replace(tokens(1), tokens(2));
    expect(await modeOf(path)).toBe('600');
  });

  it.skipIf(!isPosix)('takes a file from those who can read it, says so once, and goes on', async () => {
    const { path } = place();
    await fileTokenStore(path).replace(undefined, tokens(1));
    const problems: string[] = [];
    const store = fileTokenStore(path, { onDamaged: (problem) => problems.push(problem) });
    for (const mode of [0o644, 0o644, 0o640]) {
      await chmod(path, mode);
      expect(await store.read()).toEqual(tokens(1));
      expect(await modeOf(path)).toBe('600');
    }
    const said = 'and no longer can. They may know what is in it.';
    expect(problems).toEqual([
      `${path}: others could read it (mode 644) ${said}`,
      `${path}: others could read it (mode 640) ${said}`,
    ]);
  });

  it('ends the call with what onDamaged throws, also when it does so later', async () => {
    const { folder } = place();
    const path = join(folder, 'tokens.json');
    await writeFile(path, 'damaged', { mode: 0o600 });
    const mine = new Error('mine');
    const store = fileTokenStore(path, { onDamaged: () => Promise.reject(mine) });
    expect(await rejection(Promise.resolve(store.read()))).toBe(mine);
  });

  it.skipIf(process.platform !== 'linux')('ends where a file system makes no folders', async () => {
    const store = fileTokenStore('/proc/nope/deep/tokens.json');
    expect(await rejection(Promise.resolve(store.replace(undefined, tokens(1))))).toMatchObject({
      code: 'unusable_file',
      message: expect.stringContaining('/proc/nope/deep/tokens.json cannot be written: ENOENT'),
    });
  });

  it('keeps the tokens of several printers apart', async () => {
    const { path } = place();
    const store = fileTokenStore(path);
    await store.replace(undefined, tokens(1, 'a'));
    expect(await store.read('b')).toBeUndefined();
    expect(await store.replace(undefined, tokens(2, 'b'))).toBe(true);
    expect(await store.replace(tokens(2, 'b'), undefined)).toBe(true);
    expect([await store.read('a'), await store.read('b'), await store.read('__proto__')]).toEqual([
      tokens(1, 'a'),
      undefined,
      undefined,
    ]);
  });

  it.each(['{"version":1,"tok', '[]', 'null', '{"version":2,"tokens":{}}', '{"version":1,"tokens":[]}'])(
    'takes the damaged file %j for empty, says so once and keeps it aside',
    async (text) => {
      const { path } = place();
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, text, { mode: 0o644 });
      const problems: string[] = [];
      const store = fileTokenStore(path, { onDamaged: (problem) => problems.push(problem) });
      expect([await store.read(), await store.read()]).toEqual([undefined, undefined]);
      // It may be another file, named by mistake.
      if (isPosix) expect(await modeOf(path)).toBe('644');
      expect(problems).toEqual([
        `${path} is not a token file: it counts as empty, and is kept as ${path}.damaged.`,
      ]);
      expect(await store.replace(undefined, tokens(1))).toBe(true);
      expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text);
      expect(await store.read()).toEqual(tokens(1));
    },
  );

  it('takes an empty file for an empty one, without a word', async () => {
    const { path, folder } = place();
    await writeFile(join(folder, 'empty'), '');
    const store = fileTokenStore(join(folder, 'empty'), {
      onDamaged: (problem) => {
        throw new Error(problem);
      },
    });
    expect(await store.read()).toBeUndefined();
    expect(path).toContain(folder);
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe instead of waiting for it', async () => {
    const path = join(place().folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(await rejection(Promise.resolve(fileTokenStore(path).read('a')))).toMatchObject({
      code: 'unusable_file',
      message: `${path} cannot be read: it is not a regular file.`,
    });
  });

  it('names a file that cannot be read or written', async () => {
    const { folder } = place();
    expect(await rejection(Promise.resolve(fileTokenStore(folder).read()))).toMatchObject({
      name: 'ConfigurationError',
      code: 'unusable_file',
      message: expect.stringContaining(`${folder} cannot be read: EISDIR`),
    });
    await writeFile(join(folder, 'file'), '');
    const store = fileTokenStore(join(folder, 'file/tokens.json'));
    expect(await rejection(Promise.resolve(store.replace(undefined, tokens(1))))).toMatchObject({
      code: 'unusable_file',
    });
  });
});

describe('a file of tokens that processes share', () => {
  /** Puts its own tokens in the place of those it finds, until that has worked `times` times. */
  const writer = (path: string, times: number) => `
    import { fileTokenStore } from '$src/node/index.ts';
    const store = fileTokenStore(${JSON.stringify(path)});
    for (let won = 0; won < ${times}; ) {
      const now = await store.read();
      const n = 1 + (now?.obtainedAtMs ?? 0);
      const next = { ...${JSON.stringify(tokens(0))}, access_token: 'access' + n, obtainedAtMs: n };
      if (await store.replace(now, next)) { won += 1; process.send(n); }
    }
    process.disconnect();
  `;

  it('lets one of several writers win each time, and loses nothing', async () => {
    const { path, folder } = place();
    const children = await Promise.all(
      ['a', 'b', 'c'].map((name) => startProgram(folder, name, writer(path, 30))),
    );
    const won: number[] = [];
    for (const child of children) child.on('message', (n) => won.push(n as number));
    expect(await Promise.all(children.map((child) => once(child, 'exit')))).toEqual(Array(3).fill([0, null]));
    // No number twice, and none left out: nobody has written over what another had just put there.
    expect(won.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, index) => index + 1));
    expect(await fileTokenStore(path).read()).toMatchObject({ access_token: 'access90' });
  });

  it('is whole whenever a writer is killed, and the next one goes on', async () => {
    const { path, folder } = place();
    let last = 0;
    for (const writes of [1, 3, 8]) {
      const child = await startProgram(folder, 'writer', writer(path, 1_000_000));
      for (let count = 0; count < writes; count += 1) last = await told<number>(child);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const found = await fileTokenStore(path).read();
      expect(found?.obtainedAtMs).toBeGreaterThanOrEqual(last);
      expect(await fileTokenStore(path).replace(found, tokens(1000 * writes))).toBe(true);
    }
  });

  it('is no obstacle when the process that holds its lock is killed', async () => {
    const { path, folder } = place();
    await mkdir(join(path, '..'), { recursive: true });
    const holder = await startProgram(
      folder,
      'holder',
      `import { takeLock } from '$src/node/file-lock.ts';
       await takeLock(${JSON.stringify(`${path}.lock`)}, { staleMs: Infinity });
       process.send('held');
       process.on('message', () => {});`,
    );
    expect(await told(holder)).toBe('held');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const stores = Array.from({ length: 8 }, () => fileTokenStore(path));
    const outcomes = await Promise.all(stores.map(async (store, n) => store.replace(undefined, tokens(n))));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await readdir(join(path, '..'))).toEqual(['tokens.json']);
  });

  it.each([
    ['of a process of another machine', JSON.stringify({ nonce: 'n', pid: 1, host: 'another' })],
    ['that was never written to its end', '{"non'],
  ])('is no obstacle when there is an old lock %s', async (_, text) => {
    const { path, folder } = place();
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(`${path}.lock`, text);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, longAgo, longAgo);
    expect(await fileTokenStore(path).replace(undefined, tokens(1))).toBe(true);
    expect(await readdir(folder)).toEqual(['a']);
  });
});
