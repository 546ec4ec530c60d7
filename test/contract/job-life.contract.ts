import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, MINIMAL_JOB, newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { followers, slowClient } from '../support/mock/job-status.js';
import { withSetting } from './create-job.refusals.js';

const DAY_MS = 24 * 3_600_000;
const FIVE_PAGES = readFileSync(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));

/** From execute to the end, and what happens on the way. */
export function describeJobLife(contract: Contract): void {
  const { informationOf, stateOf } = followers(contract);

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

    it('starts when it is executed, and not when it is created or gets its file', async () => {
      const { client, caller, clock } = await slowClient();
      const job = await client.job(caller);
      clock.advance(60_000);
      await client.upload(job.upload_uri).expect(200);
      clock.advance(60_000);
      await client.execute(caller, job.id).expect(200);
      clock.advance(60_000);
      expect(await informationOf(client, caller, job.id)).toMatchObject({
        start_date: '2026/01/02 03:06:05',
        update_date: '2026/01/02 03:06:07',
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
}
