import { Clock } from 'epson-connect-mock';
import { parseJobNotification } from 'epson-connect-sdk/receive';
import { systemClock } from 'epson-connect-sdk/v2';
import { describe, expect, it } from 'vitest';
import { startReceiver } from '../support/http/receiver.js';
import { document, rejection } from '../support/mock/journey.js';
import { journeyV2 } from '../support/mock/journey-v2.js';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 0, 2, 3);
const at = (minutes: number): Date => new Date(NOW_MS + minutes * MINUTE_MS);

/** A journey in a time that stands until the test moves it, for the host and the SDK alike. */
async function scheduling(options: Parameters<typeof journeyV2>[0] = {}) {
  const clock = new Clock(() => NOW_MS);
  clock.freeze();
  const sdk = { clock: { ...systemClock, nowMs: () => clock.now() } };
  return { clock, ...(await journeyV2({ clock, pace: 'instant', ...options }, sdk)) };
}

describe('a schedule', () => {
  it('is created, listed, printed at its time, and told of by its ID', async () => {
    const { clock, host, epson, operations, exchanges } = await scheduling();
    const { url, received } = await startReceiver();
    await epson.notifications.set({ notification: true, callbackUri: `${url}/jobs` });
    exchanges.length = 0;
    const schedule = await epson.schedules.create(document, { printAt: at(15) });
    expect(operations()).toEqual(['createSchedule', 'uploadScheduleFile', 'reserveSchedule']);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(await epson.schedules.list()).toEqual([{ ...schedule, printSettings: expect.anything() }]);
    expect(await epson.schedules.get(schedule)).toMatchObject({ status: 'reserved' });
    clock.advance(14 * MINUTE_MS);
    expect(await epson.schedules.get(schedule)).toMatchObject({ status: 'reserved' });
    clock.advance(2 * MINUTE_MS);
    await host.control.settled();
    expect(await epson.schedules.get(schedule)).toMatchObject({
      scheduleJobId: schedule.scheduleJobId,
      status: 'completed',
      startedAt: at(15),
    });
    expect(await epson.schedules.list()).toEqual([]);
    expect(received.map(({ body }) => parseJobNotification(String(body)))).toEqual([
      {
        api_version: 2,
        type: 'SchedulePrint',
        jobId: schedule.scheduleJobId,
        status: 'completed',
        updateDate: expect.stringMatching(/^2026\/01\/02 03:1\d:\d\d$/),
        updatedAt: expect.any(Date),
      },
    ]);
  });

  it('is copied to another time with other settings, and deleted', async () => {
    const { epson } = await scheduling();
    const { schedules } = epson;
    const first = await schedules.create(document, { printAt: at(30), printMode: 'document' });
    const copy = await schedules.copy(first, {
      printAt: at(45),
      jobName: 'again',
      printSettings: { copies: 3 },
    });
    const same = await schedules.copy(first.scheduleJobId);
    expect(await schedules.list()).toMatchObject([
      { scheduleJobId: first.scheduleJobId, printAt: at(30) },
      { scheduleJobId: same.scheduleJobId, printAt: at(30), jobName: first.jobName },
      { scheduleJobId: copy.scheduleJobId, printAt: at(45), jobName: 'again', printSettings: { copies: 3 } },
    ]);
    await schedules.cancel(first);
    await schedules.cancel(same);
    expect(await schedules.list()).toHaveLength(1);
    expect(await rejection(schedules.get(first))).toMatchObject({
      name: 'NotFoundError',
      code: 'schedule_not_found',
    });
  });

  it('at a time that the host would refuse costs no request, and the error names the next', async () => {
    const { clock, epson, operations } = await scheduling();
    clock.advance(1);
    const error = await rejection(epson.schedules.create(document, { printAt: at(15) }));
    expect(error).toMatchObject({ name: 'SettingError', subject: 'printAt' });
    const [, next] = /next possible time is (\S+)\.$/.exec(error.message) ?? [];
    expect(operations()).toEqual([]);
    await epson.schedules.create(document, { printAt: new Date(String(next)) });
    expect(operations()).toContain('reserveSchedule');
  });

  it('whose file does not print is refused when it is reserved', async () => {
    const { epson } = await scheduling();
    const document = { data: new TextEncoder().encode('no document'), name: 'a.pdf' };
    const error = await rejection(epson.schedules.create(document, { printAt: at(30) }));
    expect(error).toMatchObject({ code: 'invalid_print_data', step: 'schedules.reserve' });
    expect(await epson.schedules.list()).toEqual([]);
  });

  it('is reserved once when the answer to its reservation is lost', async () => {
    const fault = { operation: 'reserveSchedule', effect: { kind: 'drop_after' } } as const;
    const { epson, operations } = await scheduling({ faults: [fault] });
    await epson.schedules.create(document, { printAt: at(30) });
    expect(operations().filter((each) => each === 'reserveSchedule')).toHaveLength(1);
    expect(operations()).toContain('getSchedule');
    expect(await epson.schedules.list()).toHaveLength(1);
  });

  it('has one file when the answer to the upload is lost and a second one is refused', async () => {
    const fault = { operation: 'uploadScheduleFile', effect: { kind: 'drop_after' } } as const;
    const { epson } = await scheduling({
      faults: [fault],
      assume: { 'v2-schedule-second-upload': 'refuse' },
    });
    await epson.schedules.create(document, { printAt: at(30) });
    expect(await epson.schedules.list()).toHaveLength(1);
  });
});
