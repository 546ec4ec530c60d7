import { createHash } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { APP, Authorizing, basicOf, REDIRECT_URI, sentBack } from '../support/mock/authorization.js';
import { ClientV2, SETTINGS } from '../support/mock/client-v2.js';
import { PDF } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { controlClient, type ControlClient } from '../support/mock/control-client.js';

const EMAIL = 'mock.printer@print.epsonconnect.com';
const OTHER = {
  client_id: 'b'.repeat(32),
  client_secret: 's'.repeat(86),
  api_key: 'k'.repeat(40),
  redirect_uris: ['https://shop.example/callback'],
};

/** A device token without a browser. */
async function deviceOf({ client, order }: ControlClient, asked: object = {}) {
  const { code } = (await order('issueCode', {}, asked)).body as { code: string };
  const device = new ClientV2(client.host);
  return {
    device,
    token: await device.accessToken(code),
  };
}

const ask = ({ client }: ControlClient) =>
  request(client.host.app)
    .get('/auth/authorize')
    .query({ response_type: 'code', client_id: APP.clientId, redirect_uri: REDIRECT_URI, scope: 'device' });

/** Describes what the control API says of version 2 of the API. */
export function describeVersion2(contract: Contract): void {
  const form = ({ client }: ControlClient, fields: Record<string, string>, name = 'a.pdf') => {
    const test = request(client.host.app).post('/_mock/api/print');
    for (const [field, value] of Object.entries(fields)) test.field(field, value);
    return contract.check('printForm', test.attach('file', PDF, name));
  };

  describe('version 2: apps and people', () => {
    it('lets apps in, and one ID be an app and a client', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const seeded = await order('seedClient', {}, OTHER);
      expect(seeded.body).toMatchObject({
        api_versions: [2],
        redirect_uris: OTHER.redirect_uris,
        printers: 1,
      });
      expect((await order('seedClient', {}, OTHER)).body.code).toBe('client-taken');
      const { client_id, client_secret } = OTHER;
      const token = () =>
        request(client.host.app)
          .post('/auth/token')
          .set('Authorization', basicOf(client_id, client_secret))
          .type('form')
          .send({ grant_type: 'client_credentials' });
      await token().expect(200);
      const both = await order('seedClient', {}, { client_id, client_secret: 'c'.repeat(64) });
      expect([both.status, both.body.api_versions]).toEqual([201, [1, 2]]);
      expect((await order('seedClient', {}, { client_id, client_secret: 'd'.repeat(64) })).status).toBe(409);
      await token().expect(200);
      const { body, text } = await order('listClients');
      expect(body.clients).toMatchObject([
        { api_versions: [1, 2], redirect_uris: [] },
        { client_id, api_versions: [1, 2], redirect_uris: OTHER.redirect_uris },
      ]);
      expect(text).not.toContain(OTHER.api_key);
      const { api_key: _, ...noApp } = OTHER;
      for (const wrong of [
        { ...OTHER, client_id: 'e'.repeat(32), redirect_uris: ['http://localhost/callback'] },
        { ...OTHER, client_id: 'e'.repeat(32), api_key: '' },
        { ...noApp, client_id: 'e'.repeat(32) },
      ])
        expect((await order('seedClient', {}, wrong)).body.code).toBe('validation-failed');
    });

    it('lists people, and adds some to one world', async () => {
      const { client, order } = controlClient(contract);
      await order('seedClient', {}, OTHER);
      const ada = { email: 'ada@example.com', name: 'Ada', printers: [EMAIL, 'x@print.epsonconnect.com'] };
      const added = await order('seedAccount', {}, ada);
      expect([added.status, added.body]).toEqual([201, { ...ada, printers: [EMAIL] }]);
      const taken = await order('seedAccount', {}, { email: 'ADA@example.com' });
      expect([taken.status, taken.body.code]).toEqual([409, 'account-taken']);
      expect((await order('seedAccount', {}, { email: 'ada' })).status).toBe(400);
      await order('resetWorld');
      const emails = async (params = {}) =>
        ((await order('listAccounts', params)).body.accounts as { email: string }[]).map(
          ({ email }) => email,
        );
      const seeds = ['owner@example.com', 'nobody@example.com'];
      expect(await emails()).toEqual([...seeds, 'ada@example.com']);
      expect(await emails({ client_id: OTHER.client_id })).toEqual(seeds);
      expect(() => client.host.control.seedAccount(ada)).toThrow('ada@example.com already');
      const page = await new Authorizing().ask().expect(200);
      expect(page.text).not.toContain('ada@');
      expect(
        (
          await request(client.host.app).get(
            `/auth/authorize?response_type=code&client_id=${APP.clientId}&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&scope=device`,
          )
        ).text,
      ).toContain('ada@example.com');
    });

    it('tells and sets how requests for authorization are answered, until a reset', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      expect((await order('getConsent')).body).toEqual({ consent: 'page' });
      expect((await order('setConsent', {}, { consent: 'auto' })).body).toEqual({ consent: 'auto' });
      expect(sentBack(await ask(stage).expect(302)).parameters.get('code')).toMatch(/^[\w-]{43}$/);
      client.host.control.setConsent('deny');
      expect(sentBack(await ask(stage).expect(302)).parameters.get('error')).toBe('access_denied');
      for (const wrong of [{}, { consent: 'never' }])
        expect((await order('setConsent', {}, wrong)).body.code).toBe('validation-failed');
      expect(() => client.host.control.setConsent('never' as never)).toThrow('consent is "never"');
      expect(client.host.control.consent).toBe('deny');
      await order('resetWorld');
      expect((await order('getConsent')).body).toEqual({ consent: 'page' });
      await ask(stage).expect(200);
    });
  });

  describe('version 2: a code without a browser', () => {
    it('is what the consent page gives, with state and PKCE', async () => {
      const { client, order } = controlClient(contract, { consent: 'deny' });
      const verifier = 'v'.repeat(43);
      const { body } = await order(
        'issueCode',
        {},
        {
          account: 'owner@example.com',
          printer: EMAIL,
          redirect_uri: 'http://127.0.0.1:9999/back?a=1',
          state: 'a b&c',
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        },
      );
      expect(body.state).toBe('a b&c');
      const back = new URL(body.redirect_to as string);
      expect(Object.fromEntries(back.searchParams)).toEqual({ a: '1', code: body.code, state: 'a b&c' });
      const exchange = (code_verifier: string) =>
        request(client.host.app)
          .post('/auth/token')
          .set('Authorization', basicOf(APP.clientId, APP.clientSecret))
          .type('form')
          .send({
            grant_type: 'authorization_code',
            code: body.code,
            redirect_uri: 'http://127.0.0.1:9999/back?a=1',
            code_verifier,
          });
      await exchange('w'.repeat(43)).expect(400);
      await exchange(verifier).expect(200);
    });

    it('needs nothing, and is the same in code', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const { body } = await order('issueCode');
      expect(body).toEqual({
        code: expect.stringMatching(/^[\w-]{43}$/),
        redirect_to: `${REDIRECT_URI}?code=${body.code}`,
        state: null,
      });
      const { code } = client.host.control.issueCode();
      await new ClientV2(client.host).accessToken(code);
      await order('seedClient', {}, OTHER);
      const other = client.host.control.world(OTHER.client_id).issueCode({ state: '1' });
      expect(other.redirect_to).toBe(`https://shop.example/callback?code=${other.code}&state=1`);
    });

    it.each<[string, object]>([
      ['redirect-uri-unregistered', { redirect_uri: 'https://elsewhere.example/' }],
      ['account-without-printer', { account: 'nobody@example.com' }],
      ['account-without-printer', { account: 'stranger@example.com' }],
      ['account-without-printer', { printer: 'x@print.epsonconnect.com' }],
      ['challenge-malformed', { code_challenge: 'v'.repeat(50), code_challenge_method: 'S256' }],
      ['validation-failed', { code_challenge: 'short' }],
      ['validation-failed', { code_challenge_method: 's256' }],
    ])('is refused by the rule %s: %j', async (rule, asked) => {
      const { client, order } = controlClient(contract);
      const { status, body } = await order('issueCode', {}, asked);
      expect([status, body.code]).toEqual([400, rule]);
      expect(() => client.host.control.issueCode(asked)).toThrow(RangeError);
    });

    it('is not for a client of version 1', async () => {
      const { order } = controlClient(contract);
      const client_id = 'f'.repeat(32);
      await order('seedClient', {}, { client_id, client_secret: 'c'.repeat(64) });
      expect((await order('issueCode', { client_id })).body.code).toBe('app-unknown');
    });
  });

  describe('version 2: tokens', () => {
    it('of both versions expire and are revoked by one call', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const caller = await client.authenticate();
      const { device, token } = await deviceOf(stage);
      expect((await order('expireTokens', {}, { printer: EMAIL })).body).toEqual({
        access_tokens: 2,
        refresh_tokens: 0,
      });
      await device.call(token, 'get', '/printing/devices/info').expect(401);
      await client.call(caller, 'get', '').expect(401);
      const second = await deviceOf(stage);
      expect((await order('revokeTokens')).body).toMatchObject({ refresh_tokens: 3 });
      await second.device.call(second.token, 'get', '/printing/devices/info').expect(401);
    });
  });

  describe('version 2: jobs', () => {
    it('are shown in the words of their version, and listed by it', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      await client.print();
      const { device, token } = await deviceOf(stage);
      const id = await device.executedJob(token, { printSettings: SETTINGS });
      const { body } = await order('listJobs', { api_version: '2', status: 'completed' });
      expect(body.jobs).toMatchObject([
        { id, api_version: 2, print_setting: SETTINGS, status: 'completed', status_reason: null },
      ]);
      expect((await order('listJobs', { api_version: '1' })).body.jobs).toMatchObject([
        { api_version: 1, status_reason: '', scheduled_at: null },
      ]);
      expect((await order('listJobs')).body.jobs).toHaveLength(2);
      client.host.control.assertJobs([
        { api_version: 1, status: 'completed' },
        { api_version: 2, status: 'completed', print_setting: { paperSize: 'ps_a4' } },
      ]);
      const { entries } = (await order('readJournal', { api_version: '2', operation: 'executePrint' })).body;
      expect(entries).toMatchObject([{ api_version: 2, job_id: id }]);
      const condition = { kind: 'exchanges', operation: 'executePrint', api_version: 1, count: 1 };
      expect((await order('waitFor', {}, { condition })).body.entries).toMatchObject([{ api_version: 1 }]);
    });

    it('show the time that they are scheduled for, under an ID that nothing hides', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const { device, token } = await deviceOf(stage);
      const { body: created } = await device
        .call(token, 'post', '/scheduling/schedules', {
          jobName: 'menu',
          printMode: 'document',
          printDateTime: '202601010100',
        })
        .expect(201);
      const job_id = created.scheduleJobId as string;
      await device.upload(created.uploadUri).expect(200);
      const waiting = order('waitFor', {}, { condition: { kind: 'job_status', job_id, status: 'reserved' } });
      await device.call(token, 'post', `/scheduling/schedules/${job_id}/reserve`).expect(202);
      const scheduled_at = '2026-01-01T01:00:00.000Z';
      expect((await waiting).body.jobs).toMatchObject([{ id: job_id, scheduled_at, executed_at: null }]);
      const { entries } = (await order('readJournal', { job_id })).body;
      expect(entries.at(-1)).toMatchObject({
        operation: 'reserveSchedule',
        job_id,
        target: `/api/2/scheduling/schedules/${job_id}/reserve`,
      });
      await order('changeClock', {}, { advance_ms: 3_600_000 });
      expect((await order('getJob', { job_id })).body).toMatchObject({
        status: 'completed',
        scheduled_at,
        executed_at: scheduled_at,
      });
      expect(client.host.control.jobs()).toHaveLength(1);
    });

    it.each([
      ['job_canceled_at_device', undefined, 'canceled'],
      ['attention_required', 'completed', 'error_occurred'],
      ['document_access_error', undefined, 'error_occurred'],
    ])('end with %s as %s in the word %s, once', async (reason, status, word) => {
      const stage = controlClient(contract, { pace: 'fast' });
      const { device, token } = await deviceOf(stage);
      const job_id = await device.executedJob(token);
      const order = { reason, ...(status && { status }) };
      expect((await stage.order('endJob', { job_id }, order)).body).toMatchObject({
        status: word,
        status_reason: null,
      });
      expect((await stage.order('endJob', { job_id }, order)).status).toBe(409);
    });

    it('that are stopped have words that a wait knows', async () => {
      const stage = controlClient(contract, { pace: 'fast' });
      const { client, order } = stage;
      const { device, token } = await deviceOf(stage);
      client.host.control.printer().setTrouble('media_empty');
      await device.executedJob(token);
      client.host.control.clock.advance(10_000);
      const condition = { kind: 'job_status', status: 'media_empty' };
      expect((await order('waitFor', {}, { condition, timeout_ms: 0 })).body.jobs).toHaveLength(1);
      const expired = { kind: 'job_status', status: 'expired' };
      expect((await order('waitFor', {}, { condition: expired, timeout_ms: 0 })).status).toBe(408);
      const open = await device.uploadedJob(token);
      client.host.control.clock.advance(73 * 3_600_000);
      expect((await order('listJobs', { status: 'expired' })).body.jobs).toMatchObject([{}, { id: open }]);
    });
  });

  describe('version 2: a form', () => {
    it('is printed by its words', async () => {
      const stage = controlClient(contract);
      const print_setting = JSON.stringify({ ...SETTINGS, copies: 2 });
      const { body } = await form(stage, { api_version: '2', print_setting });
      expect(body.job).toMatchObject({
        api_version: 2,
        job_name: 'a.pdf',
        print_setting: { ...SETTINGS, copies: 2 },
        status: 'completed',
        total_pages: 2,
      });
    });

    it.each<[string, Record<string, string>, string, object]>([
      ['400', { print_setting: '{}' }, 'a.pdf', { epson_code: 'invalid_print_settings', step: 'create' }],
      ['400', { print_mode: 'x' }, 'a.pdf', { epson_code: 'invalid_resource', step: 'create' }],
      ['400', { print_setting: '[' }, 'a.pdf', { epson_code: 'invalid_resource', step: 'create' }],
      ['400', {}, 'a.txt', { code: 'print-data-invalid', epson_code: 'invalid_print_data', step: 'execute' }],
      ['404', { printer: 'x@print.epsonconnect.com' }, 'a.pdf', { code: 'printer-unknown' }],
      ['400', { api_version: '3' }, 'a.pdf', { code: 'validation-failed' }],
    ])('is refused by its words: %s %j %s', async (status, fields, name, expected) => {
      const stage = controlClient(contract);
      const refused = await form(stage, { api_version: '2', ...fields }, name);
      expect([String(refused.status), refused.body]).toEqual([status, expect.objectContaining(expected)]);
    });

    it('is refused when the owner forbids printing through the API, and when it is too large', async () => {
      const stage = controlClient(contract, { limitBytes: { v2: 10 } });
      const large = await form(stage, { api_version: '2' });
      expect([large.status, large.body.epson_code]).toEqual([413, null]);
      stage.client.host.control.printer().setRemotePrinting(false);
      const forbidden = await form(stage, { api_version: '2' });
      expect([forbidden.status, forbidden.body.epson_code]).toEqual([400, 'invalid_grant']);
    });
  });

  describe('version 2: the rules', () => {
    it('have the answer of each version that can break them', async () => {
      const { client, order } = controlClient(contract);
      const { rules } = (await order('listRules')).body as { rules: { id: string; answers: object[] }[] };
      const answersOf = (id: string) => rules.find((rule) => rule.id === id)?.answers;
      expect(answersOf('execute-twice')).toEqual([
        { api_version: 1, status: 405, code: 'command_not_allowed' },
        { api_version: 2, status: 403, code: 'operation_not_allowed' },
      ]);
      expect(answersOf('schedule-unknown')).toEqual([
        { api_version: 2, status: 404, code: 'schedule_not_found' },
      ]);
      expect(answersOf('unknown-member')).toEqual([]);
      const page = await request(client.host.app).get('/_mock/docs/rules').expect(200);
      expect(page.text).toContain(
        'On the wire: version 1 answers 405 command_not_allowed; version 2 answers 403 operation_not_allowed.',
      );
      expect(page.text).toContain('On the wire: version 2 answers 404 schedule_not_found.');
    });
  });
}
