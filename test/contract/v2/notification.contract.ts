import { Clock, type MockHostOptions } from 'epson-connect-mock';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { strictly } from '../../support/description/description.js';
import { startReceiver, type Receiver } from '../../support/http/receiver.js';
import { Client } from '../../support/mock/client.js';
import { ClientV2, DAY_MS, HOUR_MS, outcomeOf, ruleOf, START_MS } from '../../support/mock/client-v2.js';

const PATH = '/printing/settings/notification';

type Param = Readonly<Record<'Type' | 'JobId' | 'JobStatus' | 'UpdateDate', string>>;
const told = ({ received }: Receiver) =>
  received.map(({ body }) => (JSON.parse(String(body)) as { readonly Param: Param }).Param);

/** Describes the notification setting, and the calls that it brings. */
export function describeNotification(contract: Contract): void {
  const set = async (client: ClientV2, body: object) =>
    contract.check('setNotification', client.call(await client.application(), 'post', PATH, body));
  const get = async (client: ClientV2) =>
    (await contract.check('getNotification', client.call(await client.application(), 'get', PATH))).body;

  /** A receiver that is told of the jobs of a client. */
  async function subscribed(options: MockHostOptions = {}) {
    const receiver = await startReceiver();
    const client = new ClientV2({ clock: new Clock(() => START_MS), ...options });
    expect((await set(client, { notification: true, callbackUri: `${receiver.url}/jobs` })).status).toBe(204);
    const { control } = client.host;
    return { client, receiver, token: await client.deviceToken(), control, clock: control.clock };
  }

  describe('the notification setting', () => {
    it('is off before it is set, and replaced as a whole', async () => {
      const client = new ClientV2();
      expect(await get(client)).toEqual({ notification: false });
      const setting = { notification: true, callbackUri: 'http://client.example/jobs' };
      expect((await set(client, setting)).status).toBe(204);
      expect(await get(client)).toEqual(setting);
      await set(client, { notification: false });
      expect(await get(client)).toEqual({ notification: false });
      const without = await set(client, { notification: true });
      expect([without.status, ruleOf(without)]).toEqual([204, 'notification-without-uri']);
      expect(await get(client)).toEqual({ notification: true });
    });

    it.each<[object, string]>([
      [{}, 'notification-invalid'],
      [{ notification: 'true' }, 'notification-invalid'],
      [{ notification: null }, 'notification-invalid'],
      [{ notification: true, callbackUri: 'http://a.b' }, 'callback-uri-invalid'],
      [{ notification: true, callbackUri: `http://a.bc/${'a'.repeat(2037)}` }, 'callback-uri-invalid'],
      [{ notification: true, callbackUri: 'ftp://client.example/' }, 'callback-uri-invalid'],
      [{ notification: true, callbackUri: 7 }, 'callback-uri-invalid'],
      [{ notification: true, callbackUri: null }, 'callback-uri-invalid'],
    ])('is refused as %j', async (body, rule) => {
      const client = new ClientV2();
      expect(outcomeOf(await set(client, body))).toEqual([400, 'invalid_resource', rule]);
      expect(await get(client)).toEqual({ notification: false });
    });

    it.each([11, 2048])('takes a URI of %i characters', async (length) => {
      const callbackUri = 'http://a.bc/'.slice(0, 11).padEnd(length, '/a');
      const client = new ClientV2();
      expect((await set(client, { notification: true, callbackUri })).status).toBe(204);
      expect(await get(client)).toEqual({ notification: true, callbackUri });
    });

    it('warns of the name that version 1 has', async () => {
      const answer = await set(new ClientV2(), { notification: true, callback_uri: 'http://a.example/' });
      expect(answer.status).toBe(204);
      expect(ruleOf(answer)).toBe('unknown-member');
    });
  });

  describe('a notification', () => {
    it('is sent for the end of a job, once, in the words and dates of version 2', async () => {
      const { client, receiver, token, clock, control } = await subscribed();
      const id = await client.executedJob(token);
      clock.advance(2000);
      await control.settled();
      expect(told(receiver)).toEqual([
        { Type: 'ImmediatePrint', JobId: id, JobStatus: 'completed', UpdateDate: '2026/01/02 03:04:07' },
      ]);
      expect(receiver.received[0]?.path).toBe('/jobs');
      expect(receiver.received[0]?.headers['content-type']).toMatch(/^application\/json/);
      const { callbacks } = contract.operation('setNotification') as unknown as {
        callbacks: Record<
          string,
          Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>
        >;
      };
      const [callback] = Object.values(Object.values(callbacks)[0] ?? {});
      const schema = callback?.post.requestBody.content['application/json']?.schema ?? {};
      const validate = new Ajv2020({ strict: false }).compile(strictly(schema) as object);
      expect([validate(JSON.parse(String(receiver.received[0]?.body))), validate.errors]).toEqual([
        true,
        null,
      ]);
    });

    it('is sent for each stop, and not for pending, processing or going on', async () => {
      const { client, receiver, token, clock, control } = await subscribed();
      const printer = control.printer();
      await client.executedJob(token);
      clock.advance(1000);
      for (const trouble of [
        'media_jam',
        'media_empty',
        'marker_supply_empty',
        'attention_required',
      ] as const) {
        printer.setTrouble(trouble);
        printer.setTrouble(null);
      }
      clock.advance(3000);
      await control.settled();
      expect(told(receiver).map(({ JobStatus }) => JobStatus)).toEqual([
        'media_jam',
        'media_empty',
        'marker_supply_empty',
        'stopped_other',
        'completed',
      ]);
    });

    it('is sent for a cancel, an error and an expiry', async () => {
      const { client, receiver, token, clock, control } = await subscribed();
      control.printer().setOnline(false);
      const [canceled, failed, expired] = [
        await client.executedJob(token),
        await client.executedJob(token),
        await client.uploadedJob(token),
      ];
      await client.cancel(token, canceled).expect(204);
      control.endJob(failed, 'attention_required', 'completed');
      clock.advance(3 * DAY_MS);
      await control.settled();
      expect(told(receiver).map(({ JobId, JobStatus }) => [JobId, JobStatus])).toEqual([
        [canceled, 'canceled'],
        [failed, 'error_occurred'],
        [expired, 'expired'],
      ]);
    });

    it('names the schedule of a job that was printed at its time, and none that was deleted', async () => {
      const { client, receiver, token, clock, control } = await subscribed();
      const [printed, deleted] = [await client.reservedSchedule(token), await client.reservedSchedule(token)];
      await client.schedule(token, deleted, 'delete').expect(204);
      clock.advance(HOUR_MS);
      await control.settled();
      expect(told(receiver)).toEqual([
        { Type: 'SchedulePrint', JobId: printed, JobStatus: 'completed', UpdateDate: '2026/01/02 03:45:02' },
      ]);
    });

    it.each<[string, object]>([
      ['switched off', { notification: false }],
      ['on without a URI', { notification: true }],
    ])('is not sent where it is %s', async (_what, setting) => {
      const { client, receiver, token, clock, control } = await subscribed();
      await set(client, setting);
      await client.executedJob(token);
      clock.advance(2000);
      await control.settled();
      expect(receiver.received).toEqual([]);
    });

    it('of each version goes where that version was told', async () => {
      const { client, receiver, token, clock, control } = await subscribed();
      const other = await startReceiver();
      const v1 = new Client(client.host);
      const caller = await v1.authenticate();
      const setting = { notification: true, callback_uri: `${other.url}/v1` };
      await v1.call(caller, 'post', '/settings/notification', setting).expect(200);
      const ids = [await client.executedJob(token), await v1.executedJob(caller)];
      clock.advance(4000);
      await control.settled();
      expect(new Set(told(receiver).map(({ JobId }) => JobId))).toEqual(new Set([ids[0]]));
      expect(new Set(told(other).map(({ JobId }) => JobId))).toEqual(new Set([ids[1]]));
      const off = { ...setting, notification: false };
      await v1.call(caller, 'post', '/settings/notification', off).expect(200);
      expect(await get(client)).toMatchObject({ notification: true });
    });
  });
}
