import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobInformation } from '../index.js';
import { clientOnFakeHost, jobsUrl } from '../test/client.js';
import { failures } from '../test/failing.js';
import { fakeClock } from '../test/fake-clock.js';
import { jobId, json, rejection } from '../test/fake-host.js';
import { settled } from '../test/settled.js';

const told =
  (status: string, status_reason: string | null = null) =>
  () =>
    json(200, {
      status,
      status_reason,
      start_date: '',
      job_name: 'a',
      total_pages: 0,
      update_date: '2024/05/01 09:15:03',
    });

function waiting() {
  const clock = fakeClock();
  const { host, epson } = clientOnFakeHost({ clock });
  onTestFinished(() => expect(clock.pending).toBe(0));
  /** Lets one pause, however long, go by. */
  const pass = async (ms = 20_000) => {
    await settled();
    clock.advance(ms);
    await settled();
  };
  return { clock, host, epson, pass };
}

describe('waitFor', () => {
  it('waits out a status that it does not know, and one that is missing its date', async () => {
    const { host, epson, pass } = waiting();
    host.next('other', told('warming_up', 'cold')).next('other', told('completed'));
    const seen: JobInformation[] = [];
    const wait = epson.jobs.waitFor(jobId, { onStatus: (information) => seen.push(information) });
    await pass();
    expect(await wait).toMatchObject({ status: 'completed', startedAt: undefined });
    expect(seen.map(({ status }) => status)).toEqual(['warming_up', 'completed']);
    expect(host.requests('other').map(({ url }) => url)).toEqual(Array(2).fill(`${jobsUrl}/${jobId}`));
  });

  it('ends with what onStatus throws, also when it does so later', async () => {
    const { host, epson } = waiting();
    host.always('other', told('pending'));
    const mine = new Error('mine');
    const thrower = () => {
      throw mine;
    };
    for (const onStatus of [thrower, () => Promise.reject(mine)])
      expect(await rejection(epson.jobs.waitFor(jobId, { onStatus }))).toBe(mine);
  });

  it('does not wait for onStatus beyond its limits, and says what was last known', async () => {
    const { host, epson, pass } = waiting();
    host.always('other', told('pending'));
    const onStatus = () => new Promise(() => {});
    const wait = rejection(epson.jobs.waitFor(jobId, { onStatus, deadlineMs: 1_000 }));
    await pass(1_000);
    expect(await wait).toMatchObject({ code: 'deadline', information: { status: 'pending' } });
  });

  it.each([null, ''])('takes completed with the reason %j for printed', async (reason) => {
    const { host, epson } = waiting();
    host.next('other', told('completed', reason));
    expect(await epson.jobs.waitFor(jobId)).toMatchObject({ status_reason: reason });
  });

  it('takes canceled without a reason for a failure', async () => {
    const { host, epson } = waiting();
    host.next('other', told('canceled'));
    expect(await rejection(epson.jobs.waitFor(jobId))).toMatchObject({
      name: 'JobFailedError',
      code: 'canceled',
      status_reason: null,
      message: `Job ${jobId} is not printed, it is canceled.`,
    });
  });

  it.each([
    ['a host that fails', () => json(503, { code: 'service_unavailable' })],
    ['a connection that breaks', () => Promise.reject(new TypeError('fetch failed'))],
  ])('gives up after a while on %s', async (_, answering) => {
    const { host, epson, pass } = waiting();
    host.always('other', answering);
    const wait = rejection(epson.jobs.waitFor(jobId));
    for (let n = 0; n < 5; n += 1) await pass();
    expect(await wait).toMatchObject({ step: 'jobs.waitFor', job_id: jobId });
    expect(host.requests('other')).toHaveLength(6);
  });

  it('does not take a job that has gone for one that is to come', async () => {
    const { host, epson, pass } = waiting();
    host.next('other', told('pending')).always('other', () => json(404, { code: 'job_not_found' }));
    const wait = rejection(epson.jobs.waitFor(jobId));
    await pass();
    expect(await wait).toMatchObject({ code: 'job_not_found', information: { status: 'pending' } });
  });

  it.each(['enough', null, 7])(
    'ends at once, without a timer, when it is aborted between two questions for the reason %j',
    async (reason) => {
      const { host, epson } = waiting();
      host.always('other', told('pending'));
      const controller = new AbortController();
      const wait = rejection(epson.jobs.waitFor(jobId, { signal: controller.signal }));
      await settled();
      controller.abort(reason);
      expect(await wait).toBe(reason);
      expect(await rejection(epson.jobs.resume(jobId, { signal: controller.signal }))).toBe(reason);
    },
  );

  it('knows the newest answer when its time is over, also after a single one, and says it', async () => {
    const { host, epson, pass } = waiting();
    host.next('other', told('pending', 'job_queued'));
    const single = rejection(epson.jobs.waitFor(jobId, { deadlineMs: 500 }));
    await pass(500);
    const error = await single;
    expect(error).toMatchObject({ name: 'TimeoutError', information: { status: 'pending' } });
    expect((error as Error).message).toContain(`Job ${jobId} was last pending: job_queued.`);
    expect(error).not.toHaveProperty('notSent');

    host.next('other', told('pending')).next('other', told('processing')).always('other', told('completed'));
    const second = rejection(epson.jobs.waitFor(jobId, { deadlineMs: 1_500 }));
    await pass(1_300);
    await pass(200);
    expect(await second).toMatchObject({ code: 'deadline', information: { status: 'processing' } });
  });

  it.each(['get', 'waitFor', 'resume'] as const)('jobs.%s never says notSent of a job', async (method) => {
    const { host, epson, pass } = waiting();
    host.always('other', failures['a refused connection']);
    const asked = rejection(epson.jobs[method](jobId, { deadlineMs: 1_000_000 }));
    for (let n = 0; n < 6; n += 1) await pass();
    const error = await asked;
    expect(error).toMatchObject({ name: 'ConnectionError', job_id: jobId });
    expect(error).not.toHaveProperty('notSent');
  });

  it('shows with a failed job the last hint that the mock gave about it', async () => {
    const { host, epson } = waiting();
    const hinted = (hint: string) => () => json(200, {}, { 'x-epson-mock-hint': hint });
    for (const hint of ['empty-document: The file is empty.', 'document-will-fail: It is no PDF.']) {
      host.next('execute', hinted(hint));
      await epson.execute({ id: jobId });
    }
    host.next('execute', hinted('of another job'));
    await epson.execute({ id: 'another' });
    host.always('other', told('completed', 'document_access_error'));
    const error = await rejection(epson.jobs.waitFor(jobId));
    expect(error).toMatchObject({ name: 'JobFailedError', hint: 'document-will-fail: It is no PDF.' });
    expect((error as Error).message).toMatch(
      /document_access_error\. Hint: document-will-fail: It is no PDF\.$/,
    );
    expect(await rejection(epson.jobs.waitFor('a third'))).not.toHaveProperty('hint');
  });

  it('keeps the hints of the last hundred jobs, and no more', async () => {
    const { host, epson } = waiting();
    host.always('execute', () => json(200, {}, { 'x-epson-mock-hint': 'document-will-fail: It is no PDF.' }));
    for (let n = 0; n <= 100; n += 1) await epson.execute({ id: `j${n}` });
    host.always('other', told('canceled'));
    expect(await rejection(epson.jobs.waitFor('j0'))).not.toHaveProperty('hint');
    expect(await rejection(epson.jobs.waitFor('j1'))).toHaveProperty('hint');
  });

  it('refuses an answer that is no job', async () => {
    const { host, epson } = waiting();
    host.next('other', () => json(200, {}));
    expect(await rejection(epson.jobs.get(jobId))).toMatchObject({
      name: 'ResponseFormatError',
      message: expect.stringContaining('without status'),
    });
  });

  it('refuses what is no job ID before any question', async () => {
    const { host, epson } = waiting();
    for (const id of ['', '..', undefined])
      expect(await rejection(epson.jobs.get({ id } as never))).toMatchObject({ name: 'SettingError' });
    expect(host.requests('other')).toEqual([]);
  });
});
