import { describe, expect, it } from 'vitest';
import type { EpsonConnect, EpsonConnectOptions } from '../index.js';
import { clientOnFakeHost } from '../test/client.js';
import { doubtful, failures, unprocessed, type Failing } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { deviceId, hanging, jobId, json, rejection, uploadUri, type StepName } from '../test/fake-host.js';
import { settled } from '../test/settled.js';

const destination = { alias_name: 'a', type: 'mail', destination: 'a@client.example' };
const pdf = { data: new TextEncoder().encode('%PDF-1.4'), name: 'a.pdf' };
const job = { id: jobId, device_id: deviceId, upload_uri: uploadUri };

type Operation = [string, StepName, (epson: EpsonConnect) => Promise<unknown>];

const repeated: Operation[] = [
  ['authenticate', 'authenticate', (epson) => epson.authenticate()],
  ['createPrintJob', 'create', (epson) => epson.createJob({ job_name: 'a' })],
  ['uploadPrintFile', 'upload', (epson) => epson.upload(job, pdf)],
  ['getDevice', 'other', (epson) => epson.device()],
  ['getCapability', 'other', (epson) => epson.capability('document')],
  ['getPrintJob', 'other', (epson) => epson.jobs.get(job)],
  ['listDestinations', 'other', (epson) => epson.destinations.list()],
  ['updateDestination', 'other', (epson) => epson.destinations.update({ id: 'd1', ...destination })],
  [
    'setNotification',
    'other',
    (epson) => epson.notifications.set({ notification: true, callback_uri: 'https://client.example' }),
  ],
  [
    'getDevice of the plain client',
    'other',
    (epson) =>
      epson.api.GET('/api/1/printing/printers/{device_id}', { params: { path: { device_id: deviceId } } }),
  ],
];
const careful: Operation[] = [
  ['cancelPrint', 'other', (epson) => epson.jobs.cancel(job)],
  ['cancelAuthentication', 'other', (epson) => epson.cancelAuthentication()],
  ['registerDestination', 'other', (epson) => epson.destinations.register(destination)],
  ['deleteDestination', 'other', (epson) => epson.destinations.delete('d1')],
];
const execute: Operation = ['executePrint', 'execute', (epson) => epson.execute(job)];

const each = (operations: Operation[], kinds: readonly Failing[]) =>
  operations.flatMap((operation) => kinds.map((kind) => [kind, ...operation] as const));

function retryingClient(more: EpsonConnectOptions = {}) {
  const clock = fakeClock();
  const made = clientOnFakeHost({ clock, retries: 3, random: () => 0.5, ...more });
  made.host.always('other', ({ method, url }) => {
    if (method === 'GET')
      return json(200, { status: 'pending', ec_connected: true, media_sizes: [], destinations: [] });
    return json(method === 'POST' && url.endsWith('/destinations') ? 201 : 200, {});
  });
  return { clock, ...made };
}

describe('a repeat', () => {
  it.each([...each(repeated, [...unprocessed, ...doubtful]), ...each([...careful, execute], unprocessed)])(
    'follows %s of %s, and succeeds',
    async (kind, _, step, run) => {
      const { clock, host, epson } = retryingClient();
      host.next(step, failures[kind]).next(step, failures[kind]);
      await hurry(clock, run(epson));
      expect(host.requests(step)).toHaveLength(3);
      const [first, second] = host.requests(step);
      expect([second?.method, second?.url, second?.text]).toEqual([first?.method, first?.url, first?.text]);
      expect(clock.pending).toBe(0);
    },
  );

  it.each([
    ...each(careful, doubtful),
    ...each([...repeated.slice(0, 9), ...careful, execute], ['a refusal', 'a bad certificate']),
  ])('does not follow %s of %s', async (kind, _, step, run) => {
    const { clock, host, epson } = retryingClient();
    host.next(step, failures[kind]);
    const error = await hurry(clock, rejection(run(epson)));
    expect(error).not.toHaveProperty('attempts');
    expect(host.requests(step)).toHaveLength(1);
  });

  it('that never leaves does not say so of the try that did', async () => {
    const { clock, host, epson } = retryingClient();
    host.next('create', failures['a broken connection']).always('create', failures['a refused connection']);
    const error = await hurry(clock, rejection(epson.createJob({ job_name: 'a' })));
    expect(error).toMatchObject({ name: 'ConnectionError', attempts: 4 });
    expect(error).not.toHaveProperty('notSent');
    host.always('create', failures['a refused connection']);
    expect(await hurry(clock, rejection(epson.createJob({ job_name: 'a' })))).toMatchObject({
      notSent: true,
    });
  });

  it('is not made of an upload that can be read once only', async () => {
    const { clock, host, epson } = retryingClient();
    host.next('upload', failures["a gateway's page"]);
    const once = { stream: new Blob(['%PDF']).stream(), name: 'a.pdf', sizeBytes: 4 };
    expect(await hurry(clock, rejection(epson.upload(job, once)))).toMatchObject({ status: 502 });
    expect(host.requests('upload')).toHaveLength(1);
  });

  it('gives up after the retries of the client, and tells how often it has tried', async () => {
    const { clock, host, epson } = retryingClient();
    host.always('create', failures["Epson's own service_unavailable"]);
    expect(await hurry(clock, rejection(epson.createJob({ job_name: 'a' })))).toMatchObject({
      name: 'ServerError',
      attempts: 4,
    });
    expect(host.requests('create')).toHaveLength(4);
  });

  it.each([0, 1])('is made %i times where the call says so', async (retries) => {
    const { clock, host, epson } = retryingClient();
    host.always('create', failures["a gateway's page"]).always('authenticate', failures['a call limit']);
    await hurry(clock, rejection(epson.authenticate({ retries })));
    expect(host.requests('authenticate')).toHaveLength(1 + retries);
    host.always('authenticate', () =>
      json(200, { access_token: 'T', expires_in: 3600, subject_id: deviceId }),
    );
    await hurry(clock, rejection(epson.createJob({ job_name: 'a', retries })));
    expect(host.requests('create')).toHaveLength(1 + retries);
  });

  it('is a new try after a time-out, each with a time of its own', async () => {
    const { clock, host, epson } = retryingClient();
    host.next('create', hanging);
    await hurry(clock, epson.createJob({ job_name: 'a', timeoutMs: 10_000 }));
    expect(host.requests('create')).toHaveLength(2);
  });

  it('waits longer each time, by the share that chance decides', async () => {
    for (const [share, waitedMs] of [
      [0, 0],
      [0.5, 250 + 500 + 1000],
      [1, 500 + 1000 + 2000],
    ] as const) {
      const { clock, host, epson } = retryingClient({ random: () => share });
      await epson.authenticate();
      host.always('create', failures["a gateway's page"]);
      const startMs = clock.monotonicMs();
      await hurry(clock, rejection(epson.createJob({ job_name: 'a' })));
      expect(clock.monotonicMs() - startMs).toBe(waitedMs);
    }
  });

  it("waits as long as the host asks, by the host's clock, and for a share of the minute when it does not say", async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
    for (const [headers, waitedMs] of [
      [{ 'retry-after': '7' }, 7000],
      [{ date, 'retry-after': 'Thu, 01 Jan 2026 00:00:40 GMT' }, 40_000],
      [{}, 15_000],
    ] as const) {
      const { clock, host, epson } = retryingClient({ random: () => 0 });
      await epson.authenticate();
      host.next('create', () => new Response('', { status: 429, headers }));
      const startMs = clock.monotonicMs();
      await hurry(clock, epson.createJob({ job_name: 'a' }));
      expect(clock.monotonicMs() - startMs).toBe(waitedMs);
    }
  });

  it('is not waited for when the host asks for more than two minutes', async () => {
    const { clock, host, epson } = retryingClient();
    host.always('create', () => new Response('', { status: 503, headers: { 'retry-after': '3600' } }));
    expect(await hurry(clock, rejection(epson.createJob({ job_name: 'a' })))).toMatchObject({
      status: 503,
      retryAfterMs: 3_600_000,
    });
    expect(host.requests('create')).toHaveLength(1);
  });

  it('is not waited for past the deadline: the failure itself is thrown, at once', async () => {
    const { clock, host, epson } = retryingClient();
    await epson.authenticate();
    host.always('create', failures['a call limit']);
    const startMs = clock.monotonicMs();
    const error = await hurry(clock, rejection(epson.createJob({ job_name: 'a', deadlineMs: 10_000 })));
    expect(error).toMatchObject({ name: 'RateLimitError', step: 'create' });
    expect(clock.monotonicMs()).toBe(startMs);
    expect(clock.pending).toBe(0);
  });

  it('is not waited for after an abort, whose reason is thrown', async () => {
    const { clock, host, epson } = retryingClient();
    const controller = new AbortController();
    host.always('create', failures["a gateway's page"]);
    const waiting = rejection(epson.createJob({ job_name: 'a', signal: controller.signal }));
    await settled();
    controller.abort('enough');
    expect(await waiting).toBe('enough');
    expect(clock.pending).toBe(0);
    expect(host.requests('create')).toHaveLength(1);
  });

  it('of the plain client gives the last refusal back as an answer', async () => {
    const { clock, host, epson } = retryingClient();
    host.always('other', failures["Epson's own service_unavailable"]);
    const path = { device_id: deviceId };
    const asked = epson.api.GET('/api/1/printing/printers/{device_id}', { params: { path } });
    expect(await hurry(clock, asked)).toMatchObject({
      error: { code: 'service_unavailable' },
      response: { status: 503 },
    });
    expect(host.requests('other')).toHaveLength(4);
  });

  it.each([-1, 1.5, NaN, '3', null])('refuses %s as the number of retries', async (retries) => {
    const { host, epson } = clientOnFakeHost();
    const refused = { name: 'ConfigurationError', message: expect.stringContaining('retries') as string };
    expect(await rejection(epson.authenticate({ retries: retries as never }))).toMatchObject(refused);
    if (retries !== null) expect(() => clientOnFakeHost({ retries: retries as never })).toThrow('retries');
    expect(host.seen).toEqual([]);
  });
});
