import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Dialect, Job } from '../epson/domain/job.js';
import type { Printer } from '../epson/domain/printers.js';
import { V1 } from '../epson/v1/words.js';
import { PrintCommand, type PrintNews } from './print-command.js';

const dialect: Dialect = V1;

const job = (id: string) =>
  ({
    id,
    printer: { email: `${id}@print.epsonconnect.com` } as Printer,
    dialect,
    request: { name: id, mode: 'document' },
    document: { path: '1.pdf', name: '1.pdf' },
  }) as Job;

const never = new AbortController().signal;

afterEach(() => vi.useRealTimers());

describe('handing jobs on', () => {
  it('ends what takes longer than its time, and says so', async () => {
    const news: PrintNews[] = [];
    const command = new PrintCommand(
      () => new Promise(() => {}),
      (each) => news.push(each),
      20,
    );
    expect(await command.hand(job('a'), never)).toBe('attention_required');
    expect(news).toMatchObject([{ isFailure: true, line: expect.stringContaining('after 20 ms') }]);
  });

  it('does not begin with a job that ends while its document is handed on', async () => {
    const begun = vi.fn(() => new Promise<void>(() => {}));
    const command = new PrintCommand(begun, () => {});
    const ended = new AbortController();
    const handed = command.hand(job('a'), ended.signal);
    // Its turn comes by promises alone, the document by the file system.
    for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
    ended.abort(new Error('the job was cancelled'));
    expect(await handed).toBe('attention_required');
    expect(begun).not.toHaveBeenCalled();
  });

  it.runIf(process.platform !== 'win32')('ends a command that does not heed being asked to', async () => {
    const news: PrintNews[] = [];
    const command = new PrintCommand(
      'trap "" TERM; while :; do sleep 1; done',
      (each) => news.push(each),
      100,
    );
    expect(await command.hand(job('a'), never)).toBe('attention_required');
    expect(news).toMatchObject([{ isFailure: true }]);
  });

  it.runIf(process.platform !== 'win32')('shows so much of the output and no more', async () => {
    const news: PrintNews[] = [];
    const command = new PrintCommand('yes print | head -c 200000', (each) => news.push(each));
    expect(await command.hand(job('a'), never)).toBeNull();
    expect(news.map(({ line }) => line.length).reduce((sum, length) => sum + length, 0)).toBeLessThan(70_000);
    expect(news.filter(({ line }) => line.includes('not shown'))).toHaveLength(1);
  });

  it('is done when the command and its output have ended, and waits for no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const news: PrintNews[] = [];
    const command = new PrintCommand('exit 0', (each) => news.push(each));
    expect(await command.hand(job('a'), never)).toBeNull();
    expect(news).toEqual([]);
  });

  it('does four at a time, and the others when it is their turn', async () => {
    let [running, most] = [0, 0];
    const waiting: (() => void)[] = [];
    const command = new PrintCommand(
      async () => {
        most = Math.max(most, (running += 1));
        await new Promise<void>((resolve) => waiting.push(resolve));
        running -= 1;
      },
      () => {},
    );
    const all = Promise.all(
      Array.from({ length: 10 }, (_, index) => command.hand(job(String(index)), never)),
    );
    for (let count = 0; count < 10; count += 1) {
      await expect.poll(() => waiting.length).toBeGreaterThan(0);
      waiting.shift()?.();
    }
    expect([await all, most]).toEqual([Array(10).fill(null), 4]);
  });
});
