import { describe, expect, it } from 'vitest';
import { clientOnFakeHost } from './test/client.js';
import { baseUrl, deviceId, jobId, json, rejection } from './test/fake-host.js';

const printer = `${baseUrl}/api/1/printing/printers/${deviceId}`;
const scanner = `${baseUrl}/api/1/scanning/scanners/${deviceId}`;
const setting = { notification: true, callback_uri: 'https://client.example/jobs' };
const destination = { alias_name: 'a', type: 'mail', destination: 'a@client.example' };

/** A client on a host that answers every other operation so. */
function clientThatIsTold(body: unknown = {}) {
  const { host, epson } = clientOnFakeHost();
  // To register is the one that creates something.
  host.always('other', ({ method, url }) =>
    json(method === 'POST' && url.endsWith('/destinations') ? 201 : 200, body),
  );
  return { host, epson };
}

describe('each operation', () => {
  type Epson = ReturnType<typeof clientThatIsTold>['epson'];
  it.each<[string, (epson: Epson) => Promise<unknown>, string, unknown?, unknown?]>([
    ['device', (epson) => epson.device(), `GET ${printer}`, undefined, { ec_connected: true }],
    [
      'capability',
      (epson) => epson.capability('photo'),
      `GET ${printer}/capability/photo`,
      undefined,
      { media_sizes: [] },
    ],
    [
      'jobs.get',
      (epson) => epson.jobs.get(jobId),
      `GET ${printer}/jobs/${jobId}`,
      undefined,
      { status: 'pending' },
    ],
    ['jobs.cancel', (epson) => epson.jobs.cancel(jobId), `POST ${printer}/jobs/${jobId}/cancel`, {}],
    [
      'jobs.cancel by an operator',
      (epson) => epson.jobs.cancel({ id: jobId, device_id: 'e1' }, { operated_by: 'operator' }),
      `POST ${baseUrl}/api/1/printing/printers/e1/jobs/${jobId}/cancel`,
      { operated_by: 'operator' },
    ],
    [
      'notifications.set',
      (epson) => epson.notifications.set(setting),
      `POST ${printer}/settings/notification`,
      setting,
    ],
    [
      'destinations.list',
      (epson) => epson.destinations.list(),
      `GET ${scanner}/destinations`,
      undefined,
      { destinations: [] },
    ],
    [
      'destinations.register',
      (epson) => epson.destinations.register(Object.assign({ more: 1 }, destination)),
      `POST ${scanner}/destinations`,
      destination,
    ],
    [
      'destinations.update',
      (epson) => epson.destinations.update({ id: 'd1', ...destination }),
      `PUT ${scanner}/destinations`,
      { id: 'd1', ...destination },
    ],
    [
      'destinations.delete',
      (epson) => epson.destinations.delete({ id: 'd1' }),
      `DELETE ${scanner}/destinations`,
      { id: 'd1' },
    ],
    ['cancelAuthentication', (epson) => epson.cancelAuthentication(), `DELETE ${printer}`],
  ])('%s goes where it belongs, with what belongs to it', async (_, call, target, body, answer) => {
    const { host, epson } = clientThatIsTold(answer);
    await call(epson);
    const [request, ...more] = host.requests('other');
    expect(more).toEqual([]);
    expect(`${request?.method} ${request?.url}`).toBe(target);
    expect(request?.text ? JSON.parse(request.text) : undefined).toEqual(body);
    expect(request?.headers.get('content-type')).toBe(body === undefined ? null : 'application/json');
  });

  it.each<[string, (epson: Epson) => Promise<unknown>]>([
    ['device', (epson) => epson.device()],
    ['capability', (epson) => epson.capability('photo')],
    ['destinations.list', (epson) => epson.destinations.list()],
  ])('%s refuses a success without what was promised', async (step, call) => {
    const { epson } = clientThatIsTold();
    expect(await rejection(call(epson))).toMatchObject({ name: 'ResponseFormatError', step });
  });

  const unsaid: [string, (epson: Epson) => Promise<unknown>][] = [
    ['jobs.cancel', (epson) => epson.jobs.cancel(jobId)],
    ['cancelAuthentication', (epson) => epson.cancelAuthentication()],
    ['notifications.set', (epson) => epson.notifications.set(setting)],
    ['destinations.register', (epson) => epson.destinations.register(destination)],
    ['destinations.update', (epson) => epson.destinations.update({ id: 'd1', ...destination })],
    ['destinations.delete', (epson) => epson.destinations.delete('d1')],
  ];
  it.each(
    unsaid.flatMap(([step, call]) =>
      [{ code: 'internal_server_error' }, [], null, 'ok', ''].map((body) => [step, body, call] as const),
    ),
  )('%s does not take a success of %j for done', async (step, body, call) => {
    const { epson } = clientThatIsTold(body);
    expect(await rejection(call(epson))).toMatchObject({ name: 'ResponseFormatError', step });
  });
});

describe('capability', () => {
  it('is asked for again when it could not be got', async () => {
    const { host, epson } = clientThatIsTold({ media_sizes: [], color_modes: ['mono'] });
    host.next('other', () => json(500, { code: 'internal_server_error' }));
    await rejection(epson.capability('document'));
    expect(await epson.capability('document')).toEqual({ media_sizes: [], color_modes: ['mono'] });
  });
});

describe('the resources', () => {
  it('are the same objects each time, and cost no request', () => {
    const { host, epson } = clientThatIsTold();
    expect(epson.jobs).toBe(epson.jobs);
    expect(epson.destinations).toBe(epson.destinations);
    expect(epson.notifications).toBe(epson.notifications);
    expect(host.seen).toEqual([]);
  });

  it('end with the signal and the deadline of their caller', async () => {
    const { host, epson } = clientThatIsTold();
    const ended = { signal: AbortSignal.abort('enough') };
    for (const call of [
      epson.device(ended),
      epson.capability('photo', ended),
      epson.cancelAuthentication(ended),
      epson.jobs.get(jobId, ended),
      epson.jobs.cancel(jobId, ended),
      epson.jobs.waitFor(jobId, ended),
      epson.jobs.resume(jobId, ended),
      epson.notifications.set(setting, ended),
      epson.destinations.list(ended),
      epson.destinations.register(destination, ended),
      epson.destinations.update({ id: 'd1', ...destination }, ended),
      epson.destinations.delete('d1', ended),
    ]) {
      expect(await rejection(call)).toBe('enough');
    }
    expect(await rejection(epson.device({ deadlineMs: 1e-9 }))).toMatchObject({ code: 'deadline' });
    expect(host.requests('other')).toEqual([]);
  });
});
