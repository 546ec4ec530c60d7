import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { hintOf, PDF } from '../../support/mock/client.js';
import {
  DAY_MS,
  HOUR_MS,
  JOB,
  MINUTE_MS,
  outcomeOf,
  SETTINGS,
  slowClientV2,
  type ClientV2,
} from '../../support/mock/client-v2.js';

const UNKNOWN = [404, 'schedule_not_found', 'schedule-unknown'];
const NO_JOB = [404, 'job_not_found', 'job-unknown'];
const NOT_ALLOWED = [403, 'command_not_allowed'];

/** Describes schedules: a whole life, and what is refused. */
export function describeSchedules(contract: Contract): void {
  const create = (client: ClientV2, token: string, body?: object) =>
    contract.check('createSchedule', client.createSchedule(token, body));
  const reserve = (client: ClientV2, token: string, id: string, body?: unknown) =>
    contract.check('reserveSchedule', client.reserve(token, id, body));
  const remove = (client: ClientV2, token: string, id: string) =>
    contract.check('deleteSchedule', client.schedule(token, id, 'delete'));
  const get = async (client: ClientV2, token: string, id: string) =>
    contract.check('getSchedule', client.schedule(token, id));
  const list = async (client: ClientV2, token: string) =>
    (await contract.check('listSchedules', client.schedules(token).expect(200))).body.schedules;

  describe('a schedule', () => {
    it('is created, gets its file, is reserved, and printed at its time', async () => {
      const { client, token, clock } = await slowClientV2();
      const { status, body } = await create(client, token, { printSettings: { ...SETTINGS, copies: 2 } });
      expect([status, Object.keys(body).sort()]).toEqual([201, ['scheduleJobId', 'uploadUri']]);
      const id = body.scheduleJobId as string;
      // The key is the ID itself.
      expect(body.uploadUri).toMatch(new RegExp(`/schedule_data\\?Key=${id}$`));
      await client.upload(body.uploadUri).expect(200);
      const before = { status: 'preparing', jobName: JOB.jobName, totalPages: 0 };
      expect((await get(client, token, id)).body).toMatchObject(before);
      expect(await list(client, token)).toEqual([]);
      const reserved = await reserve(client, token, id);
      expect([reserved.status, reserved.text]).toEqual([202, '{}']);
      expect((await get(client, token, id)).body).toEqual({
        ...before,
        status: 'reserved',
        updateDate: '2026-01-02 03:04:05',
      });
      expect(await list(client, token)).toMatchObject([
        { scheduleJobId: id, jobName: JOB.jobName, printDateTime: '202601020345', printMode: 'document' },
      ]);
      // Before its time there is no such job.
      const early = await contract.check('getPrintJob', client.information(token, id));
      expect(outcomeOf(early)).toEqual(NO_JOB);
      expect(hintOf(early)).toContain('/scheduling/schedules');
      expect(outcomeOf(await contract.check('cancelPrint', client.cancel(token, id)))).toEqual(NO_JOB);
      clock.advance(Date.UTC(2026, 0, 2, 3, 45) - clock.now() - 1);
      expect((await get(client, token, id)).body.status).toBe('reserved');
      clock.advance(1);
      expect((await get(client, token, id)).body).toMatchObject({ startDate: '2026-01-02 03:45:00' });
      expect(await list(client, token)).toEqual([]);
      clock.advance(2000);
      const end = { ...before, status: 'completed', totalPages: 2, updateDate: '2026-01-02 03:45:02' };
      expect((await get(client, token, id)).body).toMatchObject(end);
      expect((await contract.check('getPrintJob', client.information(token, id))).body).toMatchObject(end);
      const again = await contract.check('executePrint', client.execute(token, id));
      expect(outcomeOf(again)).toEqual([403, 'operation_not_allowed', 'execute-twice']);
    });

    it('whose job waits is canceled as a job, and cannot be deleted any more', async () => {
      const { client, token, clock } = await slowClientV2();
      client.host.control.printer().setOnline(false);
      const id = await client.reservedSchedule(token);
      clock.advance(45 * MINUTE_MS);
      const late = await remove(client, token, id);
      expect(outcomeOf(late)).toEqual([...NOT_ALLOWED, 'schedule-delete-too-late']);
      await contract.check('cancelPrint', client.cancel(token, id).expect(204));
      expect((await get(client, token, id)).body.status).toBe('canceled');
    });

    it.each([
      ['offline', 'pending'],
      ['jammed', 'media_jam'],
    ])('is printed later by a printer that is %s at its time', async (what, status) => {
      const { client, token, clock } = await slowClientV2();
      const printer = client.host.control.printer();
      const set = (isRight: boolean) =>
        what === 'offline' ? printer.setOnline(isRight) : printer.setTrouble(isRight ? null : 'media_jam');
      const id = await client.reservedSchedule(token);
      set(false);
      clock.advance(2 * HOUR_MS);
      const fresh = await client.deviceToken();
      expect((await get(client, fresh, id)).body.status).toBe(status);
      set(true);
      clock.advance(10_000);
      expect((await get(client, fresh, id)).body.status).toBe('completed');
    });

    it.each([
      ['expired', [200, 'expired'], NOT_ALLOWED],
      ['job_not_found', [404, undefined], UNKNOWN.slice(0, 2)],
    ])('that is not reserved is not printed, and is %s after three days', async (value, end, refused) => {
      const { client, token, clock } = await slowClientV2({ assume: { 'v2-expired-job': value } });
      const id = await client.uploadedSchedule(token);
      clock.advance(DAY_MS);
      expect((await get(client, await client.deviceToken(), id)).body.status).toBe('preparing');
      clock.advance(2 * DAY_MS);
      const fresh = await client.deviceToken();
      const { status, body } = await get(client, fresh, id);
      expect([status, body.status]).toEqual(end);
      const late = [await reserve(client, fresh, id), await remove(client, fresh, id)];
      for (const answer of late) expect(outcomeOf(answer).slice(0, 2)).toEqual(refused);
      // Nothing waits that could be canceled.
      for (const answer of late) expect(hintOf(answer)).not.toMatch(/Cancel|another job/);
    });

    it('that could not be printed expires three days after its time', async () => {
      const { client, token, clock } = await slowClientV2();
      client.host.control.printer().setOnline(false);
      const id = await client.reservedSchedule(token, { printDateTime: '202601100000' });
      clock.advance(Date.UTC(2026, 0, 13) - clock.now() - 1);
      expect((await get(client, await client.deviceToken(), id)).body.status).toBe('pending');
      clock.advance(1);
      expect((await get(client, await client.deviceToken(), id)).body.status).toBe('expired');
    });

    it('is deleted before its time, and then unknown and not printed', async () => {
      const { client, token, clock } = await slowClientV2();
      const ids = [
        (await create(client, token)).body.scheduleJobId as string,
        await client.uploadedSchedule(token),
        await client.reservedSchedule(token),
      ];
      for (const id of ids) {
        const answer = await remove(client, token, id);
        expect([answer.status, answer.text]).toEqual([204, '']);
        expect(outcomeOf(await get(client, token, id))).toEqual(UNKNOWN);
        expect(outcomeOf(await remove(client, token, id))).toEqual(UNKNOWN);
        expect(outcomeOf(await reserve(client, token, id))).toEqual(UNKNOWN);
        const asJob = await contract.check('getPrintJob', client.information(token, id));
        expect(outcomeOf(asJob)).toEqual(NO_JOB);
        expect(hintOf(asJob)).toMatch(/schedule that is canceled: it has no print job/);
      }
      expect(await list(client, token)).toEqual([]);
      clock.advance(HOUR_MS);
      expect(client.host.control.jobs().map(({ status }) => status)).toEqual(Array(3).fill('canceled'));
    });

    it('is listed in the order of its time, with all ten settings', async () => {
      const { client, token } = await slowClientV2();
      const times = ['202601030000', '202601020345', '202601020400'];
      for (const printDateTime of times) await client.reservedSchedule(token, { printDateTime });
      const schedules = await list(client, token);
      expect(schedules.map(({ printDateTime }: { printDateTime: string }) => printDateTime)).toEqual(
        [...times].sort(),
      );
      expect(Object.keys(schedules[0].printSettings)).toHaveLength(10);
    });

    it('is reserved once', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.reservedSchedule(token);
      expect(outcomeOf(await reserve(client, token, id))).toEqual([
        ...NOT_ALLOWED,
        'schedule-reserved-twice',
      ]);
      const other = await client.uploadedSchedule(token);
      const answers = await Promise.all([reserve(client, token, other), reserve(client, token, other)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 403]);
    });

    it('is not reserved without a file that prints', async () => {
      const { client, token } = await slowClientV2();
      const { scheduleJobId, uploadUri } = (await create(client, token)).body;
      const without = await reserve(client, token, scheduleJobId);
      expect(outcomeOf(without)).toEqual([400, 'invalid_print_data', 'execute-before-upload']);
      expect(hintOf(without)).toMatch(/The file of this schedule .* before reserving\./);
      await client.upload(uploadUri, '&File=1.jpg', PDF).expect(200);
      const wrong = await reserve(client, token, scheduleJobId);
      expect(outcomeOf(wrong)).toEqual([400, 'invalid_print_data', 'print-data-invalid']);
      await client.upload(uploadUri, '&File=1.jpg', PDF).expect(200);
      expect((await get(client, token, scheduleJobId)).body.status).toBe('preparing');
    });

    it('takes no file any more when it is reserved', async () => {
      const { client, token } = await slowClientV2();
      const { scheduleJobId, uploadUri } = (await create(client, token)).body;
      await client.upload(uploadUri).expect(200);
      await client.reserve(token, scheduleJobId).expect(202);
      const late = await contract.check('uploadScheduleFile', client.upload(uploadUri));
      expect(late.status).toBe(404);
      expect(hintOf(late)).toMatch(/a schedule that is reserved.* Create another schedule\./);
    });

    it('is at most one of a hundred on a printer', async () => {
      const { client, token } = await slowClientV2();
      const source = await client.uploadedSchedule(token);
      for (let count = 0; count < 100; count += 1) {
        const { body } = await client.copySchedule(token, source).expect(201);
        await client.reserve(token, body.scheduleJobId).expect(202);
      }
      const refused = await reserve(client, token, source);
      expect(outcomeOf(refused)).toEqual([403, 'schedule_limit_exceeded', 'schedules-full']);
      const [first] = await list(client, token);
      await client.schedule(token, first.scheduleJobId, 'delete').expect(204);
      expect((await reserve(client, token, source)).status).toBe(202);
    });
  });

  describe('schedules and jobs', () => {
    it('are not known on the paths of each other', async () => {
      const { client, token } = await slowClientV2();
      const job = await client.uploadedJob(token);
      const schedule = await client.uploadedSchedule(token);
      for (const id of [job, '0'.repeat(32)])
        for (const answer of [
          await get(client, token, id),
          await reserve(client, token, id),
          await remove(client, token, id),
        ])
          expect(outcomeOf(answer)).toEqual(UNKNOWN);
      const executed = await contract.check('executePrint', client.execute(token, schedule));
      expect(outcomeOf(executed)).toEqual(NO_JOB);
    });
  });
}
