import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../support/mock/client-v2.js';
import { PDF } from '../support/mock/client.js';
import { controlClient, deviceOf, type ControlClient } from '../support/mock/control-client.js';
import type { Contract } from '../support/description/contract.js';

/** Describes what the control API says of jobs of version 2, forms and rules. */
export function describeJobsV2(contract: Contract): void {
  const form = ({ client }: ControlClient, fields: Record<string, string>, name = 'a.pdf') => {
    const test = request(client.host.app).post('/_mock/api/print');
    for (const [field, value] of Object.entries(fields)) test.field(field, value);
    return contract.check('printForm', test.attach('file', PDF, name));
  };

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
      // One that the two uploads of version 2 answer differently.
      expect(answersOf('upload-multipart')).toEqual([
        { api_version: 1, status: 415, code: null },
        { api_version: 2, status: 415, code: null },
        { api_version: 2, status: 400, code: null },
      ]);
      const page = await request(client.host.app).get('/_mock/docs/rules').expect(200);
      expect(page.text).toContain(
        'On the wire: version 1 answers 405 command_not_allowed; version 2 answers 403 operation_not_allowed.',
      );
      expect(page.text).toContain('On the wire: version 2 answers 404 schedule_not_found.');
      expect(page.text).toContain('version 1 answers 415; version 2 answers 415 or 400.');
    });
  });
}
