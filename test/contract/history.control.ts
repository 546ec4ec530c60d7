import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { controlClient, deviceOf } from '../support/mock/control-client.js';
import type { Contract } from '../support/description/contract.js';

interface Step {
  readonly status: string;
  readonly status_reason: string | null;
  readonly at: string;
  readonly recorded_at: string;
}

const NEW_YEAR = Date.UTC(2026, 0, 1);

/** Describes the statuses that a job had. */
export function describeHistory(contract: Contract): void {
  /** A host whose real time moves with `pass`, and the steps of its first job. */
  const stage = () => {
    let nowMs = NEW_YEAR;
    const clock = new Clock(() => nowMs);
    const { client, order } = controlClient(contract, { pace: 'fast', clock });
    const pass = (ms: number) => {
      nowMs += ms;
      client.host.control.clock.advance(0);
    };
    const job = async (job_id: string) => (await order('getJob', { job_id })).body as { history: Step[] };
    return { client, order, pass, job };
  };
  const seconds = (time: string) => (Date.parse(time) - NEW_YEAR) / 1000;
  const told = ({ status, status_reason, at }: Step) => [status, status_reason, seconds(at)];

  describe('the history of a job', () => {
    it('has each status with its time, in the words of version 1', async () => {
      const { client, order, pass, job } = stage();
      const caller = await client.authenticate();
      const id = await client.uploadedJob(caller);
      expect((await job(id)).history.map(told)).toEqual([['pending_held', 'job_incoming', 0]]);
      pass(5000);
      await client.execute(caller, id).expect(200);
      pass(500);
      client.host.control.printer().setTrouble('media_jam');
      pass(3000);
      client.host.control.printer().setTrouble(null);
      pass(3000);
      const printed = await job(id);
      expect(printed.history.map(told)).toEqual([
        ['pending_held', 'job_incoming', 0],
        ['pending_held', 'job_closed', 5],
        ['pending', 'job_queued', 5.3],
        ['processing_stopped', 'media_jam', 5.6],
        ['processing', null, 8.5],
        ['completed', '', 9.9],
      ]);
      const [last] = printed.history.slice(-1);
      expect(printed).toMatchObject({ created_at: '2026-01-01T00:00:00.000Z', updated_at: last?.at });
      expect((await order('listJobs')).body.jobs).toEqual([printed]);
    });

    it('has one step where version 2 has one word', async () => {
      const { client, order } = controlClient(contract, { pace: 'instant' });
      const { device, token } = await deviceOf({ client, order });
      const id = await device.executedJob(token);
      const { history } = (await order('getJob', { job_id: id })).body as { history: Step[] };
      expect(history.map(({ status, status_reason }) => [status, status_reason])).toEqual([
        ['preparing', null],
        ['pending', null],
        ['processing', null],
        ['completed', null],
      ]);
    });

    it('tells the time of its world, and the real one that the journal has', async () => {
      const { client, order } = controlClient(contract, { pace: 'fast', clock: new Clock() });
      const job_id = await client.executedJob(await client.authenticate());
      client.host.control.clock.advance(3_600_000);
      const { history } = (await order('getJob', { job_id })).body as { history: Step[] };
      const last = history.at(-1) ?? expect.fail('there is no step');
      expect(last.status).toBe('completed');
      const { entries } = (await order('readJournal', { job_id })).body as { entries: { time: string }[] };
      const times = [...entries.map(({ time }) => time), last.recorded_at].map(Date.parse);
      // It was printed in the hour that was passed over, at once after every call.
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.abs(Date.now() - Date.parse(last.recorded_at))).toBeLessThan(60_000);
      expect(Date.parse(last.at) - Date.parse(last.recorded_at)).toBeGreaterThan(1000);
    });

    it('has no step for an execute that was refused', async () => {
      const { client, job } = stage();
      const caller = await client.authenticate();
      const { id } = await client.job(caller);
      await client.execute(caller, id).expect(405);
      expect((await job(id)).history).toHaveLength(1);
    });

    it('keeps its beginning and the newest steps, however often the printer stops', async () => {
      const { client, pass, job } = stage();
      const id = await client.executedJob(await client.authenticate());
      const printer = client.host.control.printer();
      printer.setTrouble('media_jam');
      pass(10_000);
      for (let at = 0; at < 40; at += 1) {
        printer.setTrouble(null);
        printer.setTrouble('media_empty');
      }
      const { history } = await job(id);
      expect(history).toHaveLength(50);
      expect(history[0]?.status_reason).toBe('job_incoming');
      expect(history.slice(-2).map(({ status }) => status)).toEqual(['processing', 'processing_stopped']);
    });
  });
}
