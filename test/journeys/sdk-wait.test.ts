import { Clock, type StartOptions } from 'epson-connect-mock';
import { TimeoutError, type Clock as SdkClock } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { document, journey } from '../support/mock/journey.js';

/** Fifteen seconds and a quarter; what is longer is the limit of a request. */
const LONGEST_PAUSE_MS = 18_750;

/** Host and SDK live in one time, which passes as the SDK pauses: nothing here really waits. */
async function waiting(options: StartOptions = {}) {
  const clock = new Clock(() => Date.UTC(2026, 6, 1));
  const pauses: number[] = [];
  const waiters: { atMs: number; run: () => void }[] = [];
  const sdkClock: SdkClock = {
    nowMs: () => clock.now(),
    monotonicMs: () => clock.now(),
    schedule(givenMs, run) {
      // Whole ones, so that sums of them are exact.
      const delayMs = Math.ceil(givenMs);
      const waiter = { atMs: clock.now() + delayMs, run };
      waiters.push(waiter);
      // Longer than any pause: the limit of a request, which is never reached because time stands still meanwhile.
      const isPause = delayMs <= LONGEST_PAUSE_MS;
      if (isPause) {
        pauses.push(delayMs);
        setImmediate(() => {
          if (!waiters.includes(waiter)) return;
          clock.advance(delayMs);
          for (const { run: due } of waiters.filter(({ atMs }) => atMs <= clock.now())) due();
        });
      }
      return () => void waiters.splice(waiters.indexOf(waiter), 1);
    },
  };
  const trip = await journey({ clock, pace: 'fast', ...options }, { clock: sdkClock });
  const job = await trip.epson.print(document);
  return { ...trip, job, pauses, printer: trip.host.control.printer() };
}

describe('jobs.waitFor', () => {
  it('resolves with the last information when the job is printed, and tells of every status', async () => {
    const { epson, job } = await waiting();
    const seen: string[] = [];
    const information = await epson.jobs.waitFor(job, { onStatus: ({ status }) => seen.push(status) });
    expect(information).toMatchObject({ id: job.id, status: 'completed', status_reason: '', total_pages: 1 });
    expect(seen).toEqual(['pending_held', 'processing', 'completed']);
  });

  it('reports that printing has stopped, and waits until it goes on', async () => {
    const { epson, job, printer } = await waiting();
    const seen: unknown[] = [];
    const information = await epson.jobs.waitFor(job, {
      onStatus: ({ status, status_reason }) => {
        seen.push([status, status_reason]);
        if (status === 'processing' && seen.length === 2) printer.setTrouble('media_jam');
        if (status === 'processing_stopped') printer.setTrouble(null);
      },
    });
    expect(information.status).toBe('completed');
    expect(seen).toContainEqual(['processing_stopped', 'media_jam']);
  });

  it('pauses from about one second to about fifteen', async () => {
    const { epson, job, pauses, printer } = await waiting();
    printer.setOnline(false);
    await expect(epson.jobs.waitFor(job, { deadlineMs: 300_000 })).rejects.toThrow(TimeoutError);
    expect(pauses[0]).toBeLessThanOrEqual(1_250);
    expect(Math.max(...pauses)).toBeGreaterThan(10_000);
    expect(pauses.length).toBeLessThan(45);
  });

  it('gives up at its deadline, and says what was known of the job', async () => {
    const { epson, job, printer } = await waiting();
    printer.setOnline(false);
    await expect(epson.jobs.waitFor(job, { deadlineMs: 60_000 })).rejects.toMatchObject({
      name: 'TimeoutError',
      code: 'deadline',
      step: 'jobs.waitFor',
      job_id: job.id,
      information: { id: job.id, status: 'pending', status_reason: 'job_queued' },
    });
  });

  it('waits a call limit out', async () => {
    const { epson, job, printer, exchanges } = await waiting({ callsPerMinute: 3 });
    printer.setOnline(false);
    const information = await epson.jobs.waitFor(job, {
      onStatus: ({ status }) => {
        if (status === 'pending') printer.setOnline(true);
      },
    });
    expect(information.status).toBe('completed');
    expect(exchanges.some(({ outcome }) => outcome?.status === 403)).toBe(true);
  });

  it('asks a failing host again a few times', async () => {
    const faults = [{ operation: 'getPrintJob', times: 5, code: 'internal_server_error' }] as const;
    const { epson, job } = await waiting({ pace: 'instant', faults });
    expect(await epson.jobs.waitFor(job)).toMatchObject({ status: 'completed' });
  });

  it('waits a moment for the host to know the job, and no longer', async () => {
    const late = [{ operation: 'getPrintJob', times: 3, code: 'job_not_found' }] as const;
    const { epson, job } = await waiting({ pace: 'instant', faults: late });
    expect(await epson.jobs.waitFor(job)).toMatchObject({ status: 'completed' });
    const never = await waiting();
    const unknown = await never.epson.createJob({ job_name: 'never executed' });
    await expect(never.epson.jobs.waitFor(unknown)).rejects.toMatchObject({ code: 'job_not_found' });
    expect(await never.epson.jobs.resume(unknown)).toEqual({ executed: false });
    expect(never.pauses.length).toBeLessThan(12);
  });

  it("ends with the caller's reason while it pauses", async () => {
    const { epson, job, printer } = await waiting();
    printer.setOnline(false);
    const controller = new AbortController();
    const reason = new Error('the user closed the window');
    const wait = epson.jobs.waitFor(job, {
      signal: controller.signal,
      onStatus: () => queueMicrotask(() => controller.abort(reason)),
    });
    await expect(wait).rejects.toBe(reason);
  });

  it('ends with what onStatus throws', async () => {
    const { epson, job } = await waiting();
    const thrown = new Error('mine');
    const onStatus = () => {
      throw thrown;
    };
    await expect(epson.jobs.waitFor(job, { onStatus })).rejects.toBe(thrown);
  });
});
