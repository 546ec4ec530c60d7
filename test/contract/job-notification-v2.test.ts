import { Clock } from 'epson-connect-mock';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readDescription, strictly } from '../support/description/description.js';
import { startReceiver } from '../support/http/receiver.js';
import { Client } from '../support/mock/client.js';
import { JOB, newDevice } from '../support/mock/client-v2.js';

const MINUTE_MS = 60_000;

/** A device whose client is told of its jobs, on a clock that stands. */
async function subscribed() {
  const clock = new Clock(() => Date.UTC(2026, 0, 2, 3));
  clock.freeze();
  const receiver = await startReceiver();
  const { client, token } = await newDevice({ clock, pace: 'fast' });
  const application = await client.token({ grant_type: 'client_credentials' });
  const setting = { notification: true, callbackUri: `${receiver.url}/jobs` };
  await client.call(application, 'post', '/printing/settings/notification', setting).expect(204);
  const told = async () => {
    await client.host.control.settled();
    return receiver.received.map(({ body }) => JSON.parse(String(body)).Param as Record<string, string>);
  };
  return { clock, client, token, told, receiver };
}

describe('the job status notification of version 2', () => {
  it('tells of a stop and of the end, and of nothing between, with slashes in its date', async () => {
    const { clock, client, token, told, receiver } = await subscribed();
    const jobId = await client.executedJob(token);
    clock.advance(800);
    client.host.control.printer().setTrouble('cover_open');
    client.host.control.printer().setTrouble(null);
    clock.advance(MINUTE_MS);
    const of = { Type: 'ImmediatePrint', JobId: jobId };
    expect(await told()).toEqual([
      { ...of, JobStatus: 'stopped_other', UpdateDate: '2026/01/02 03:00:00' },
      { ...of, JobStatus: 'completed', UpdateDate: expect.stringMatching(/^2026\/01\/02 03:0\d:\d\d$/) },
    ]);
    const { paths } = readDescription('v2/openapi.yaml') as unknown as {
      paths: Record<string, { post: { callbacks: Record<string, Record<string, Callback>> } }>;
    };
    const callbacks = Object.values(paths['/api/2/printing/settings/notification']?.post.callbacks ?? {});
    const schema = Object.values(callbacks[0] ?? {})[0]?.post.requestBody.content['application/json'].schema;
    const validate = new Ajv2020({ strict: false }).compile(strictly(schema ?? {}) as object);
    for (const { path, body } of receiver.received)
      expect([path, validate(JSON.parse(String(body))), validate.errors]).toEqual(['/jobs', true, null]);
  });

  it('tells of a schedule under its ID, and not of one that was deleted', async () => {
    const { clock, client, token, told } = await subscribed();
    const reserved = async () => {
      const asked = { ...JOB, printDateTime: '202601020400' };
      const { body } = await client.call(token, 'post', '/scheduling/schedules', asked).expect(201);
      await client.upload(body.uploadUri).expect(200);
      await client.call(token, 'post', `/scheduling/schedules/${body.scheduleJobId}/reserve`).expect(202);
      return body.scheduleJobId as string;
    };
    const [kept, deleted] = [await reserved(), await reserved()];
    await client.call(token, 'delete', `/scheduling/schedules/${deleted}`).expect(204);
    clock.advance(61 * MINUTE_MS);
    expect(await told()).toMatchObject([{ Type: 'SchedulePrint', JobId: kept, JobStatus: 'completed' }]);
  });

  it('tells of an end by time, and by cancel', async () => {
    const { clock, client, token, told } = await subscribed();
    const jobId = await client.executedJob(token);
    await client.call(token, 'post', `/printing/jobs/${jobId}/cancel`).expect(204);
    await client.job(token);
    clock.advance(3 * 24 * 60 * MINUTE_MS);
    expect((await told()).map(({ JobStatus }) => JobStatus)).toEqual(['canceled', 'expired']);
  });

  it('does not tell of the jobs of version 1, which has a setting of its own', async () => {
    const { clock, client, told } = await subscribed();
    const first = new Client(client.host);
    await first.executedJob(await first.authenticate());
    clock.advance(MINUTE_MS);
    expect(await told()).toEqual([]);
  });
});

interface Callback {
  readonly post: { readonly requestBody: { readonly content: { 'application/json': { schema: object } } } };
}
