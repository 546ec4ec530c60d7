import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { DAY_MS, JOB, outcomeOf, slowClientV2, type ClientV2 } from '../../support/mock/client-v2.js';
import { withSettings } from './create-job.refusals.js';
import { BODIES } from './execute.contract.js';

const FIVE_PAGES = readFileSync(new URL('../../demo/epson-connect-in-four-steps.pdf', import.meta.url));
const TOO_LATE = [403, 'operation_not_allowed', 'cancel-too-late'];

/** Describes a job from its creation to its end, and its cancel. */
export function describeJobLife(contract: Contract): void {
  const informationOf = async (client: ClientV2, token: string, id: string) =>
    (await contract.check('getPrintJob', client.information(token, id).expect(200))).body;
  const statusOf = async (client: ClientV2, token: string, id: string): Promise<string> =>
    (await informationOf(client, token, id)).status;
  const cancel = (client: ClientV2, token: string, id: string) =>
    contract.check('cancelPrint', client.cancel(token, id));

  describe('getPrintJob', () => {
    it('follows a job from its creation to its end', async () => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.uploadedJob(token, withSettings({ copies: 3 }), FIVE_PAGES);
      const created = {
        status: 'preparing',
        jobName: JOB.jobName,
        totalPages: 0,
        updateDate: '2026-01-02 03:04:05',
      };
      expect(await informationOf(client, token, id)).toEqual(created);
      clock.advance(1000);
      await client.execute(token, id).expect(202);
      const startDate = '2026-01-02 03:04:06';
      expect(await informationOf(client, token, id)).toEqual({
        ...created,
        startDate,
        updateDate: startDate,
      });
      clock.advance(300);
      expect(await statusOf(client, token, id)).toBe('pending');
      clock.advance(300);
      expect(await statusOf(client, token, id)).toBe('processing');
      clock.advance(1399);
      expect(await informationOf(client, token, id)).toMatchObject({ status: 'processing', totalPages: 0 });
      clock.advance(1);
      expect(await informationOf(client, token, id)).toEqual({
        ...created,
        status: 'completed',
        totalPages: 15,
        startDate,
        updateDate: '2026-01-02 03:04:08',
      });
    });

    it.each([
      ['media_jam', 'media_jam'],
      ['media_empty', 'media_empty'],
      ['marker_supply_empty', 'marker_supply_empty'],
      ['cover_open', 'stopped_other'],
      ['attention_required', 'stopped_other'],
    ] as const)('tells of a printer that has %s as %s, and goes on', async (trouble, status) => {
      const { client, token, clock } = await slowClientV2();
      const [first, second] = [await client.executedJob(token), await client.executedJob(token)];
      clock.advance(1000);
      const printer = client.host.control.printer();
      printer.setTrouble(trouble);
      expect(await statusOf(client, token, first)).toBe(status);
      expect(outcomeOf(await cancel(client, token, first))).toEqual(TOO_LATE);
      printer.setTrouble(null);
      expect(await statusOf(client, token, first)).toBe('processing');
      clock.advance(3000);
      for (const id of [first, second]) expect(await statusOf(client, token, id)).toBe('completed');
    });

    it('waits while the printer is offline', async () => {
      const { client, token, clock } = await slowClientV2();
      const printer = client.host.control.printer();
      printer.setOnline(false);
      const id = await client.executedJob(token);
      clock.advance(10_000);
      expect(await statusOf(client, token, id)).toBe('pending');
      printer.setOnline(true);
      clock.advance(2000);
      expect(await statusOf(client, token, id)).toBe('completed');
    });

    it.each([
      ['job_canceled_at_device', 'canceled', 'canceled'],
      ['job_canceled_by_system', 'canceled', 'canceled'],
      ['attention_required', 'completed', 'error_occurred'],
      ['document_access_error', 'canceled', 'error_occurred'],
    ] as const)('tells of a job that ended with %s as %s', async (reason, end, status) => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.executedJob(token);
      clock.advance(1000);
      client.host.control.endJob(id, reason, end);
      expect(await informationOf(client, token, id)).toMatchObject({ status, totalPages: 0 });
      expect(outcomeOf(await cancel(client, token, id))).toEqual(TOO_LATE);
    });

    it.each([
      ['created', (client: ClientV2, token: string) => client.job(token).then(({ jobId }) => jobId)],
      ['uploaded', (client: ClientV2, token: string) => client.uploadedJob(token)],
      ['executed', (client: ClientV2, token: string) => client.executedJob(token)],
    ] as const)('lets a job that is %s expire three days after its creation', async (_what, make) => {
      for (const [value, end] of [
        ['expired', [200, 'expired']],
        ['job_not_found', [404, undefined]],
      ] as const) {
        const { client, token, clock } = await slowClientV2({ assume: { 'v2-expired-job': value } });
        client.host.control.printer().setOnline(false);
        const id = await make(client, token);
        clock.advance(3 * DAY_MS - 1);
        const before = await statusOf(client, await client.deviceToken(), id);
        expect(['preparing', 'pending']).toContain(before);
        clock.advance(1);
        const fresh = await client.deviceToken();
        const { status, body } = await contract.check('getPrintJob', client.information(fresh, id));
        expect([status, body.status]).toEqual(end);
        const executed = outcomeOf(await contract.check('executePrint', client.execute(fresh, id)));
        const canceled = outcomeOf(await cancel(client, fresh, id));
        if (value === 'expired') {
          expect(executed.slice(0, 2)).toEqual([403, 'operation_not_allowed']);
          expect(canceled).toEqual(TOO_LATE);
        } else {
          expect([executed, canceled]).toEqual(Array(2).fill([404, 'job_not_found', 'job-expired']));
        }
      }
    });

    it('tells of a job that was printed for as long as it is remembered', async () => {
      const { client, token, clock } = await slowClientV2({ pace: 'instant' });
      const id = await client.executedJob(token);
      clock.advance(30 * DAY_MS);
      expect(await statusOf(client, await client.deviceToken(), id)).toBe('completed');
    });

    it.each(['0'.repeat(32), 'a', '%20'])('refuses the unknown ID %s', async (id) => {
      const { client, token } = await slowClientV2();
      const answer = contract.check('getPrintJob', client.information(token, id));
      expect(outcomeOf(await answer)).toEqual([404, 'job_not_found', 'job-unknown']);
    });
  });

  describe('cancelPrint', () => {
    it('ends a job that is created, has its file, is executed or waits, with nothing as the answer', async () => {
      const { client, token, clock } = await slowClientV2();
      client.host.control.printer().setOnline(false);
      const waiting = await client.executedJob(token);
      clock.advance(300);
      const ids = [
        (await client.job(token)).jobId,
        await client.uploadedJob(token),
        await client.executedJob(token),
        waiting,
      ];
      for (const id of ids) {
        const answer = await cancel(client, token, id);
        expect([answer.status, answer.text]).toEqual([204, '']);
        expect(await statusOf(client, token, id)).toBe('canceled');
        expect(outcomeOf(await cancel(client, token, id))).toEqual(TOO_LATE);
      }
      client.host.control.printer().setOnline(true);
      clock.advance(10_000);
      for (const id of ids) expect(await statusOf(client, token, id)).toBe('canceled');
      const refused = await contract.check('executePrint', client.execute(token, ids[1] ?? ''));
      expect(outcomeOf(refused)).toEqual([403, 'operation_not_allowed', 'execute-after-end']);
    });

    it('is too late once the printer has begun, and after the end', async () => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.executedJob(token);
      clock.advance(600);
      expect(outcomeOf(await cancel(client, token, id))).toEqual(TOO_LATE);
      clock.advance(2000);
      expect(outcomeOf(await cancel(client, token, id))).toEqual(TOO_LATE);
      expect(await statusOf(client, token, id)).toBe('completed');
    });

    it.each(BODIES)('takes %s', async (_what, body, headers) => {
      const { client, token } = await slowClientV2();
      const { jobId } = await client.job(token);
      const answer = await contract.check('cancelPrint', client.cancel(token, jobId, body, headers));
      expect([answer.status, await statusOf(client, token, jobId)]).toEqual([204, 'canceled']);
    });

    it('refuses an unknown ID', async () => {
      const { client, token } = await slowClientV2();
      const unknown = await cancel(client, token, '0'.repeat(32));
      expect(outcomeOf(unknown)).toEqual([404, 'job_not_found', 'job-unknown']);
    });
  });
}
