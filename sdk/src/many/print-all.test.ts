import { describe, expect, it, vi } from 'vitest';
import type { ManyDocument, PrintResult } from './index.js';
import { json, rejection, uploadUri } from '../test/fake-host.js';
import { all, document, documents, printing } from '../test/many.js';
import { deferred, settled } from '../test/settled.js';
import { printAll, type PrintAllOptions } from './print-all.js';

describe('printAll', () => {
  it('tells in order what became of each, also when a later one is done first', async () => {
    const { host, epson } = printing();
    const first = deferred<Response>();
    host.next('execute', () => first.promise);
    const results = printAll(epson, documents(5), { concurrency: 2 });
    const head = results.next();
    await settled();
    expect(host.requests('execute').length).toBeGreaterThan(1);
    first.resolve(json(200, {}));
    expect(await head).toMatchObject({ value: { id: 'd0', job: { job_name: 'd0.pdf' }, isRepeat: false } });
    expect((await all(results)).map(({ id }) => id)).toEqual(['d1', 'd2', 'd3', 'd4']);
  });

  it('keeps the options for all where an own one is undefined', async () => {
    const { host, epson } = printing();
    const own = { job_name: 'own', print_mode: undefined, print_setting: undefined };
    const documents = [{ ...document('d0'), ...own }];
    await all(printAll(epson, documents, { print_mode: 'photo' }));
    expect(JSON.parse(host.requests('create')[0]?.text ?? '')).toEqual({
      job_name: 'own',
      print_mode: 'photo',
    });
  });

  it('has no more on its way than it may, and asks for no document before its turn', async () => {
    const { host, epson } = printing();
    let asked = 0;
    let opened = 0;
    let busy = 0;
    let most = 0;
    async function* endless(): AsyncGenerator<ManyDocument> {
      for (;;) {
        asked += 1;
        const { id, document: data } = document(`d${asked}`);
        yield { id, document: () => ((opened += 1), data as never) };
      }
    }
    host.always('upload', async () => {
      busy += 1;
      most = Math.max(most, busy);
      await settled();
      busy -= 1;
      return new Response(null);
    });
    const results = printAll(epson, endless(), { concurrency: 3 });
    await results.next();
    await settled();
    // Nobody takes the results: those on their way end, and then nothing more happens.
    await expect.poll(() => host.requests('execute').length).toBeGreaterThanOrEqual(3);
    for (let turn = 0; turn < 20; turn += 1) await settled();
    expect(asked).toBeLessThanOrEqual(1 + 2 * 3);
    expect(opened).toBe(asked);
    expect(most).toBe(3);
    await results.return();
    const sent = host.seen.length;
    await settled();
    expect(host.seen).toHaveLength(sent);
  });

  it('goes on when one fails, and stops when it is told to', async () => {
    for (const [stopOnError, ids] of [
      [false, ['d0', 'd1', 'd2', 'd3', 'd4']],
      [true, ['d0', 'd1']],
    ] as const) {
      const { host, epson } = printing();
      host.next('create', () => json(201, { id: 'j1', upload_uri: uploadUri }));
      host.next('create', () => json(400, { code: 'invalid_resource' }));
      const results = await all(printAll(epson, documents(5), { concurrency: 1, stopOnError }));
      expect(results.map(({ id }) => id)).toEqual(ids);
      expect(results[1]).toMatchObject({
        id: 'd1',
        error: { name: 'RequestError', code: 'invalid_resource' },
      });
    }
  });

  it('refuses two documents of one id, no id, no document and one that cannot be opened, each for itself', async () => {
    const { host, epson } = printing();
    const broken = () => Promise.reject(new Error('gone'));
    const results = await all(
      printAll(epson, [
        document('a'),
        document('a'),
        { ...document('b'), id: '' },
        undefined as never,
        { id: 'c' } as never,
        { id: 'd', document: broken },
        document('e'),
      ]),
    );
    expect(
      results.map(({ error }) => (error as { code?: string; message?: string } | undefined)?.code),
    ).toEqual([
      undefined,
      'duplicate_id',
      'invalid_setting',
      'invalid_setting',
      'invalid_document',
      undefined,
      undefined,
    ]);
    expect(results.map(({ id }) => id)).toEqual(['a', 'a', '', '', 'c', 'd', 'e']);
    expect(results[3]?.error).toMatchObject({
      message: expect.stringMatching(/^Document 4 must have an id: /),
    });
    expect(results[5]?.error).toMatchObject({ message: 'gone' });
    expect(host.requests('execute')).toHaveLength(2);
  });

  it.each([0, 1.5, '2', Number.NaN])('refuses a concurrency of %s', async (concurrency) => {
    const { epson } = printing();
    const options = { concurrency } as PrintAllOptions;
    expect(await rejection(printAll(epson, [], options).next())).toMatchObject({
      name: 'ConfigurationError',
    });
  });

  it('ends with the reason of its signal, after the results of what had begun', async () => {
    const { host, epson } = printing();
    const controller = new AbortController();
    const returned = vi.fn();
    async function* source() {
      try {
        yield* documents(2);
        await new Promise(() => {});
      } finally {
        returned();
      }
    }
    host.always('upload', ({ signal }) => {
      controller.abort('enough');
      return Promise.reject(signal.reason);
    });
    const results = printAll(epson, source(), { signal: controller.signal });
    const seen: PrintResult[] = [];
    const end = rejection(
      (async () => {
        for await (const result of results) seen.push(result);
      })(),
    );
    expect(await end).toBe('enough');
    expect(seen).toEqual([
      { id: 'd0', error: 'enough' },
      { id: 'd1', error: 'enough' },
    ]);
    expect(host.requests('execute')).toEqual([]);
    expect(await rejection(all(printAll(epson, documents(1), { signal: AbortSignal.abort('no') })))).toBe(
      'no',
    );
  });

  it('throws what its iterable throws, after the results', async () => {
    const { epson } = printing();
    async function* source() {
      yield document('a');
      throw new Error('database is gone');
    }
    const results = printAll(epson, source());
    expect(await results.next()).toMatchObject({ value: { id: 'a' } });
    expect(await rejection(results.next())).toMatchObject({ message: 'database is gone' });
  });

  it('tells the progress of each, by its id', async () => {
    const { epson } = printing();
    const steps: string[] = [];
    const onProgress = (id: string, { step, sentBytes }: { step: string; sentBytes?: number | undefined }) =>
      steps.push(`${id} ${step} ${sentBytes ?? ''}`.trim());
    await all(printAll(epson, documents(2), { onProgress, concurrency: 1 }));
    expect(steps.slice(0, 5)).toEqual([
      'd0 authenticate',
      'd0 create',
      'd0 upload 0',
      'd0 upload 8',
      'd0 execute',
    ]);
  });
});
