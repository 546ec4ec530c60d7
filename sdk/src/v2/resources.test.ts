import { describe, expect, it } from 'vitest';
import { apiKey, clientV2OnFakeHost } from '../test/client-v2.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { baseUrl, clientId, clientSecret, jobId, json, rejection, token } from '../test/fake-host.js';

const root = `${baseUrl}/api/2`;
const setting = { notification: true, callbackUri: 'https://client.example/jobs' };
const destination = { aliasName: 'a', destinationService: 'mail', destination: 'a@client.example' };
const printSettings = { paperSize: 'ps_a4', copies: 1 };

/** A client on a host that answers every other operation so. */
function clientThatIsTold(status: number, body?: unknown) {
  const made = clientV2OnFakeHost();
  made.host.always('other', () => (body === undefined ? new Response(null, { status }) : json(status, body)));
  return made;
}

type Epson = ReturnType<typeof clientThatIsTold>['epson'];
interface Row {
  readonly call: (epson: Epson) => Promise<unknown>;
  readonly target: string;
  readonly sent?: unknown;
  readonly answer: readonly [status: number, body?: unknown];
  readonly result?: unknown;
}

const device = {
  productName: 'ET-0000',
  serialNumber: 'X0YZ000000',
  multiByteDisplay: true,
  connected: false,
};
const rows: Record<string, Row> = {
  device: {
    call: (epson) => epson.device(),
    target: `GET ${root}/printing/devices/info`,
    answer: [200, device],
    result: device,
  },
  capability: {
    call: (epson) => epson.capability('photo'),
    target: `GET ${root}/printing/capability/photo`,
    answer: [200, { paperSizes: [] }],
    result: { paperSizes: [] },
  },
  defaultSettings: {
    call: (epson) => epson.defaultSettings(),
    target: `GET ${root}/printing/capability/default`,
    answer: [200, { printSettings }],
    result: printSettings,
  },
  'notifications.get': {
    call: (epson) => epson.notifications.get(),
    target: `GET ${root}/printing/settings/notification`,
    answer: [200, { notification: false }],
    result: { notification: false },
  },
  'notifications.set': {
    call: (epson) => epson.notifications.set(setting),
    target: `POST ${root}/printing/settings/notification`,
    sent: setting,
    answer: [204],
  },
  'destinations.list': {
    call: (epson) => epson.destinations.list(),
    target: `GET ${root}/scanning/destinations`,
    answer: [200, { destinations: [] }],
    result: [],
  },
  'destinations.register': {
    call: (epson) => epson.destinations.register(Object.assign({ more: 1 }, destination)),
    target: `POST ${root}/scanning/destinations`,
    sent: destination,
    answer: [201, { destinationId: 'd1' }],
    result: { destinationId: 'd1', ...destination },
  },
  'destinations.update': {
    call: (epson) => epson.destinations.update({ destinationId: 'd/1', ...destination }),
    target: `PUT ${root}/scanning/destinations/d%2F1`,
    sent: { aliasName: 'a', destination: 'a@client.example' },
    answer: [204],
  },
  'destinations.delete': {
    call: (epson) => epson.destinations.delete({ destinationId: 'd1' }),
    target: `DELETE ${root}/scanning/destinations/d1`,
    answer: [204],
  },
};

describe('each operation of version 2', () => {
  it.each(Object.entries(rows))(
    '%s goes where it belongs, with what belongs to it',
    async (step, { call, target, sent, answer, result }) => {
      const { host, epson } = clientThatIsTold(...answer);
      expect(await call(epson)).toEqual(result);
      const [request, ...more] = host.requests('other');
      expect(more).toEqual([]);
      expect(`${request?.method} ${request?.url}`).toBe(target);
      expect(request?.text ? JSON.parse(request.text) : undefined).toEqual(sent);
      expect(request?.headers.get('content-type')).toBe(sent === undefined ? null : 'application/json');
      expect(request?.headers.get('x-api-key')).toBe(apiKey);
      // The fake host's first token of its own is the application's; the device token was stored.
      const isOfApplication = step.startsWith('notifications');
      expect(request?.headers.get('authorization')).toBe(
        `Bearer ${token('access', isOfApplication ? 1 : 0)}`,
      );
    },
  );

  it.each(
    Object.entries(rows).flatMap(([step, { call, answer }]) =>
      [{ error: 'internal_server_error' }, [], null, 'ok'].map(
        (body) => [step, body, answer[0] === 204 ? 200 : answer[0], call] as const,
      ),
    ),
  )('%s does not take a success of %j for done', async (step, body, status, call) => {
    const { epson } = clientThatIsTold(status, body);
    expect(await rejection(call(epson))).toMatchObject({ name: 'ResponseFormatError', step });
  });

  it('ends with the signal of its caller', async () => {
    const { host, epson } = clientThatIsTold(200, {});
    const ended = { signal: AbortSignal.abort('enough') };
    for (const call of [
      epson.device(ended),
      epson.capability('photo', ended),
      epson.defaultSettings(ended),
      epson.notifications.get(ended),
      epson.notifications.set(setting, ended),
      epson.destinations.list(ended),
      epson.destinations.register(destination, ended),
      epson.destinations.update({ destinationId: 'd1', ...destination }, ended),
      epson.destinations.delete('d1', ended),
    ])
      expect(await rejection(call)).toBe('enough');
    expect(host.requests('other')).toEqual([]);
  });
});

describe('notifications of version 2', () => {
  it('get the token of the application by themselves, once, without a connected printer', async () => {
    const { host, epson } = clientV2OnFakeHost({ connection: 'nobody', tokenStore: undefined });
    host.always('other', ({ method }) =>
      method === 'GET' ? json(200, setting) : new Response(null, { status: 204 }),
    );
    await epson.notifications.set(setting);
    expect(await epson.notifications.get()).toEqual(setting);
    const [asked, ...more] = host.requests('authenticate');
    expect(more).toEqual([]);
    expect(new URLSearchParams(asked?.text).get('grant_type')).toBe('client_credentials');
    expect(asked?.headers.get('authorization')).toBe(`Basic ${btoa(`${clientId}:${clientSecret}`)}`);
  });

  it.each<[object, string]>([
    [{ notification: 'true' }, 'notification must be true or false'],
    [{ notification: true, callbackUri: '' }, 'callbackUri must be a non-empty string'],
    [{ notification: true, callbackUri: null }, 'callbackUri must be a non-empty string'],
  ])('refuse %j before any request', async (given, said) => {
    const { host, epson } = clientThatIsTold(204);
    const error = await rejection(epson.notifications.set(given as never));
    expect(error).toMatchObject({ name: 'SettingError', message: expect.stringContaining(said) });
    expect(host.seen).toEqual([]);
  });
});

describe('destinations of version 2', () => {
  it.each<[object, string]>([
    [{ aliasName: 'x'.repeat(21) }, 'aliasName must be text of 1 to 20 characters'],
    [{ aliasName: '' }, 'aliasName must be text of 1 to 20 characters'],
    [{ destination: undefined }, 'destination must be a non-empty string'],
    [{ destinationService: 1 }, 'destinationService must be a non-empty string'],
  ])('refuse %j before any request', async (change, said) => {
    const { host, epson } = clientThatIsTold(201, { destinationId: 'd1' });
    const call = epson.destinations.register({ ...destination, ...change });
    expect(await rejection(call)).toMatchObject({
      name: 'SettingError',
      message: expect.stringContaining(said),
    });
    expect(host.seen).toEqual([]);
  });

  it('take a name of 20 characters that are 40 units', async () => {
    const { epson } = clientThatIsTold(201, { destinationId: 'd1' });
    const aliasName = '\u{1F5A8}'.repeat(20);
    expect(await epson.destinations.register({ ...destination, aliasName })).toMatchObject({ aliasName });
  });

  it('are registered once, also when the answer is lost', async () => {
    const { host, epson } = clientV2OnFakeHost({ retries: 3 });
    host.always('other', () => json(503, { message: 'a gateway' }));
    await rejection(epson.destinations.register(destination));
    expect(host.requests('other')).toHaveLength(1);
  });
});

describe('a wait that ends by its deadline', () => {
  it('names the job and its last status', async () => {
    const clock = fakeClock();
    const { host, epson } = clientV2OnFakeHost({ clock });
    host.always('other', () => json(200, { status: 'media_empty', jobName: 'a', totalPages: 0 }));
    const error = await rejection(hurry(clock, epson.jobs.waitFor(jobId, { deadlineMs: 5_000 })));
    expect(error).toMatchObject({ name: 'TimeoutError', information: { jobId, status: 'media_empty' } });
    expect((error as Error).message).toContain(`Job ${jobId} was last media_empty.`);
  });
});
