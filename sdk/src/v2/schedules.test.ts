import { describe, expect, it } from 'vitest';
import { clientV2OnFakeHost } from '../test/client-v2.js';
import { doubtful, failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { baseUrl, json, rejection, type Seen } from '../test/fake-host.js';

const scheduleJobId = '7d'.repeat(16);
const uploadUri = `https://storage.test/schedule_data?Key=${scheduleJobId}`;
const document = { data: new Uint8Array(8), name: 'report.pdf' };
// The fake clock stands at 2026-01-01T00:00Z.
const printAt = new Date('2026-01-02T06:30Z');
const root = `${baseUrl}/api/2/scheduling/schedules`;
const told = (status: string) => () => json(200, { status, jobName: 'report.pdf', totalPages: 0 });

/** A client on a host with schedules, in a time that a test lets go by. */
function scheduling() {
  const clock = fakeClock();
  const { host, epson } = clientV2OnFakeHost({ clock, retries: 3, random: () => 0.5 });
  const queues: Record<string, (() => Response | Promise<Response>)[]> = {};
  const kindOf = ({ method, url }: Seen) => (url === root ? method : url.split('?')[0]?.split('/').at(-1));
  const usual: Record<string, () => Response> = {
    POST: () => json(201, { scheduleJobId, uploadUri }),
    schedule_data: () => new Response(null, { status: 200 }),
    reserve: () => json(202, {}),
    copy: () => json(201, { scheduleJobId: 'c1' }),
  };
  host.always('other', (request) => {
    const kind = String(kindOf(request));
    return (queues[kind]?.shift() ?? usual[kind] ?? told('preparing'))();
  });
  return {
    clock,
    host,
    epson,
    schedules: epson.schedules,
    /** Answers the next request of a kind so; several queue up. */
    next: (kind: string, ...answers: (() => Response | Promise<Response>)[]) =>
      (queues[kind] ??= []).push(...answers),
    kinds: () => host.seen.map(kindOf),
    run: <T>(work: Promise<T>) => hurry(clock, work),
  };
}

describe('schedules.create', () => {
  it('creates, uploads to the given URI and reserves, once', async () => {
    const { host, schedules, kinds } = scheduling();
    const steps: string[] = [];
    const recorded: unknown[] = [];
    const schedule = await schedules.create(document, {
      printAt,
      jobName: 'weekly',
      onProgress: ({ step }) => steps.at(-1) !== step && steps.push(step),
      beforeReserve: (each) => recorded.push(each, kinds().at(-1)),
    });
    const sent = { jobName: 'weekly', printMode: 'document', printDateTime: '202601020630' };
    expect(schedule).toEqual({ scheduleJobId, ...sent, printAt });
    expect(kinds()).toEqual(['POST', 'schedule_data', 'reserve']);
    const [create, upload, reserve] = host.seen;
    expect(JSON.parse(create?.text ?? '')).toEqual(sent);
    expect(upload?.url).toBe(`${uploadUri}&File=1.pdf`);
    expect([upload?.headers.has('authorization'), upload?.headers.has('x-api-key')]).toEqual([false, false]);
    expect([reserve?.method, reserve?.url, reserve?.text]).toEqual([
      'POST',
      `${root}/${scheduleJobId}/reserve`,
      '',
    ]);
    expect(steps).toEqual(['authenticate', 'create', 'upload', 'schedules.reserve']);
    expect(recorded).toEqual([schedule, 'schedule_data']);
  });

  it.each<[object, string]>([
    [{ printAt: new Date('2026-01-01T00:14Z') }, 'The next possible time is 2026-01-01T00:15:00.000Z.'],
    [{ printAt: new Date('2026-01-02T06:31Z') }, 'The next possible time is 2026-01-02T06:45:00.000Z.'],
    [{ printAt: new Date('2026-02-01T00:00Z') }, 'The last possible time is 2026-01-15T00:00:00.000Z.'],
    [{ printAt: '2026-01-02T06:30Z' }, 'printAt must be a valid Date'],
    [{}, 'printAt must be a valid Date'],
    [{ printAt, jobName: '' }, 'jobName must be text of 1 to 256 characters'],
    [{ printAt, printSettings: { paperSize: 'ps_a4' } }, 'printSettings.paperType'],
  ])('refuses %j before any request', async (options, said) => {
    const { host, schedules } = scheduling();
    const error = await rejection(schedules.create(document, options as { printAt: Date }));
    expect(error).toMatchObject({ name: 'SettingError', message: expect.stringContaining(said) });
    expect(host.seen).toEqual([]);
  });

  it('refuses an option that does not exist, and a document that is none', async () => {
    const { host, schedules } = scheduling();
    const unknown = schedules.create(document, { printAt, printDateTime: 'x' } as { printAt: Date });
    expect(await rejection(unknown)).toMatchObject({ name: 'ConfigurationError' });
    const text = schedules.create('report.pdf' as never, { printAt });
    expect(await rejection(text)).toMatchObject({ name: 'DocumentError' });
    expect(host.seen).toEqual([]);
  });

  it('reserves nothing when the moment to record fails', async () => {
    const { schedules, kinds } = scheduling();
    const beforeReserve = () => Promise.reject(new Error('disk full'));
    const error = await rejection(schedules.create(document, { printAt, beforeReserve }));
    expect((error as Error).message).toBe('disk full');
    expect(kinds()).toEqual(['POST', 'schedule_data']);
  });

  it('goes on when a repeated upload is refused as one file too many', async () => {
    const { schedules, next, kinds, run } = scheduling();
    next('schedule_data', failures['a broken connection'], () => new Response(null, { status: 413 }));
    await run(schedules.create(document, { printAt }));
    expect(kinds()).toEqual(['POST', 'schedule_data', 'schedule_data', 'reserve']);
  });

  it('fails by a first refusal of the upload, and reserves nothing', async () => {
    const { schedules, next, kinds, run } = scheduling();
    next('schedule_data', () => new Response(null, { status: 413 }));
    const error = await rejection(run(schedules.create(document, { printAt })));
    expect(error).toMatchObject({ code: 'file_too_large', job_id: scheduleJobId, step: 'upload' });
    expect(kinds()).toEqual(['POST', 'schedule_data']);
  });
});

describe('a reservation', () => {
  it.each(doubtful)('whose answer is lost by %s is a success when the schedule is reserved', async (kind) => {
    const { schedules, next, kinds, run } = scheduling();
    next('reserve', failures[kind]);
    next(scheduleJobId, told('reserved'));
    await run(schedules.reserve(scheduleJobId));
    expect(kinds()).toEqual(['reserve', scheduleJobId]);
  });

  it('is unknown when the schedule only waits, and is never repeated', async () => {
    const { schedules, next, kinds, run } = scheduling();
    next('reserve', failures['a broken connection']);
    const error = await rejection(run(schedules.create(document, { printAt })));
    expect(error).toMatchObject({
      name: 'OutcomeUnknownError',
      code: 'outcome_unknown',
      step: 'schedules.reserve',
      job_id: scheduleJobId,
      job: { scheduleJobId },
      information: { scheduleJobId, status: 'preparing' },
    });
    expect((error as Error).message).toContain(`Schedule ${scheduleJobId} was sent to be reserved`);
    expect(kinds().filter((kind) => kind === 'reserve')).toHaveLength(1);
  });

  it.each([
    [400, 'invalid_print_data', 'RequestError'],
    [403, 'schedule_limit_exceeded', 'ForbiddenError'],
  ])('that is refused by %i %s is proven, without a look', async (status, error, name) => {
    const { schedules, next, kinds, run } = scheduling();
    next('reserve', () => json(status, { error }));
    const thrown = await rejection(run(schedules.reserve({ scheduleJobId })));
    expect(thrown).toMatchObject({ name, code: error, step: 'schedules.reserve', job_id: scheduleJobId });
    expect(kinds()).toEqual(['reserve']);
  });

  it('at a time that has become too near is refused with what to do', async () => {
    const { schedules, next, run } = scheduling();
    next('reserve', () => json(403, { error: 'command_not_allowed' }));
    const thrown = await rejection(run(schedules.create(document, { printAt })));
    expect(thrown).toMatchObject({
      name: 'StateError',
      code: 'command_not_allowed',
      message: expect.stringContaining('15 minutes to 14 days ahead'),
      information: { status: 'preparing' },
    });
  });

  it('that was made before is a success', async () => {
    const { schedules, next, run } = scheduling();
    next('reserve', () => json(403, { error: 'command_not_allowed' }));
    next(scheduleJobId, told('reserved'));
    expect(await run(schedules.reserve(scheduleJobId))).toBeUndefined();
  });
});

describe('the other calls of schedules', () => {
  it('list gives the times as dates, and keeps what cannot be read', async () => {
    const { schedules, next } = scheduling();
    const known = { scheduleJobId, jobName: 'a', printMode: 'photo', printDateTime: '202601020630' };
    const odd = { ...known, printDateTime: 'tomorrow' };
    next('GET', () => json(200, { schedules: [known, odd] }));
    expect(await schedules.list()).toEqual([
      { ...known, printAt },
      { ...odd, printAt: undefined },
    ]);
  });

  it('get tells the status under the ID of the schedule', async () => {
    const { host, schedules } = scheduling();
    const information = await schedules.get({ scheduleJobId });
    expect(information).toMatchObject({ scheduleJobId, status: 'preparing' });
    expect(information).not.toHaveProperty('jobId');
    expect(host.seen[0]?.url).toBe(`${root}/${scheduleJobId}`);
  });

  it('copy sends what is different, and reserves the copy', async () => {
    const { host, schedules, kinds } = scheduling();
    const changes = { printAt, jobName: 'b', printSettings: { copies: 2 } };
    expect(await schedules.copy(scheduleJobId, changes)).toEqual({ scheduleJobId: 'c1' });
    expect(kinds()).toEqual(['copy', 'reserve']);
    expect(JSON.parse(host.seen[0]?.text ?? '')).toEqual({
      fromScheduleJobId: scheduleJobId,
      jobName: 'b',
      printDateTime: '202601020630',
      printSettings: { copies: 2 },
    });
    expect(host.seen[1]?.url).toBe(`${root}/c1/reserve`);
  });

  it('copy refuses a time that is past, before any request', async () => {
    const { host, schedules } = scheduling();
    const error = await rejection(schedules.copy(scheduleJobId, { printAt: new Date(0) }));
    expect(error).toMatchObject({ name: 'SettingError', subject: 'printAt' });
    expect(host.seen).toEqual([]);
  });

  it('cancel deletes, and only 204 is its success', async () => {
    const { host, schedules, next } = scheduling();
    next(scheduleJobId, () => new Response(null, { status: 204 }));
    expect(await schedules.cancel(scheduleJobId)).toBeUndefined();
    expect(host.seen[0]?.method).toBe('DELETE');
    next(scheduleJobId, () => json(200, {}));
    expect(await rejection(schedules.cancel(scheduleJobId))).toMatchObject({ name: 'ResponseFormatError' });
    next(scheduleJobId, () => json(403, { error: 'command_not_allowed' }));
    expect(await rejection(schedules.cancel(scheduleJobId))).toMatchObject({
      name: 'StateError',
      step: 'schedules.cancel',
    });
  });

  it.each([undefined, null, {}, { jobId: 'a' }])('refuse %j for a schedule', async (reference) => {
    const { host, schedules } = scheduling();
    for (const call of [schedules.get, schedules.cancel, schedules.copy, schedules.reserve])
      expect(await rejection(call(reference as never))).toMatchObject({ name: 'SettingError' });
    expect(host.seen).toEqual([]);
  });
});
