import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '../test/fake-host.js';
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

  it.each([
    '{',
    '{"id":"b","at":"2026',
    '{"id":"b"',
    '{"id":"b}","at":"\\"}',
    `{"id":"${'b'.repeat(200_000)}`,
    '\0\0\0',
    '{"id":"b"\0\0',
  ])('discards the incomplete last line %.30j of a crash, and goes on behind what is whole', async (end) => {
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
  });

  it('takes a last line that is whole but for its end', async () => {
    const { path } = place();
    await writeFile(path, JSON.stringify({ id: 'a', state: 'done', job }));
    const ledger = await fileLedger(path);
    await ledger.record('b', { state: 'done', job });
    await ledger.close();
    await using again = await fileLedger(path);
    expect([again.get('a')?.state, again.get('b')?.state]).toEqual(['done', 'done']);
  });

  it.each(['\u2028', '\u2029', '\u0085', '\r', '\n', '\r\n', '\ud800', '\u{1f5a8}', '"}', '\\'])(
    'keeps an id and a job name with %j',
    async (text) => {
      const { path } = place();
      const named = { ...job, job_name: `a${text}b` };
      const ledger = await fileLedger(path);
      await ledger.record(`x${text}y`, { state: 'done', job: named });
      await ledger.record(text, { state: 'executing', job: named });
      await ledger.close();
      await using again = await fileLedger(path);
      expect(again.get(`x${text}y`)).toEqual({ state: 'done', job: named });
      expect(again.get(text)).toEqual({ state: 'executing', job: named });
    },
  );

  it('reads lines of an earlier version without a checksum, before, between and after its own', async () => {
    const { path } = place();
    const old = (id: string, more: object) => JSON.stringify({ id, at: '2026-01-01T00:00:00.000Z', ...more });
    await writeFile(
      path,
      `${old('a', { state: 'done', job })}\r\n\n${old('b', { state: 'executing', job })}\n`,
    );
    for (const id of ['c', 'd']) {
      await using ledger = await fileLedger(path);
      await ledger.record(id, { state: 'done', job });
      await appendFile(path, `${old('b', {})}\n`);
    }
    await using again = await fileLedger(path);
    expect(['a', 'b', 'c', 'd'].map((id) => again.get(id)?.state)).toEqual([
      'done',
      undefined,
      'done',
      'done',
    ]);
  });

  it('writes no upload URI, which holds a key', async () => {
    const { path } = place();
    await using ledger = await fileLedger(path);
    await ledger.record('a', { state: 'executing', job: { ...job, upload_uri: 'https://x?Key=k' } as never });
    expect(await readFile(path, 'utf8')).not.toContain('Key=');
  });

  const whole = '{"id":"a","state":"done","job":{"id":"j"}}';
  it.each([
    'rubbish\n',
    'x',
    '{"id":"a","state":"printed","job":{"id":"j"}}\n',
    '{"id":"a","state":"done"}\n',
    '{"id":"a"}\nx\n{}\n',
    `${whole}*`,
    `${whole}*{"id":"b","at":"20`,
    '{"id":"a","state":"done","job":{"id":"j"},"sun":"0123456789abcdef"}\n',
    '{"id":"a","state":"done","job":{"id":"j"},"sum":"0123456789abcdef"}\n',
    '{"id":"a","state":"done","job":{"id":"j"},"sum":"0123456789abcdef"}',
  ])('refuses the damaged file %j, and gives no advice that prints twice', async (text) => {
    const { folder, path } = place();
    await writeFile(path, text);
    const error = await rejection(fileLedger(path));
    expect(error).toMatchObject({
      code: 'unusable_file',
      message: expect.stringMatching(/: line [12] is damaged/),
    });
    expect((error as Error).message).toMatch(/do not (delete|remove) .*print only the missing/i);
    expect(await readdir(folder)).toEqual(['printed.jsonl']);
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
