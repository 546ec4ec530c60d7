import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { newFolder } from '../../support/folder.js';
import { hintOf } from '../../support/mock/client.js';
import {
  ClientV2,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  outcomeOf,
  printDateTimeOf,
  ruleOf,
  slowClientV2,
  START_MS,
} from '../../support/mock/client-v2.js';

/** Describes the time of a schedule: how it is written, how near and how far it may be, and after a restart. */
export function describeScheduleTimes(contract: Contract): void {
  describe('printDateTime', () => {
    it.each([
      undefined,
      null,
      202601020345,
      '',
      '2026-01-02 03:45',
      '20260102034500',
      '202601020344',
      '202601020307',
      '202613020345',
      '202602300345',
      '202601022445',
      '202601020360',
      ' 202601020345',
      '２０２６０１０２０３４５',
    ])('is refused as %j, by create and by copy', async (printDateTime) => {
      const { client, token } = await slowClientV2();
      const refused = await contract.check('createSchedule', client.createSchedule(token, { printDateTime }));
      const invalid = [400, 'invalid_resource', 'schedule-time-invalid'];
      expect(outcomeOf(refused)).toEqual(invalid);
      if (printDateTime === undefined) return;
      const id = await client.uploadedSchedule(token);
      const copied = await contract.check('copySchedule', client.copySchedule(token, id, { printDateTime }));
      expect(outcomeOf(copied)).toEqual(invalid);
    });

    it.each(['202601020345', '202601020400', '202601020415', '202601020430', '202802290000'])(
      'is taken as %s',
      async (printDateTime) => {
        const { client, token } = await slowClientV2();
        const created = client.createSchedule(token, { printDateTime }).expect(201);
        expect((await contract.check('createSchedule', created)).status).toBe(201);
      },
    );

    it('is looked at when it is reserved: 15 minutes to 14 days ahead', async () => {
      const day = Date.UTC(2026, 0, 2);
      const { client, token } = await slowClientV2({ clock: new Clock(() => day) });
      for (const [aheadMs, isTaken] of [
        [-DAY_MS, false],
        [0, false],
        [15 * MINUTE_MS, true],
        [14 * DAY_MS, true],
        [14 * DAY_MS + 15 * MINUTE_MS, false],
      ] as const) {
        // A time out of range is no reason to refuse it before.
        const id = await client.uploadedSchedule(token, { printDateTime: printDateTimeOf(day + aheadMs) });
        const answer = await contract.check('reserveSchedule', client.reserve(token, id));
        if (isTaken) expect(answer.status).toBe(202);
        else {
          expect(outcomeOf(answer)).toEqual([403, 'command_not_allowed', 'schedule-time-out-of-range']);
          expect(hintOf(answer)).toContain(aheadMs <= 0 ? 'is over by' : 'minutes ahead of');
        }
      }
      client.host.control.clock.advance(1);
      const tooNear = await client.uploadedSchedule(token, {
        printDateTime: printDateTimeOf(day + 15 * MINUTE_MS),
      });
      const refused = await contract.check('reserveSchedule', client.reserve(token, tooNear));
      expect(ruleOf(refused)).toBe('schedule-time-out-of-range');
    });
  });

  describe('a host that is started again', () => {
    it('prints what was reserved, at its time or at once where that is over', async () => {
      const dataDir = newFolder();
      let systemMs = START_MS;
      const start = () => new ClientV2({ dataDir, pace: 'instant', clock: new Clock(() => systemMs) });
      const first = start();
      const token = await first.deviceToken();
      const [soon, later, deleted] = [
        await first.reservedSchedule(token),
        await first.reservedSchedule(token, { printDateTime: '202601020500' }),
        await first.reservedSchedule(token),
      ];
      await first.schedule(token, deleted, 'delete').expect(204);
      await first.host.close();
      systemMs += 50 * MINUTE_MS;
      const second = start();
      // The token is known, too; it has ten minutes left.
      const status = async (client: ClientV2, caller: string, id: string) =>
        (await contract.check('getSchedule', client.schedule(caller, id).expect(200))).body.status;
      expect(await status(second, token, soon)).toBe('completed');
      expect(await status(second, token, later)).toBe('reserved');
      await contract.check('getSchedule', second.schedule(token, deleted).expect(404));
      await second.host.close();
      systemMs += 5 * HOUR_MS;
      const third = start();
      expect(await status(third, await third.deviceToken(), later)).toBe('completed');
      await third.host.control.settled();
      const jobs = third.host.control.jobs().map(({ id, status: word }) => [id, word]);
      expect(jobs).toEqual([
        [soon, 'completed'],
        [later, 'completed'],
        [deleted, 'canceled'],
      ]);
    });
  });
}
