import { describe, expect, it } from 'vitest';
import type { PrintOptions, Progress } from './index.js';
import { clientOnFakeHost } from './test/client.js';
import { fakeClock } from './test/fake-clock.js';
import { deviceId, jobId, rejection, uploadUri } from './test/fake-host.js';
import { settled } from './test/settled.js';

const steps = ['authenticate', 'create', 'upload', 'execute'] as const;
const bytes = new TextEncoder().encode('%PDF-1.4');
const pdf = { data: bytes, name: 'invoice-17.pdf' };

describe('print', () => {
  it('takes the four steps in order and gives the job', async () => {
    const { host, epson } = clientOnFakeHost();
    const job = await epson.print(pdf);
    expect(host.steps()).toEqual(steps);
    expect(job).toEqual({
      id: jobId,
      job_name: 'invoice-17.pdf',
      print_mode: 'document',
      device_id: deviceId,
    });
    expect(JSON.parse(host.requests('create')[0]?.text ?? '')).toEqual({
      job_name: 'invoice-17.pdf',
      print_mode: 'document',
    });
    expect(host.requests('upload')[0]).toMatchObject({ url: `${uploadUri}&File=1.pdf`, text: '%PDF-1.4' });
    expect(host.requests('upload')[0]?.headers.has('authorization')).toBe(false);
  });

  it('sends name, mode and setting as they are given, from inputs that are frozen', async () => {
    const { host, epson } = clientOnFakeHost();
    const print_setting = Object.freeze({
      media_size: 'ms_a4',
      media_type: 'mt_photopaper',
      borderless: true,
      print_quality: 'high',
      source: 'rear',
      color_mode: 'mono',
      '2_sided': 'none',
      copies: 3,
    } as const);
    const options: PrintOptions = Object.freeze({ job_name: 'Holiday', print_mode: 'photo', print_setting });
    await epson.print(new File([bytes], 'a.jpg'), options);
    await epson.print(new File([bytes], 'b.jpg'), options);
    const bodies = host.requests('create').map(({ text }) => JSON.parse(text) as unknown);
    expect(bodies).toEqual([1, 2].map(() => ({ job_name: 'Holiday', print_mode: 'photo', print_setting })));
  });

  it('cuts a long file name to a job name of 256, and never through a character', async () => {
    const { host, epson } = clientOnFakeHost();
    await epson.print({ data: bytes, name: `/home/me/${'x'.repeat(255)}🖨.pdf` });
    await epson.print({ data: bytes, name: 'https://host.test/x.pdf?token=secret' });
    const names = host
      .requests('create')
      .map(({ text }) => (JSON.parse(text) as { job_name: string }).job_name);
    expect(names).toEqual(['x'.repeat(255), 'x.pdf']);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a string', () => clientOnFakeHost().epson.print('a.pdf' as never), 'DocumentError'],
  ])('rejects %s rather than throwing', async (_, run, name) => {
    expect(await rejection(run())).toMatchObject({ name });
  });

  it.each<[string, unknown, PrintOptions]>([
    ['a string', 'a.pdf', {}],
    ['an unknown type', { data: bytes, name: 'a.txt' }, {}],
    ['no copies', pdf, { print_setting: { copies: 0 } as never }],
    ['an empty name', pdf, { job_name: '' }],
  ])('asks the host nothing when it is given %s', async (_, document, options) => {
    const { host, epson } = clientOnFakeHost();
    await rejection(epson.print(document as never, options));
    expect(host.seen).toEqual([]);
  });

  it('tells of every step', async () => {
    const { epson } = clientOnFakeHost();
    const seen: Progress[] = [];
    await epson.print(pdf, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ step, job_id }) => [step, job_id])).toEqual([
      ['authenticate', undefined],
      ['create', undefined],
      ...seen.filter(({ step }) => step === 'upload').map(() => ['upload', jobId]),
      ['execute', jobId],
    ]);
    expect(seen.filter(({ step }) => step === 'upload').at(-1)).toMatchObject({
      sentBytes: 8,
      totalBytes: 8,
    });
  });

  it('executes nothing after onProgress has thrown', async () => {
    const { host, epson } = clientOnFakeHost();
    const mine = new Error('mine');
    const onProgress = ({ step }: Progress) => {
      if (step === 'execute') throw mine;
    };
    expect(await rejection(epson.print(pdf, { onProgress }))).toBe(mine);
    expect(host.requests('execute')).toEqual([]);
  });

  it.each(steps)('executes nothing after onProgress has rejected at %s', async (at) => {
    const { host, epson } = clientOnFakeHost();
    const mine = new Error('mine');
    const onProgress = async ({ step }: Progress) => {
      await settled();
      if (step === at) throw mine;
    };
    expect(await rejection(epson.print(pdf, { onProgress }))).toBe(mine);
    expect(host.requests('execute')).toEqual([]);
  });

  it('does not wait for onProgress beyond its limits', async () => {
    const clock = fakeClock();
    const { host, epson } = clientOnFakeHost({ clock });
    const onProgress = ({ step }: Progress) => (step === 'execute' ? new Promise(() => {}) : undefined);
    const ended = rejection(epson.print(pdf, { onProgress, deadlineMs: 1_000 }));
    await expect.poll(() => host.requests('upload')).toHaveLength(1);
    await settled();
    clock.advance(1_000);
    expect(await ended).toMatchObject({ code: 'deadline', step: 'execute', job_id: jobId, notSent: true });
    expect(host.requests('execute')).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('authenticates once for many documents', async () => {
    const { host, epson } = clientOnFakeHost();
    await Promise.all(Array.from({ length: 50 }, (_, n) => epson.print({ data: bytes, name: `${n}.pdf` })));
    expect(host.requests('authenticate')).toHaveLength(1);
    expect(host.requests('execute')).toHaveLength(50);
  });

  it.each(['upload', 'execute'] as const)('names step and job when %s fails', async (step) => {
    const { host, epson } = clientOnFakeHost();
    host.next(step, () => new Response('', { status: 500 }));
    const name = step === 'execute' ? 'OutcomeUnknownError' : 'ServerError';
    expect(await rejection(epson.print(pdf))).toMatchObject({ name, status: 500, step, job_id: jobId });
  });
});
