import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeProcess } from '../test/fake-process.js';
import { columnsOf } from './columns.js';
import { jsonLine, plainText, sized } from './plain-text.js';
import { openTerminal, progressLine, type Io } from './terminal.js';

/** A terminal, or a pipe, that remembers what was written to it. */
function written(isTTY: boolean, env: NodeJS.ProcessEnv = {}, columns = 80) {
  const said = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY,
    columns,
    on: () => {},
    write: (text: string, done?: (error?: Error) => void) => {
      said[name] += text;
      done?.();
    },
  });
  const io = { stdout: stream('out'), stderr: stream('err'), env } as unknown as Io;
  return { io, said };
}

describe('what is shown', () => {
  it('has nothing of a stranger that steers a terminal, on one line', () => {
    expect(plainText('a\u001B[2J\u001B]0;title\u0007b\r\nc\u009B31md\u202Egnp\u0000')).toBe(
      'ab cd\uFFFDgnp\uFFFD',
    );
    expect(plainText('invoice 17\n März 🖨.pdf')).toBe('invoice 17 März 🖨.pdf');
  });

  it('has nothing in a line of JSON that steers a terminal, and loses nothing of it', () => {
    const value = { name: 'a\u009B31m\u202Egnp\u200B\u2028\u007F請\u{E0001}' };
    const line = jsonLine(value);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(line).toContain('\\u009b31m\\u202egnp');
    expect(JSON.parse(line)).toEqual(value);
  });

  it('tells bytes in what people count in', () => {
    expect([0, 1, 999_500, 12_345_678].map(sized)).toEqual(['0 kB', '1 kB', '1000 kB', '12.3 MB']);
  });

  it.each([100, 80, 60, 40, 20, 8, 2])('fits a progress line into %d columns', (columns) => {
    const long = 'a-rather-long-name-of-a-file-that-somebody-prints.pdf';
    for (const name of ['a.pdf', '請求書.pdf', long, '請求書'.repeat(20)])
      for (const part of [undefined, { doneBytes: 5_000_000, totalBytes: 20_000_000 }])
        expect(columnsOf(progressLine(`${name}: upload`, part, columns))).toBeLessThanOrEqual(columns - 1);
  });

  it('shows how much has been sent, also of nothing', () => {
    const line = progressLine('a.pdf: upload', { doneBytes: 5_000_000, totalBytes: 20_000_000 }, 80);
    expect(line).toMatch(/^a\.pdf: upload \[#+\.+\] +25 % {2}5\.0 MB of 20\.0 MB$/);
    expect(progressLine('a.pdf: upload', { doneBytes: 0, totalBytes: 0 }, 80)).toContain('100 %');
  });
});

describe('a terminal', () => {
  it('is written to for people, with the progress on a line of its own that goes', () => {
    const { io, said } = written(true);
    const terminal = openTerminal(io, undefined);
    terminal.progress('a.pdf: upload');
    terminal.result({ outcome: 'accepted' }, 'a.pdf: accepted');
    expect(said).toEqual({ out: 'a.pdf: accepted\n', err: '\r\u001B[Ka.pdf: upload\r\u001B[K' });
  });

  it.each([
    ['a pipe', false, {}, undefined],
    ['a terminal that is to have JSON', true, {}, true],
    ['a terminal that knows no orders', true, { TERM: 'dumb' }, undefined],
  ])('is %s: no escape codes, no progress', (_, isTTY, env, wantsJson) => {
    const { io, said } = written(isTTY, env);
    const terminal = openTerminal(io, wantsJson);
    terminal.progress('a.pdf: upload', { doneBytes: 1, totalBytes: 2 });
    terminal.note('a note');
    terminal.result({ outcome: 'accepted' }, 'accepted');
    expect(said.out + said.err).not.toContain('\u001B');
    expect(said.err).toBe('a note\n');
    expect(said.out).toBe(terminal.isJson ? '{"outcome":"accepted"}\n' : 'accepted\n');
  });
});

describe('a result that cannot be written', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

  function printing() {
    const all = fakeProcess();
    const file = join(all.home, 'a.pdf');
    writeFileSync(file, '%PDF-1.4');
    return { ...all, file };
  }

  it('is said on stderr, and ends with 5 where a file was printed', async () => {
    const { run, broken, said, file } = printing();
    broken.out = full;
    expect(await run(['print', file])).toBe(5);
    expect(said.err).toMatch(
      /^The result cannot be written to standard output: there is no space left\. It is: \{.*"accepted".*\}\n$/,
    );
  });

  it.each([
    [['print', 'nothing.pdf'], 1],
    [['--help'], 1],
    [['--version'], 1],
    [['device', '--copies'], 2],
  ])('does not hide how the command ended: %j with %d', async (argv, code) => {
    const { run, broken } = printing();
    broken.out = full;
    expect(await run(argv)).toBe(code);
  });

  it('is nothing to tell to somebody who has stopped reading', async () => {
    const { run, broken, said, file } = printing();
    broken.out = gone;
    expect([await run(['print', file]), said.err]).toEqual([0, '']);
  });
});
