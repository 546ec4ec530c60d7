import { Clock, type JobEnd, type Trouble } from 'epson-connect-mock';
import {
  EpsonConnect,
  JobFailedError,
  NotFoundError,
  StateError,
  type JobInformation,
} from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { document, journey } from '../support/mock/journey.js';

const NOON = Date.UTC(2026, 6, 1, 12);

/** A host whose clock only moves when told to, and a job that it has executed. */
async function executed() {
  const trip = await journey({ pace: 'fast', clock: new Clock(() => NOON) });
  const job = await trip.epson.print(document);
  const statusNow = async () => {
    const { status, status_reason } = await trip.epson.jobs.get(job);
    return [status, status_reason];
  };
  return { ...trip, job, statusNow, clock: trip.host.control.clock, printer: trip.host.control.printer() };
}

describe('jobs.get', () => {
  it('follows a job from its execution to paper', async () => {
    const { statusNow, clock } = await executed();
    const seen = [await statusNow()];
    for (const ms of [300, 300, 1400]) {
      clock.advance(ms);
      seen.push(await statusNow());
    }
    expect(seen).toEqual([
      ['pending_held', 'job_closed'],
      ['pending', 'job_queued'],
      ['processing', null],
      ['completed', ''],
    ]);
  });

  it('keeps the words of the host, and reads its dates as UTC', async () => {
    const { epson, job, clock } = await executed();
    clock.advance(2_000);
    const expected: JobInformation = {
      id: job.id,
      status: 'completed',
      status_reason: '',
      job_name: 'invoice-17.pdf',
      total_pages: 1,
      start_date: '2026/07/01 12:00:00',
      update_date: '2026/07/01 12:00:02',
      startedAt: new Date(NOON),
      updatedAt: new Date(NOON + 2_000),
    };
    expect(await epson.jobs.get(job)).toEqual(expected);
    expect(await epson.jobs.get(job.id)).toEqual(expected);
    expect(await epson.jobs.get(JSON.parse(JSON.stringify(job)))).toEqual(expected);
  });

  it.each<Trouble>(['media_jam', 'media_empty', 'marker_supply_empty', 'attention_required'])(
    'shows that printing stops for %s, and goes on',
    async (trouble) => {
      const { statusNow, clock, printer } = await executed();
      clock.advance(600);
      printer.setTrouble(trouble);
      expect(await statusNow()).toEqual(['processing_stopped', trouble]);
      printer.setTrouble(null);
      expect(await statusNow()).toEqual(['processing', null]);
    },
  );

  it('shows a job that has just come in, where a host tells of it', async () => {
    const { epson } = await journey({ assume: { 'job-info-before-execute': 'pending_held' } });
    const job = await epson.createJob({ job_name: 'a' });
    expect(await epson.jobs.get(job)).toMatchObject({
      status: 'pending_held',
      status_reason: 'job_incoming',
      total_pages: 0,
    });
    expect(await epson.jobs.resume(job)).toMatchObject({ executed: false });
  });

  it('says of a job that nobody knows what that may mean', async () => {
    const { epson } = await journey();
    const error: unknown = await epson.jobs.get('0'.repeat(32)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: 'job_not_found', step: 'jobs.get', job_id: '0'.repeat(32) });
    expect((error as Error).message).toContain('62 days');
  });
});

describe('jobs.cancel', () => {
  it.each([
    [undefined, 'job_canceled_by_user'],
    ['user', 'job_canceled_by_user'],
    ['operator', 'job_canceled_by_operator'],
  ] as const)('in the name of %s leaves the reason %s, in one request', async (operated_by, reason) => {
    const { epson, job, statusNow, exchanges } = await executed();
    const before = exchanges.length;
    expect(await epson.jobs.cancel(job, { operated_by })).toBeUndefined();
    expect(exchanges.slice(before).map(({ method, target }) => `${method} ${target}`)).toEqual([
      `POST /api/1/printing/printers/${job.device_id}/jobs/${job.id}/cancel`,
    ]);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(await statusNow()).toEqual(['canceled', reason]);
  });

  it('is refused once the job prints', async () => {
    const { epson, job, clock } = await executed();
    clock.advance(600);
    await expect(epson.jobs.cancel(job)).rejects.toThrow(StateError);
    await expect(epson.jobs.cancel(job)).rejects.toMatchObject({
      code: 'command_not_allowed',
      step: 'jobs.cancel',
      job_id: job.id,
    });
  });
});

describe('the end of a job that is not printed', () => {
  const ends: [JobEnd, 'canceled' | 'completed'][] = [
    ['job_canceled_at_device', 'canceled'],
    ['job_canceled_by_system', 'canceled'],
    ['attention_required', 'canceled'],
    ['attention_required', 'completed'],
    ['document_access_error', 'completed'],
  ];

  it.each(ends)('by %s as %s is a JobFailedError', async (reason, status) => {
    const { host, epson, job } = await executed();
    host.control.endJob(job.id, reason, status);
    const error: unknown = await epson.jobs.waitFor(job).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(JobFailedError);
    expect(error).toMatchObject({
      name: 'JobFailedError',
      code: reason,
      status_reason: reason,
      step: 'jobs.waitFor',
      job_id: job.id,
      information: { id: job.id, status, status_reason: reason },
    });
    expect((error as Error).message).toMatch(new RegExp(`${job.id}.*${status}.*${reason}`));
    expect(error).not.toHaveProperty('status');
  });

  it('comes after three days for a printer that is never connected', async () => {
    const { epson, job, statusNow, clock, printer } = await executed();
    printer.setOnline(false);
    clock.advance(71 * 3_600_000);
    expect(await statusNow()).toEqual(['pending', 'job_queued']);
    clock.advance(3_600_000);
    await expect(epson.jobs.waitFor(job)).rejects.toMatchObject({
      status_reason: 'job_canceled_by_out_of_storage_period',
    });
  });
});

describe('jobs.resume', () => {
  it('finds out that a job whose answer was lost is printed, and executes nothing', async () => {
    const { host, operations } = await journey({ pace: 'instant' });
    let isLooking = false;
    const epson = new EpsonConnect({
      ...host.credentials,
      baseUrl: host.url,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (url.endsWith('/print')) throw new TypeError('fetch failed');
        // Until somebody looks again, the job is not to be found.
        return isLooking || init.method !== 'GET'
          ? response
          : Response.json({ code: 'forbidden' }, { status: 403 });
      },
    });
    const error: { job?: { id: string } } = await epson.print(document).then(
      () => ({}),
      (thrown) => thrown,
    );
    const kept = JSON.parse(JSON.stringify(error.job));
    isLooking = true;
    expect(await epson.jobs.resume(kept)).toMatchObject({
      executed: true,
      information: { id: error.job?.id, status: 'completed' },
    });
    expect(operations().filter((each) => each === 'executePrint')).toHaveLength(1);
  });
});
