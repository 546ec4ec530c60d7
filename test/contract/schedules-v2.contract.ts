import { describe, expect, it } from 'vitest';
import type { Contract } from '../support/description/contract.js';
import { hintOf } from '../support/mock/client.js';
import { errorOf, JOB, SETTINGS } from '../support/mock/client-v2.js';
import { DAY_MS, MINUTE_MS, SCHEDULES, scheduling, SOON } from '../support/mock/scheduling-v2.js';

/** The schedules of version 2. */
export function describeSchedulesV2(contract: Contract): void {
  describe('a schedule', () => {
    it('is created, given its file, reserved, and printed at its time under the same ID', async () => {
      const { create, client, reserve, get, list, pass, job } = await scheduling(contract);
      const created = await create({ ...SOON, printSettings: { ...SETTINGS, copies: 2 } });
      const { scheduleJobId: id, uploadUri } = created.body;
      expect([created.status, uploadUri]).toEqual([201, expect.stringContaining(`/schedule_data?Key=${id}`)]);
      await client.upload(uploadUri).expect(200);
      expect([(await get(id)).body.status, await list()]).toEqual(['preparing', []]);
      const accepted = await reserve(id);
      expect([accepted.status, accepted.text]).toEqual([202, '{}']);
      expect((await get(id)).body).toEqual({
        status: 'reserved',
        jobName: 'SampleJob1',
        totalPages: 0,
        updateDate: '2026-01-02 03:00:00',
      });
      expect(await list()).toEqual([
        {
          scheduleJobId: id,
          jobName: 'SampleJob1',
          printDateTime: '202601020400',
          printMode: 'document',
          printSettings: { ...SETTINGS, copies: 2, doubleSided: 'none', reverseOrder: false, collate: true },
        },
      ]);
      const early = await job('get', id);
      expect([errorOf(early), hintOf(early)]).toEqual([
        '404 job_not_found',
        expect.stringContaining(SCHEDULES),
      ]);

      await pass(60 * MINUTE_MS);
      const done = {
        status: 'completed',
        jobName: 'SampleJob1',
        totalPages: 2,
        startDate: '2026-01-02 04:00:00',
        updateDate: '2026-01-02 04:00:00',
      };
      expect([(await get(id)).body, (await job('get', id)).body, await list()]).toEqual([done, done, []]);
      expect(errorOf(await job('post', `${id}/print`))).toBe('403 operation_not_allowed');
    });

    it('is in the list with the default settings of the printer where it names none', async () => {
      const { reserved, list } = await scheduling(contract);
      await reserved();
      expect(await list()).toMatchObject([{ printSettings: { ...SETTINGS, copies: 1 } }]);
    });

    it('waits at its time for a printer that is offline, and is cancelled as a job', async () => {
      const { client, reserved, pass, get, job } = await scheduling(contract);
      const id = await reserved();
      client.host.control.printer().setOnline(false);
      expect(errorOf(await job('post', `${id}/cancel`))).toBe('404 job_not_found');
      await pass(60 * MINUTE_MS);
      expect((await get(id)).body.status).toBe('pending');
      expect((await job('post', `${id}/cancel`)).status).toBe(204);
      expect((await get(id)).body.status).toBe('canceled');
    });

    it.each([
      ['expired', '200', 'expired'],
      ['job_not_found', '404 schedule_not_found', undefined],
    ])('that was not reserved is over after three days, by assumption: %s', async (assumed, answer, word) => {
      const { uploaded, pass, get } = await scheduling(contract, { assume: { 'v2-expired-job': assumed } });
      const id = await uploaded({ ...SOON, printDateTime: '202601100400' });
      await pass(3 * DAY_MS);
      const response = await get(id);
      expect([errorOf(response), response.body.status]).toEqual([answer, word]);
    });
  });

  describe('creating a schedule', () => {
    it.each([
      ['missing', undefined],
      ['a number', 202601020400],
      ['with one digit too many', '2026001020400'],
      ['no quarter of an hour', '202601020401'],
      ['in a month that is not', '202613020400'],
      ['on a day that is not', '202602300400'],
      ['at an hour that is not', '202601022400'],
      ['a date of another form', '2026-01-02T04:00'],
    ])('is refused when its time is %s', async (_what, printDateTime) => {
      const { create } = await scheduling(contract);
      const refused = await create({ ...JOB, printDateTime });
      expect([errorOf(refused), hintOf(refused)]).toEqual([
        '400 invalid_resource',
        expect.stringMatching(/^schedule-time-invalid: .*12 digits/),
      ]);
    });

    it('is refused with settings that the printer lacks, and takes any time that is one', async () => {
      const { create } = await scheduling(contract);
      const printSettings = { ...SETTINGS, paperType: 'pt_roll' };
      expect(errorOf(await create({ ...SOON, printSettings }))).toBe('400 invalid_print_settings');
      expect((await create({ ...SOON, printDateTime: '199901010015' })).status).toBe(201);
    });
  });

  describe('reserving a schedule', () => {
    it.each([
      ['202601020300', '403 command_not_allowed'],
      ['202601020315', '202'],
      ['202601160300', '202'],
      ['202601160315', '403 command_not_allowed'],
    ])('for %s at three o’clock of the second of January is answered %s', async (printDateTime, answer) => {
      const { reserve, uploaded } = await scheduling(contract);
      expect(errorOf(await reserve(await uploaded({ ...SOON, printDateTime })))).toBe(answer);
    });

    it('is refused without a file that prints, a second time, and for what is no schedule', async () => {
      const { create, reserve, uploaded, reserved, client } = await scheduling(contract);
      expect(errorOf(await reserve((await create()).body.scheduleJobId))).toBe('400 invalid_print_data');
      expect(errorOf(await reserve(await uploaded(SOON, 'no PDF')))).toBe('400 invalid_print_data');
      expect(errorOf(await reserve(await reserved()))).toBe('403 command_not_allowed');
      const { jobId } = await client.job(await client.deviceToken());
      for (const id of [jobId, '0'.repeat(32)])
        expect(errorOf(await reserve(id))).toBe('404 schedule_not_found');
    });

    it('is refused when 100 are reserved', async () => {
      const { reserved, uploaded, reserve } = await scheduling(contract);
      for (let index = 0; index < 100; index += 1) await reserved();
      expect(errorOf(await reserve(await uploaded()))).toBe('403 schedule_limit_exceeded');
    });
  });

  describe('deleting a schedule', () => {
    it('takes it away: it is not printed, and nobody knows it any more', async () => {
      const { client, reserved, uploaded, remove, get, list, pass, job } = await scheduling(contract);
      for (const id of [await reserved(), await uploaded()]) {
        expect((await remove(id)).status).toBe(204);
        expect([errorOf(await get(id)), errorOf(await job('get', id))]).toEqual([
          '404 schedule_not_found',
          '404 job_not_found',
        ]);
        expect(errorOf(await remove(id))).toBe('404 schedule_not_found');
      }
      expect(await list()).toEqual([]);
      await pass(60 * MINUTE_MS);
      expect(client.host.control.jobs().map(({ status }) => status)).toEqual(['canceled', 'canceled']);
    });

    it('is refused when its time has come', async () => {
      const { reserved, remove, pass } = await scheduling(contract);
      const id = await reserved();
      await pass(60 * MINUTE_MS);
      expect(errorOf(await remove(id))).toBe('403 command_not_allowed');
    });
  });

  describe('a copy of a schedule', () => {
    it('has its file and all that is not named, and another time', async () => {
      const { client, reserved, copy, reserve, list, pass, get } = await scheduling(contract);
      const printSettings = { ...SETTINGS, doubleSided: 'long' };
      const fromScheduleJobId = await reserved({ ...SOON, printSettings });
      await pass(60 * MINUTE_MS);
      const made = await copy({
        fromScheduleJobId,
        printDateTime: '202601020500',
        printSettings: { copies: 3 },
      });
      expect([made.status, Object.keys(made.body)]).toEqual([201, ['scheduleJobId']]);
      expect((await reserve(made.body.scheduleJobId)).status).toBe(202);
      expect(await list()).toMatchObject([
        {
          jobName: 'SampleJob1',
          printDateTime: '202601020500',
          printSettings: { ...printSettings, copies: 3 },
        },
      ]);
      await pass(60 * MINUTE_MS);
      expect((await get(made.body.scheduleJobId)).body).toMatchObject({ status: 'completed', totalPages: 3 });
      expect(client.host.control.jobs()).toHaveLength(2);
    });

    it('has the time of the original where it names none', async () => {
      const { uploaded, copy, reserve, list } = await scheduling(contract);
      const { scheduleJobId } = (await copy({ fromScheduleJobId: await uploaded(), jobName: 'b' })).body;
      await reserve(scheduleJobId);
      expect(await list()).toMatchObject([{ scheduleJobId, jobName: 'b', printDateTime: '202601020400' }]);
    });

    it('is refused without a source, with a wrong time, without a file and with settings that do not fit', async () => {
      const { create, uploaded, copy } = await scheduling(contract);
      const fromScheduleJobId = await uploaded();
      const answers: string[] = [];
      for (const body of [
        {},
        { fromScheduleJobId: '0'.repeat(32) },
        { fromScheduleJobId, printDateTime: '202601020401' },
        { fromScheduleJobId: (await create()).body.scheduleJobId },
        { fromScheduleJobId, printSettings: { paperSource: 'roll' } },
      ])
        answers.push(errorOf(await copy(body)));
      expect(answers).toEqual([
        ...['400 invalid_resource', '404 schedule_not_found', '400 invalid_resource'],
        ...['400 invalid_print_data', '400 invalid_print_settings'],
      ]);
    });
  });
}
