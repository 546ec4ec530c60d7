import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '../test-support/fake-host.js';
import { fileLedger } from './index.js';

const job = { id: 'j1', device_id: 'd1', job_name: 'a', print_mode: 'document' };

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-sdk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, path: join(folder, 'printed.jsonl') };
}

describe('fileLedger', () => {
  it('remembers the latest of each id, beyond the process', async () => {
    const { folder, path } = place();
    {
      await using ledger = await fileLedger(path);
      await Promise.all([
        ledger.record('a', { state: 'executing', job }),
        ledger.record('b', { state: 'executing', job }),
        ledger.record('a', { state: 'done', job }),
        ledger.record('c', { state: 'done', job }),
      ]);
      await ledger.forget('c');
      expect(ledger.get('a')).toEqual({ state: 'done', job });
    }
    await using again = await fileLedger(path);
    expect(['a', 'b', 'c', 'toString'].map((id) => again.get(id)?.state)).toEqual([
      'done',
      'executing',
      undefined,
      undefined,
    ]);
    expect((await readdir(folder)).toSorted()).toEqual(['printed.jsonl', 'printed.jsonl.lock']);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is for one process at a time, and says whose', async () => {
    const { path } = place();
    const ledger = await fileLedger(path);
    expect(await rejection(fileLedger(path))).toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`by process ${process.pid}`),
    });
    await ledger.close();
    await ledger.close();
    await (await fileLedger(path)).close();
    expect(await rejection(ledger.record('a', { state: 'done', job }))).toMatchObject({
      code: 'unusable_file',
    });
  });

  it.each(['{"id":"b","at":"2026', '{"id":"b"', 'x'])(
    'drops the end %j that a crash has cut off, and goes on behind what is whole',
    async (end) => {
      const { path } = place();
      const ledger = await fileLedger(path);
      await ledger.record('a', { state: 'done', job });
      await ledger.close();
      await appendFile(path, end);
      const again = await fileLedger(path);
      expect([again.get('a')?.state, again.get('b')]).toEqual(['done', undefined]);
      await again.record('b', { state: 'executing', job });
      await again.close();
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line).id)).toEqual(['a', 'b']);
    },
  );

  it('takes a last line that is whole but for its end', async () => {
    const { path } = place();
    await writeFile(path, JSON.stringify({ id: 'a', state: 'done', job }));
    const ledger = await fileLedger(path);
    await ledger.record('b', { state: 'done', job });
    await ledger.close();
    await using again = await fileLedger(path);
    expect([again.get('a')?.state, again.get('b')?.state]).toEqual(['done', 'done']);
  });

  it.each([
    'rubbish\n',
    '{"id":"a","state":"printed","job":{"id":"j"}}\n',
    '{"id":"a","state":"done"}\n',
    '{"id":"a"}\nx\n{}\n',
  ])('refuses the damaged file %j, for a document could be printed twice', async (text) => {
    const { folder, path } = place();
    await writeFile(path, text);
    expect(await rejection(fileLedger(path))).toMatchObject({
      code: 'unusable_file',
      message: expect.stringMatching(/line [12] is damaged/),
    });
    expect(await readdir(folder)).toEqual(['printed.jsonl']);
  });
});
