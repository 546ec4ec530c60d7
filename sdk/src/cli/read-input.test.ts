import { describe, expect, it } from 'vitest';
import { fakeClock } from '../test/fake-clock.js';
import { fakeProcess } from '../test/fake-process.js';
import { settled } from '../test/settled.js';

const PRINT = ['print', '-', '--name', 'report.pdf'];

describe('standard input as a document', () => {
  it('is waited for, however long it takes, before anything is sent', async () => {
    const { run, host, stdin } = fakeProcess();
    const clock = fakeClock();
    const over = run(PRINT, { clock });
    await settled();
    clock.advance(3_600_000);
    stdin.write('%PDF-');
    await settled();
    clock.advance(3_600_000);
    await settled();
    expect(host.seen).toEqual([]);
    stdin.end('1.4');
    expect(await over).toBe(0);
    expect(host.steps()).toEqual(['authenticate', 'create', 'upload', 'execute']);
    expect(host.requests('upload')[0]?.text).toBe('%PDF-1.4');
  });

  it('is said to be empty, and nothing is sent', async () => {
    const { run, host, stdin, said } = fakeProcess();
    stdin.end();
    expect(await run(PRINT)).toBe(1);
    expect(said.err).toBe('report.pdf: not printed. Standard input is empty. Nothing was sent.\n');
    expect(host.seen).toEqual([]);
  });

  it('is closed when Ctrl-C ends the reading, and when there is too much of it', async () => {
    const { run, host, stdin, said, interrupt } = fakeProcess();
    const over = run(PRINT);
    stdin.write('%PDF-');
    await settled();
    interrupt();
    expect([await over, said.err]).toEqual([
      130,
      'report.pdf: canceled before it was executed. Nothing is printed.\n',
    ]);
    const large = fakeProcess();
    const refused = large.run(PRINT);
    // The same piece again and again, so that this test does not take the memory that it is about.
    const piece = Buffer.alloc(2 ** 22);
    for (let n = 0; n < 17; n += 1) large.stdin.write(piece);
    expect([await refused, large.said.err]).toEqual([1, expect.stringContaining('more than 64 MiB')]);
    expect([stdin.destroyed, large.stdin.destroyed]).toEqual([true, true]);
    expect([...host.seen, ...large.host.seen]).toEqual([]);
  });

  it('tells somebody at a terminal that it is read', async () => {
    const { run, stdin, said } = fakeProcess({ isTTY: true });
    const over = run(PRINT);
    stdin.end('%PDF-1.4');
    expect(await over).toBe(0);
    expect(said.err).toContain(
      'report.pdf: reading from the terminal; Ctrl-D ends the input, Ctrl-C cancels.\n',
    );
    expect(said.err).not.toContain('reading standard input');
  });
});
