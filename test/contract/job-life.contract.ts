import { readFileSync } from 'node:fs';
import { Clock, type MockHostOptions } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import {
  FULL_SETTING,
  hintOf,
  MINIMAL_JOB,
  newClient,
  PDF,
  type Authenticated,
  type Client,
} from '../support/client.js';
import type { Contract } from '../support/contract.js';
import { withSetting } from './create-job.refusals.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const FIVE_PAGES = readFileSync(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));

/** A client whose clock moves by hand only, and what it can be asked. */
async function slowClient(
  options: MockHostOptions = {},
): Promise<{ client: Client; caller: Authenticated; clock: Clock }> {
  const client = newClient({ clock: new Clock(() => START_MS), ...options });
  return { client, caller: await client.authenticate(), clock: client.host.control.clock };
}

/** From execute to the end, and what happens on the way. */
export function describeJobLife(contract: Contract): void {
  const informationOf = async (client: Client, caller: Authenticated, id: string) => {
    const { body } = await contract.check(
      'getPrintJob',
      client.call(caller, 'get', `/jobs/${id}`).expect(200),
    );
    return body as {
      status: string;
      status_reason: string | null;
      total_pages: number;
      start_date: string;
      update_date: string;
    };
  };
  const stateOf = async (client: Client, caller: Authenticated, id: string) => {
    const { status, status_reason } = await informationOf(client, caller, id);
    return [status, status_reason];
  };

  describe('getPrintJob', () => {
    it('follows a job from execute to its end in about two seconds', async () => {
      const { client, caller, clock } = await slowClient();
      const id = await client.executedJob(caller, withSetting({ ...FULL_SETTING, copies: 3 }), FIVE_PAGES);
      expect(await informationOf(client, caller, id)).toEqual({
        status: 'pending_held',
        status_reason: 'job_closed',
        start_date: '2026/01/02 03:04:05',
        job_name: MINIMAL_JOB.job_name,
        total_pages: 0,
        update_date: '2026/01/02 03:04:05',
      });
      clock.advance(300);
      expect(await stateOf(client, caller, id)).toEqual(['pending', 'job_queued']);
      clock.advance(300);
      expect(await stateOf(client, caller, id)).toEqual(['processing', null]);
      clock.advance(1399);
      expect(await stateOf(client, caller, id)).toEqual(['processing', null]);
      clock.advance(1);
      expect(await informationOf(client, caller, id)).toMatchObject({
        status: 'completed',
        status_reason: '',
        total_pages: 15,
        start_date: '2026/01/02 03:04:05',
        update_date: '2026/01/02 03:04:07',
      });
    });

    it('prints one job after the other, by pages per minute, at the real pace', async () => {
      const { client, caller, clock } = await slowClient({ pace: 'real' });
      const [first, second] = [
        await client.executedJob(caller, undefined, FIVE_PAGES),
        await client.executedJob(caller),
      ];
      clock.advance(5000);
      expect(await stateOf(client, caller, first)).toEqual(['processing', null]);
      expect(await stateOf(client, caller, second)).toEqual(['pending', 'job_queued']);
      clock.advance(20_000);
      expect(await stateOf(client, caller, first)).toEqual(['completed', '']);
      expect(await stateOf(client, caller, second)).toEqual(['processing', null]);
      clock.advance(8000);
      expect(await stateOf(client, caller, second)).toEqual(['completed', '']);
    });

    it('is done when execute answers, at the instant pace', async () => {
      const { client, caller } = await slowClient({ pace: 'instant' });
      expect(await stateOf(client, caller, await client.executedJob(caller))).toEqual(['completed', '']);
    });

    it('is refused before execute, and for jobs of others', async () => {
      const client = newClient({ printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'] });
      const [a, b] = [
        await client.authenticate('a@print.epsonconnect.com'),
        await client.authenticate('b@print.epsonconnect.com'),
      ];
      const id = await client.uploadedJob(a);
      const early = await contract.check('getPrintJob', client.call(a, 'get', `/jobs/${id}`));
      expect([early.status, early.body, hintOf(early).split(':')[0]]).toEqual([
        404,
        { code: 'job_not_found' },
        'job-not-executed',
      ]);
      const foreign = await contract.check('getPrintJob', client.call(b, 'get', `/jobs/${id}`));
      expect([foreign.status, foreign.body]).toEqual([404, { code: 'job_not_found' }]);
    });

    it('takes a body of null, as some clients send', async () => {
      const { client, caller } = await slowClient();
      const id = await client.executedJob(caller);
      await contract.check('getPrintJob', client.call(caller, 'get', `/jobs/${id}`, 'null').expect(200));
    });

    it('shows jobs of the last 62 days', async () => {
      const { client, caller, clock } = await slowClient({ pace: 'instant' });
      const id = await client.executedJob(caller);
      clock.advance(62 * DAY_MS - 1);
      const fresh = await client.authenticate();
      expect(await stateOf(client, fresh, id)).toEqual(['completed', '']);
      clock.advance(1);
      const gone = await contract.check(
        'getPrintJob',
        client.call(await client.authenticate(), 'get', `/jobs/${id}`).expect(404),
      );
      expect(hintOf(gone)).toMatch(/62 days/);
    });
  });

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
