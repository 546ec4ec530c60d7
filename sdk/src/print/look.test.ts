import { describe, expect, it } from 'vitest';
import { clientOnFakeHost } from '../test/client.js';
import { doubtful, failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { hanging, jobId, json, rejection } from '../test/fake-host.js';
import { settled } from '../test/settled.js';

const told =
  (status: string, status_reason: string | null = null) =>
  () =>
    json(200, { status, status_reason, job_name: 'a', total_pages: 0, start_date: '', update_date: '' });
const notFound = () => json(404, { code: 'job_not_found' });

function executing() {
  const clock = fakeClock();
  const made = clientOnFakeHost({ clock, retries: 3, random: () => 0.5 });
  const execute = (options = {}) => hurry(clock, made.epson.execute({ id: jobId }, options));
  return { clock, execute, ...made };
}

describe('an execute whose answer is lost', () => {
  it.each(doubtful)('by %s is a success when the host knows the job to be executed', async (kind) => {
    const { clock, host, execute } = executing();
    host.next('execute', failures[kind]).next('other', told('pending', 'job_queued'));
    expect(await execute()).toBeUndefined();
    expect([host.requests('execute').length, host.requests('other').length]).toEqual([1, 1]);
    expect(clock.pending).toBe(0);
  });

  it('is looked at again while the host does not know the job, or cannot say', async () => {
    const { host, execute } = executing();
    host
      .next('execute', failures['a broken connection'])
      .next('other', notFound)
      .next('other', failures["a gateway's page"])
      .next('other', failures['a call limit'])
      .next('other', told('pending_held', 'job_closed'));
    await execute();
    expect(host.requests('execute')).toHaveLength(1);
    expect(host.requests('other')).toHaveLength(4);
  });

  it.each([
    ['does not know the job', notFound],
    ['says only that the job has come in', told('pending_held', 'job_incoming')],
    ['fails', failures["a gateway's page"]],
    [
      'hides behind a gateway with a status of its own',
      () => json(200, { status: 'error', message: 'try later' }),
    ],
    ['hides behind one that has a number', () => json(200, { status: 503, job_name: 'a' })],
    ['refuses', failures['a refusal']],
    ['is silent', hanging],
  ])('is unknown when the host %s for half a minute, and can be settled later', async (_, answering) => {
    const { clock, host, epson, execute } = executing();
    host.next('execute', failures['a broken connection']).always('other', answering);
    const startMs = clock.monotonicMs();
    const error = (await rejection(execute())) as { job: { id: string } };
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', job: { id: jobId }, job_id: jobId });
    expect(clock.monotonicMs() - startMs).toBeLessThanOrEqual(30_000);
    expect(host.requests('execute')).toHaveLength(1);
    expect(clock.pending).toBe(0);
    host.always('other', told('processing'));
    expect(await epson.jobs.resume(error.job)).toMatchObject({ executed: true });
  });

  it('is not looked at past the deadline of the call', async () => {
    const { clock, host, execute } = executing();
    host.next('execute', failures['a broken connection']).always('other', notFound);
    const startMs = clock.monotonicMs();
    expect(await rejection(execute({ deadlineMs: 3000 }))).toMatchObject({ name: 'OutcomeUnknownError' });
    expect(clock.monotonicMs() - startMs).toBe(3000);
  });

  it('ends with the reason of its caller', async () => {
    const { host, epson } = executing();
    host.next('execute', failures['a broken connection']).always('other', notFound);
    const controller = new AbortController();
    const waiting = rejection(epson.execute({ id: jobId }, { signal: controller.signal }));
    await settled();
    controller.abort('enough');
    expect(await waiting).toBe('enough');
  });
});

describe('an execute that is refused without proof', () => {
  const refused = () => json(405, { code: 'command_not_allowed' });

  it('is a success when the host knows the job to be executed', async () => {
    const { host, execute } = executing();
    host.next('execute', refused).next('other', told('processing'));
    expect(await execute()).toBeUndefined();
  });

  it('is that refusal when the host knows that the job waits', async () => {
    const { host, execute } = executing();
    host.next('execute', refused).always('other', told('pending_held', 'job_incoming'));
    expect(await rejection(execute())).toMatchObject({
      name: 'StateError',
      job_id: jobId,
      information: { status_reason: 'job_incoming' },
    });
    expect(host.requests('execute')).toHaveLength(1);
  });

  it.each([
    ['does not know the job', notFound],
    ['fails', failures["a gateway's page"]],
    [
      'hides behind a gateway with a status of its own',
      () => json(200, { status: 'error', message: 'try later' }),
    ],
    ['hides behind one that has a number', () => json(200, { status: 503, job_name: 'a' })],
  ])('is an outcome that is unknown when the host %s', async (_, answering) => {
    const { host, execute } = executing();
    host.next('execute', refused).always('other', answering);
    expect(await rejection(execute())).toMatchObject({
      name: 'OutcomeUnknownError',
      status: 405,
      cause: { name: 'StateError' },
    });
  });

  it('is unknown, and no refusal, when what was lost may still be on its way', async () => {
    const { host, execute } = executing();
    host.next('execute', failures["a gateway's page"]).always('other', told('pending_held', 'job_incoming'));
    expect(await rejection(execute())).toMatchObject({
      name: 'OutcomeUnknownError',
      information: { status: 'pending_held' },
    });
  });
});

describe('a repeated execute', () => {
  it('that meets command_not_allowed is a success when the job is executed', async () => {
    const { host, execute } = executing();
    host
      .next('execute', failures["Epson's own service_unavailable"])
      .next('execute', () => json(405, { code: 'command_not_allowed' }))
      .next('other', told('processing'));
    await execute();
    expect(host.requests('execute')).toHaveLength(2);
  });

  it('that meets a refusal proves nothing', async () => {
    const { host, execute } = executing();
    host
      .next('execute', failures["Epson's own service_unavailable"])
      .next('execute', failures['a refusal'])
      .always('other', notFound);
    expect(await rejection(execute())).toMatchObject({
      name: 'OutcomeUnknownError',
      attempts: 2,
      cause: { name: 'ForbiddenError' },
    });
  });

  it('that never leaves does not say so of the try that did', async () => {
    const { host, execute } = executing();
    host
      .next('execute', failures["Epson's own service_unavailable"])
      .always('execute', failures['a refused connection'])
      .always('other', notFound);
    const error = await rejection(execute());
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', attempts: 4 });
    expect(error).not.toHaveProperty('notSent');
    expect((error as Error).cause).not.toHaveProperty('notSent');
  });

  it('none of which has left is no doubt, and nothing is asked', async () => {
    const { host, execute } = executing();
    host.always('execute', failures['a refused connection']);
    expect(await rejection(execute())).toMatchObject({ name: 'ConnectionError', notSent: true, attempts: 4 });
    expect(host.requests('other')).toEqual([]);
  });
});

describe('print', () => {
  it('waits for its turn without a doubt about what was not sent', async () => {
    const { clock, epson, host } = (() => {
      const clock = fakeClock();
      return { clock, ...clientOnFakeHost({ clock, callsPerMinute: 1 }) };
    })();
    const pdf = { data: new TextEncoder().encode('%PDF-1.4'), name: 'a.pdf' };
    const error = await hurry(clock, rejection(epson.print(pdf, { deadlineMs: 20_000 })));
    expect(error).toMatchObject({ name: 'TimeoutError', notSent: true, step: 'execute', job_id: jobId });
    expect(host.requests('execute')).toEqual([]);
  });
});
