import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import type { ClientV2 } from '../../support/mock/client-v2.js';
import { HOUR_MS, MINUTE_MS, outcomeOf, SETTINGS, slowClientV2 } from '../../support/mock/client-v2.js';

const UNKNOWN = [404, 'schedule_not_found', 'schedule-unknown'];

/** Describes copies of schedules. */
export function describeCopySchedule(contract: Contract): void {
  const copy = (client: ClientV2, token: string, id: string, more?: object) =>
    contract.check('copySchedule', client.copySchedule(token, id, more));
  const list = async (client: ClientV2, token: string) =>
    (await contract.check('listSchedules', client.schedules(token).expect(200))).body.schedules;

  describe('a schedule', () => {
    it('is copied with its file, name, mode and time, or with others', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedSchedule(token, { jobName: 'weekly', printSettings: SETTINGS });
      const { status, body } = await copy(client, token, id);
      expect([status, Object.keys(body)]).toEqual([201, ['scheduleJobId']]);
      const more = { jobName: 'b', printDateTime: '202601020400', printSettings: { copies: 2 } };
      const changed = (await copy(client, token, body.scheduleJobId, more)).body.scheduleJobId as string;
      for (const made of [body.scheduleJobId as string, changed])
        await client.reserve(token, made).expect(202);
      const settings = { ...SETTINGS, copies: 1 };
      expect(await list(client, token)).toMatchObject([
        { jobName: 'weekly', printDateTime: '202601020345', printMode: 'document', printSettings: settings },
        { ...more, printSettings: { ...settings, copies: 2 } },
      ]);
    });

    it('is copied for another time when it was printed', async () => {
      const { client, token, clock } = await slowClientV2({ pace: 'instant' });
      const printSettings = { ...SETTINGS, doubleSided: 'long' };
      const id = await client.reservedSchedule(token, { printSettings });
      clock.advance(45 * MINUTE_MS);
      await client.host.control.settled();
      const more = { printDateTime: '202601020500', printSettings: { copies: 3 } };
      const { scheduleJobId } = (await copy(client, token, id, more)).body;
      await client.reserve(token, scheduleJobId).expect(202);
      clock.advance(2 * HOUR_MS);
      const fresh = await client.deviceToken();
      const made = await contract.check('getSchedule', client.schedule(fresh, scheduleJobId));
      expect(made.body).toMatchObject({ status: 'completed', totalPages: 3 });
      expect(client.host.control.jobs().at(-1)?.print_setting).toEqual({ ...printSettings, copies: 3 });
    });

    it.each<[object, string, string]>([
      [{ fromScheduleJobId: undefined }, 'invalid_resource', 'copy-source-missing'],
      [{ fromScheduleJobId: 7 }, 'invalid_resource', 'copy-source-missing'],
      [{ jobName: '' }, 'invalid_resource', 'job-name-invalid'],
      [{ printSettings: null }, 'invalid_resource', 'print-setting-not-an-object'],
      [{ printSettings: { copies: 0 } }, 'invalid_print_settings', 'print-setting-invalid'],
      [{ printSettings: { paperSource: 'roll' } }, 'invalid_print_settings', 'setting-not-supported'],
    ])('is not copied with %j', async (more, word, rule) => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedSchedule(token);
      expect(outcomeOf(await copy(client, token, id, more))).toEqual([400, word, rule]);
      expect(client.host.control.jobs()).toHaveLength(1);
    });

    it('is not copied without a file, or when it was deleted', async () => {
      const { client, token } = await slowClientV2();
      const { scheduleJobId } = (await client.createSchedule(token).expect(201)).body;
      const without = await copy(client, token, scheduleJobId);
      expect(outcomeOf(without).slice(0, 2)).toEqual([400, 'invalid_print_data']);
      await client.schedule(token, scheduleJobId, 'delete').expect(204);
      const id = await client.uploadedSchedule(token);
      await client.schedule(token, id, 'delete').expect(204);
      expect(outcomeOf(await copy(client, token, id))).toEqual(UNKNOWN);
    });

    it('is not copied by the ID of a job', async () => {
      const { client, token } = await slowClientV2();
      for (const id of [await client.uploadedJob(token), '0'.repeat(32)])
        expect(outcomeOf(await copy(client, token, id))).toEqual(UNKNOWN);
    });
  });
}
