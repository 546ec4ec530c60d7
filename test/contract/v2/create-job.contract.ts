import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { hintOf } from '../../support/mock/client.js';
import { ClientV2, JOB, outcomeOf, SETTINGS } from '../../support/mock/client-v2.js';
import { CREATE_REFUSALS, withSettings } from './create-job.refusals.js';

/** Describes the first step, of jobs and of schedules. */
export function describeCreateJob(contract: Contract): void {
  const create = (client: ClientV2, token: string, body?: unknown, headers = {}) =>
    contract.check('createPrintJob', client.createJob(token, body, headers));

  describe('createPrintJob', () => {
    it('answers with an ID, and an URI that ends with its Key', async () => {
      const client = new ClientV2();
      const { status, body } = await create(client, await client.deviceToken());
      expect([status, Object.keys(body).sort()]).toEqual([201, ['jobId', 'uploadUri']]);
      expect(body.jobId).toMatch(/^[0-9a-f]{32}$/);
      expect(body.uploadUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/data\?Key=[0-9a-f]{64}$/);
      const printed = client.host.control.jobs();
      expect(printed).toMatchObject([{ id: body.jobId, print_setting: null, status: 'preparing' }]);
    });

    it('takes names of 1 to 256 characters, settings with and without the optional ones', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      for (const body of [
        { ...JOB, jobName: 'a' },
        { ...JOB, jobName: '🖨'.repeat(256) },
        withSettings({}),
        withSettings({ doubleSided: 'long', reverseOrder: true, copies: 99, collate: false }),
        withSettings({ doubleSided: 'short', colorMode: 'mono', paperSource: 'rear', printQuality: 'draft' }),
        withSettings(
          { paperSize: 'ps_kg', paperType: 'pt_photopaper', borderless: true, paperSource: 'rear' },
          { printMode: 'photo' },
        ),
      ])
        expect((await create(client, token, body)).status).toBe(201);
      const settings = client.host.control.jobs().map(({ print_setting }) => print_setting);
      expect(settings[2]).toEqual(SETTINGS);
      expect(settings[3]).toMatchObject({
        doubleSided: 'long',
        reverseOrder: true,
        copies: 99,
        collate: false,
      });
    });

    it('takes a body with a charset, in chunks, as escaped ASCII', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const text = '{"jobName":"\\u65e5\\u672c","printMode":"document"}';
      const type = { 'Content-Type': 'application/json; charset=UTF-8' };
      expect((await create(client, token, text, type)).status).toBe(201);
      const chunked = { 'Transfer-Encoding': 'chunked' };
      expect((await create(client, token, text, chunked)).status).toBe(201);
      expect(client.host.control.jobs().map(({ job_name }) => job_name)).toEqual(['日本', '日本']);
    });

    it.each(CREATE_REFUSALS)('refuses %s, as createSchedule does', async (_what, body, word, rule, hint) => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const refused = await create(client, token, body);
      expect(outcomeOf(refused)).toEqual([400, word, rule]);
      expect(hintOf(refused)).toMatch(hint);
      const schedule = { printDateTime: '203001010000', ...body };
      const path = '/scheduling/schedules';
      const scheduled = await contract.check('createSchedule', client.call(token, 'post', path, schedule));
      expect(outcomeOf(scheduled)).toEqual([400, word, rule]);
      expect(client.host.control.jobs()).toEqual([]);
    });

    it('names every member at fault', async () => {
      const client = new ClientV2();
      const refused = await create(
        client,
        await client.deviceToken(),
        withSettings({ copies: 0, collate: 'x' }),
      );
      expect(hintOf(refused)).toMatch(/copies is 0 .*collate is "x"/);
    });

    it.each<[object, RegExp]>([
      [{ ...JOB, deviceId: 'a' }, /deviceId is not a member of the body/],
      [{ ...JOB, print_setting: SETTINGS }, /print_setting .*It is called printSettings/],
      [withSettings({ media_size: 'ms_a4' }), /media_size .*It is called paperSize/],
      [withSettings({ twoSided: 'long' }), /twoSided .*It is called doubleSided/],
    ])('accepts members that it does not know, with a warning: %j', async (body, hint) => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const answer = await create(client, token, body);
      expect(answer.status).toBe(201);
      expect(hintOf(answer)).toMatch(/^unknown-member: /);
      expect(hintOf(answer)).toMatch(hint);
      const strict = new ClientV2({ strict: true });
      const refused = await create(strict, await strict.deviceToken(), body);
      expect(outcomeOf(refused)).toEqual([400, 'invalid_resource', 'member-not-described']);
    });

    it('holds a photo to what the printer does with photos', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const photo = { paperSize: 'ps_a4', paperType: 'pt_photopaper', borderless: true };
      expect((await create(client, token, withSettings(photo, { printMode: 'photo' }))).status).toBe(201);
      const draft = withSettings({ ...photo, printQuality: 'draft' }, { printMode: 'photo' });
      expect(outcomeOf(await create(client, token, draft))).toEqual([
        400,
        'invalid_print_settings',
        'setting-not-supported',
      ]);
    });
  });
}
