import { describe, expect, it } from 'vitest';
import { hintOf, PDF } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { followers, slowClient } from '../support/mock/job-status.js';

const HOUR_MS = 3_600_000;

/** Jobs that fail, wait, expire or are cancelled. */
export function describeNotPrinted(contract: Contract): void {
  const { informationOf, stateOf } = followers(contract);

  describe('a job that does not print', () => {
    it.each([
      ['a PDF called 1.jpg', '1.jpg', PDF, 'the content is pdf'],
      ['text called 1.pdf', '1.pdf', 'hello', 'the content is unknown'],
      ['an empty file', '1.pdf', '', 'the file is empty'],
    ])('is completed with attention_required: %s', async (_what, name, bytes, why) => {
      const { client, caller, clock } = await slowClient();
      const id = await client.uploadedJob(caller, undefined, bytes, name);
      const response = await contract.check('executePrint', client.execute(caller, id).expect(200));
      expect(hintOf(response)).toMatch(new RegExp(`^document-will-fail: .*${why}`));
      clock.advance(2000);
      expect(await informationOf(client, caller, id)).toMatchObject({
        status: 'completed',
        status_reason: 'attention_required',
        total_pages: 0,
      });
    });

    it.each([
      ['job_canceled_at_device', undefined, ['canceled', 'job_canceled_at_device']],
      ['job_canceled_by_system', undefined, ['canceled', 'job_canceled_by_system']],
      ['attention_required', undefined, ['canceled', 'attention_required']],
      ['attention_required', 'completed', ['completed', 'attention_required']],
      ['document_access_error', undefined, ['completed', 'document_access_error']],
    ] as const)('can be ended with %s', async (reason, status, state) => {
      const { client, caller, clock } = await slowClient();
      const id = await client.executedJob(caller);
      clock.advance(1000);
      client.host.control.endJob(id, reason, status);
      expect(await stateOf(client, caller, id)).toEqual(state);
      clock.advance(10_000);
      expect(await stateOf(client, caller, id)).toEqual(state);
      expect(() => client.host.control.endJob(id, reason)).toThrow(/has ended already/);
    });

    it.each(['media_jam', 'media_empty', 'marker_supply_empty', 'attention_required'] as const)(
      'waits while the printer has %s, and then goes on',
      async (trouble) => {
        const { client, caller, clock } = await slowClient();
        const printer = client.host.control.printer();
        const [first, second] = [await client.executedJob(caller), await client.executedJob(caller)];
        clock.advance(1000);
        printer.setTrouble(trouble);
        expect(await stateOf(client, caller, first)).toEqual(['processing_stopped', trouble]);
        const third = await client.executedJob(caller);
        clock.advance(HOUR_MS);
        const fresh = await client.authenticate();
        expect(await stateOf(client, fresh, second)).toEqual(['processing_stopped', trouble]);
        expect(await stateOf(client, fresh, third)).toEqual(['pending', 'job_queued']);
        printer.setTrouble(null);
        expect(await stateOf(client, fresh, first)).toEqual(['processing', null]);
        clock.advance(1400);
        for (const id of [first, second, third])
          expect(await stateOf(client, fresh, id)).toEqual(['completed', '']);
      },
    );

    it.each(
      (['instant', 'fast', 'real'] as const).flatMap((pace) =>
        (
          [
            ['media_jam', 'media_jam'],
            ['media_empty', 'media_empty'],
            ['marker_supply_empty', 'marker_supply_empty'],
            ['cover_open', 'attention_required'],
            ['attention_required', 'attention_required'],
          ] as const
        ).map(([trouble, reason]) => [trouble, reason, pace] as const),
      ),
    )(
      'is stopped by a printer that has %s already, with %s, at the pace %s, and then goes on',
      async (trouble, reason, pace) => {
        const { client, caller, clock } = await slowClient({ pace });
        const printer = client.host.control.printer();
        printer.setTrouble(trouble);
        const [first, second] = [await client.executedJob(caller), await client.executedJob(caller)];
        clock.advance(5000);
        expect(await stateOf(client, caller, first)).toEqual(['processing_stopped', reason]);
        expect(await stateOf(client, caller, second)).toEqual(['pending', 'job_queued']);
        // A waiting job may be cancelled, a stopped one may not: the printer has it.
        await client.call(caller, 'post', `/jobs/${first}/cancel`).expect(405);
        printer.setTrouble(null);
        clock.advance(0);
        if (pace !== 'instant') expect(await stateOf(client, caller, first)).toEqual(['processing', null]);
        clock.advance(60_000);
        for (const id of [first, second])
          expect(await informationOf(client, caller, id)).toMatchObject({
            status: 'completed',
            status_reason: '',
            total_pages: 1,
          });
      },
    );

    it('is stopped behind one that is ended at the printer', async () => {
      const { client, caller } = await slowClient({ pace: 'instant' });
      client.host.control.printer().setTrouble('media_jam');
      const [first, second] = [await client.executedJob(caller), await client.executedJob(caller)];
      client.host.control.endJob(first, 'job_canceled_at_device');
      expect(await stateOf(client, caller, second)).toEqual(['processing_stopped', 'media_jam']);
    });

    it('is stopped when its printer is connected, is in trouble and had been off', async () => {
      const { client, caller } = await slowClient({ pace: 'instant' });
      const printer = client.host.control.printer();
      printer.setOnline(false);
      printer.setTrouble('media_empty');
      const id = await client.executedJob(caller);
      expect(await stateOf(client, caller, id)).toEqual(['pending', 'job_queued']);
      printer.setOnline(true);
      expect(await stateOf(client, caller, id)).toEqual(['processing_stopped', 'media_empty']);
    });

    it('takes as long as it had left when it goes on after a jam at half of its time', async () => {
      const { client, caller, clock } = await slowClient();
      const id = await client.executedJob(caller);
      clock.advance(600 + 700);
      client.host.control.printer().setTrouble('media_jam');
      clock.advance(10_000);
      client.host.control.printer().setTrouble(null);
      clock.advance(699);
      expect(await stateOf(client, caller, id)).toEqual(['processing', null]);
      clock.advance(1);
      expect(await stateOf(client, caller, id)).toEqual(['completed', '']);
    });

    it('waits while the printer is off, and is cancelled after 72 hours', async () => {
      const { client, caller, clock } = await slowClient({
        printers: [{ email: 'off@print.epsonconnect.com', online: false }],
      });
      const id = await client.executedJob(caller);
      clock.advance(72 * HOUR_MS - 1);
      const fresh = await client.authenticate();
      expect(await stateOf(client, fresh, id)).toEqual(['pending', 'job_queued']);
      clock.advance(1);
      expect(await stateOf(client, fresh, id)).toEqual(['canceled', 'job_canceled_by_out_of_storage_period']);
    });

    it('prints when the printer is back', async () => {
      const { client, caller, clock } = await slowClient({
        printers: [{ email: 'off@print.epsonconnect.com', online: false }],
      });
      const id = await client.executedJob(caller);
      clock.advance(1000);
      client.host.control.printer().setOnline(true);
      expect(await stateOf(client, caller, id)).toEqual(['processing', null]);
    });

    it('expires when it is not executed within 72 hours', async () => {
      const { client, caller, clock } = await slowClient();
      const job = await client.job(caller);
      await client.upload(job.upload_uri).expect(200);
      clock.advance(72 * HOUR_MS);
      const fresh = await client.authenticate();
      const late = await contract.check('executePrint', client.execute(fresh, job.id).expect(405));
      expect(hintOf(late)).toMatch(/^execute-after-end: .*out_of_storage_period/);
      await contract.check('uploadPrintFile', client.upload(job.upload_uri).expect(404));
    });
  });

  describe('cancelPrint', () => {
    it.each([
      [undefined, 'job_canceled_by_user'],
      [{}, 'job_canceled_by_user'],
      [{ operated_by: 'user' }, 'job_canceled_by_user'],
      [{ operated_by: 'operator' }, 'job_canceled_by_operator'],
    ])('with %j cancels a waiting job as %s', async (body, reason) => {
      const { client, caller, clock } = await slowClient();
      const id = await client.executedJob(caller);
      clock.advance(300);
      const response = await contract.check(
        'cancelPrint',
        client.call(caller, 'post', `/jobs/${id}/cancel`, body),
      );
      expect([response.status, response.body]).toEqual([200, {}]);
      expect(await stateOf(client, caller, id)).toEqual(['canceled', reason]);
      clock.advance(10_000);
      expect(await stateOf(client, caller, id)).toEqual(['canceled', reason]);
    });

    it('cancels a job that was not executed, whose key is spent then', async () => {
      const { client, caller } = await slowClient();
      const job = await client.job(caller);
      await contract.check('cancelPrint', client.call(caller, 'post', `/jobs/${job.id}/cancel`).expect(200));
      await contract.check('uploadPrintFile', client.upload(job.upload_uri).expect(404));
      await contract.check('executePrint', client.execute(caller, job.id).expect(405));
    });

    it('is refused while the job is printing, after its end, and twice', async () => {
      const { client, caller, clock } = await slowClient();
      const id = await client.executedJob(caller);
      for (const ms of [600, 10_000]) {
        clock.advance(ms);
        const response = await contract.check(
          'cancelPrint',
          client.call(caller, 'post', `/jobs/${id}/cancel`),
        );
        expect([response.status, response.body]).toEqual([405, { code: 'command_not_allowed' }]);
        expect(hintOf(response)).toMatch(/^cancel-too-late: .*pending/);
      }
    });

    it.each([
      [{ operated_by: 'operater' }, {}, 400, 'validation_error'],
      ['{', {}, 400, 'parse_error'],
      [
        'operated_by=user',
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        415,
        'unsupported_media_type',
      ],
    ])('refuses the body %j', async (body, headers, status, code) => {
      const { client, caller } = await slowClient();
      const id = await client.executedJob(caller);
      const response = await contract.check(
        'cancelPrint',
        client.call(caller, 'post', `/jobs/${id}/cancel`, body, headers),
      );
      expect([response.status, response.body]).toEqual([status, { code }]);
    });

    it('refuses an unknown job', async () => {
      const { client, caller } = await slowClient();
      const response = await contract.check(
        'cancelPrint',
        client.call(caller, 'post', `/jobs/${'0'.repeat(32)}/cancel`),
      );
      expect([response.status, response.body]).toEqual([404, { code: 'job_not_found' }]);
    });
  });
}
