import { Clock, type MockHostOptions, type NotificationAttempt } from 'epson-connect-mock';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { newClient, PDF, type Authenticated, type Client } from '../support/mock/client.js';
import { readDescription, strictly } from '../support/description/description.js';
import { deadUrl, startReceiver, type Receiver } from '../support/http/receiver.js';

interface Subscribed {
  readonly client: Client;
  readonly caller: Authenticated;
  readonly attempts: NotificationAttempt[];
}

async function subscribe(callback_uri: string, options: MockHostOptions = {}): Promise<Subscribed> {
  const attempts: NotificationAttempt[] = [];
  const client = newClient({
    pace: 'instant',
    onNotification: (attempt) => attempts.push(attempt),
    ...options,
  });
  const caller = await client.authenticate();
  await client
    .call(caller, 'post', '/settings/notification', { notification: true, callback_uri })
    .expect(200);
  return { client, caller, attempts };
}

const statusesOf = ({ received }: Receiver) =>
  received.map(
    ({ body }) => JSON.parse(String(body)).Param.JobStatus as { Status: string; StatusReason: string },
  );
const words = (receiver: Receiver) =>
  statusesOf(receiver).map(({ Status, StatusReason }) => `${Status} ${StatusReason}`.trim());

const description = readDescription('v1/openapi.yaml');
const LIFE = ['PendingHeld JobClosed', 'Pending JobQueued', 'Processing', 'Completed'];

describe('the job status notification', () => {
  it('is posted for each change, in order, as the description says', async () => {
    const receiver = await startReceiver();
    const { client, caller } = await subscribe(`${receiver.url}/jobs`);
    const id = await client.executedJob(caller);
    await client.host.control.settled();
    expect(words(receiver)).toEqual(LIFE);
    const { webhooks } = description as {
      webhooks: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>;
    };
    const schema =
      webhooks['jobStatusNotification']?.post.requestBody.content['application/json']?.schema ?? {};
    const validate = new Ajv2020({ strict: false }).compile(strictly(schema) as object);
    for (const { path, headers, body } of receiver.received) {
      expect([path, headers['content-type']]).toEqual(['/jobs', 'application/json']);
      expect([validate(JSON.parse(String(body))), validate.errors]).toEqual([true, null]);
      expect(JSON.parse(String(body)).Param.JobId).toBe(id);
    }
  });

  it('writes the values in snake_case under the other assumption', async () => {
    const receiver = await startReceiver();
    const { client, caller } = await subscribe(receiver.url, { assume: { 'callback-values': 'snake' } });
    await client.executedJob(caller);
    await client.host.control.settled();
    expect(words(receiver)).toEqual([
      'pending_held job_closed',
      'pending job_queued',
      'processing',
      'completed',
    ]);
  });

  it('is not posted when it is switched off', async () => {
    const receiver = await startReceiver();
    const { client, caller } = await subscribe(receiver.url);
    await client
      .call(caller, 'post', '/settings/notification', { notification: false, callback_uri: receiver.url })
      .expect(200);
    await client.executedJob(caller);
    await client.host.control.settled();
    expect(receiver.received).toEqual([]);
  });

  it('tells of a pause, and of a cancelled job', async () => {
    const receiver = await startReceiver();
    const { client, caller } = await subscribe(receiver.url, { pace: 'fast', clock: new Clock(() => 0) });
    const { clock } = client.host.control;
    const printer = client.host.control.printer();
    await client.executedJob(caller);
    clock.advance(1000);
    printer.setTrouble('media_empty');
    printer.setTrouble(null);
    clock.advance(2000);
    const cancelled = await client.executedJob(caller);
    await client.call(caller, 'post', `/jobs/${cancelled}/cancel`).expect(200);
    await client.host.control.settled();
    expect(words(receiver).sort()).toEqual(
      [
        ...LIFE,
        'ProcessingStopped MediaEmpty',
        'Processing',
        'PendingHeld JobClosed',
        'Canceled JobCanceledByUser',
      ].sort(),
    );
  });

  it('is repeated, after pauses on the clock, until it is taken, and the next one waits for it', async () => {
    let refusals = 2;
    const receiver = await startReceiver((_request, response) => {
      response.statusCode = refusals > 0 ? 503 : 204;
      refusals -= 1;
      response.end();
    });
    const attempted: (() => void)[] = [];
    const { client, caller } = await subscribe(receiver.url, {
      clock: new Clock(() => 0),
      onNotification: () => attempted.shift()?.(),
    });
    const next = () => new Promise<void>((resolve) => attempted.push(resolve));
    const { clock } = client.host.control;
    const first = next();
    await client.executedJob(caller);
    await first;
    for (const pauseMs of [1000, 5000]) {
      const again = next();
      await new Promise(setImmediate);
      clock.advance(pauseMs);
      await again;
    }
    await client.host.control.settled();
    expect(words(receiver)).toEqual([LIFE[0], LIFE[0], ...LIFE]);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['is not there', deadUrl, 'ECONNREFUSED'],
    [
      'redirects',
      async () =>
        (
          await startReceiver(
            (_request, response) => void response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
          )
        ).url,
      '302',
    ],
    [
      'answers without end',
      async () =>
        (
          await startReceiver((_request, response) => {
            const flood = () => {
              while (!response.destroyed && response.write(Buffer.alloc(1 << 20)));
            };
            response.on('drain', flood);
            flood();
          })
        ).url,
      '200',
    ],
    [
      'ends the connection',
      async () => (await startReceiver((request) => void request.socket.destroy())).url,
      'failure',
    ],
  ])('harms nobody when the receiver %s', async (_what, hostile, outcome) => {
    const { client, caller, attempts } = await subscribe(await hostile());
    const id = await client.executedJob(caller);
    expect(await client.information(caller, id)).toMatchObject({ status: 'completed', status_reason: '' });
    await expect.poll(() => JSON.stringify(attempts.map((attempt) => attempt.outcome))).toContain(outcome);
  });

  it('harms nobody when the receiver never answers, nor when the host closes meanwhile', async () => {
    const asked = later();
    const receiver = await startReceiver(() => asked.resolve());
    const { client, caller, attempts } = await subscribe(receiver.url);
    const id = await client.executedJob(caller);
    await asked.promise;
    expect(await client.information(caller, id)).toMatchObject({ status: 'completed' });
    await client.host.close();
    await client.host.control.settled();
    expect(attempts).toEqual([]);
  });

  it('arrives once for each of 100 jobs in flight, in order, wherever it is taken', async () => {
    const receiver = await startReceiver();
    const { client, caller } = await subscribe(receiver.url, {
      pace: 'fast',
      clock: new Clock(() => 0),
      callsPerMinute: Number.POSITIVE_INFINITY,
    });
    const ids = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        client.executedJob(
          caller,
          { job_name: `job ${index}`, print_mode: 'document' },
          index % 10 === 0 ? 'no document' : PDF,
        ),
      ),
    );
    client.host.control.clock.advance(2000);
    await client.host.control.settled();
    for (const [index, id] of ids.entries()) {
      const own = {
        url: '',
        received: receiver.received.filter(({ body }) => JSON.parse(String(body)).Param.JobId === id),
      };
      expect(words(own)).toEqual(
        index % 10 === 0 ? [...LIFE.slice(0, 3), 'Completed AttentionRequired'] : LIFE,
      );
      expect(await client.information(caller, id)).toMatchObject({
        job_name: `job ${index}`,
        status: 'completed',
        status_reason: index % 10 === 0 ? 'attention_required' : '',
      });
    }
  });
});

function later() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
