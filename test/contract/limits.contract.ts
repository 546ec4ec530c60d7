import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';

/** Describes the limits of a client. */
export function describeLimits(contract: Contract): void {
  describe('the call limit', () => {
    it('refuses the 101st call within a minute with 403, and takes calls again as the minute passes', async () => {
      const client = newClient({ clock: new Clock(() => 0) });
      const caller = await client.authenticate();
      for (let count = 0; count < 50; count += 1) await client.job(caller);
      client.host.control.clock.advance(30_000);
      for (let count = 0; count < 50; count += 1) await client.call(caller, 'get', '').expect(200);
      const refused = await contract.check('createPrintJob', client.createJob(caller));
      expect([refused.status, refused.body]).toEqual([403, { code: 'rate_limit_exceeded' }]);
      expect(hintOf(refused)).toMatch(/^call-limit-passed: .*100 calls.*in 30 s/);
      expect(refused.headers).not.toHaveProperty('retry-after');
      client.host.control.clock.advance(30_000);
      await contract.check('getDevice', client.call(caller, 'get', '').expect(200));
    });

    it('counts neither tokens nor uploads, nor calls whose token does not stand', async () => {
      const client = newClient({ callsPerMinute: 2 });
      const caller = await client.authenticate();
      await client.createJob(caller, undefined, { Authorization: null }).expect(401);
      const job = await client.job(caller);
      for (let count = 0; count < 3; count += 1) {
        await client.upload(job.upload_uri).expect(200);
        await client.authenticate();
      }
      await contract.check('executePrint', client.execute(caller, job.id).expect(200));
      await contract.check('executePrint', client.execute(caller, job.id).expect(403));
    });

    it('goes by client ID', async () => {
      const clients = ['a', 'b'].map((letter) => ({
        clientId: letter.repeat(32),
        clientSecret: letter.repeat(64),
      }));
      const client = newClient({ clients, callsPerMinute: 1 });
      const caller = await client.authenticate();
      await client.job(caller);
      await client.createJob(caller).expect(403);
      const basic = `Basic ${Buffer.from(`${'b'.repeat(32)}:${'b'.repeat(64)}`).toString('base64')}`;
      const { body } = await client.token(undefined, { Authorization: basic }).expect(200);
      const other = { token: body.access_token, refreshToken: '', deviceId: body.subject_id };
      await contract.check('createPrintJob', client.createJob(other).expect(201));
    });

    it.each([0, -1, 1.5, Number.NaN])('cannot be %d', (callsPerMinute) => {
      expect(() => newClient({ callsPerMinute })).toThrow(/callsPerMinute is .*Infinity/);
    });
  });

  describe('the queue of a printer', () => {
    it('takes 100 waiting jobs and refuses the next, until there is room', async () => {
      const client = newClient({ callsPerMinute: Number.POSITIVE_INFINITY, clock: new Clock(() => 0) });
      const printer = client.host.control.printer();
      printer.setOnline(false);
      const caller = await client.authenticate();
      for (let count = 0; count < 100; count += 1) await client.executedJob(caller);
      const id = await client.uploadedJob(caller);
      const refused = await contract.check('executePrint', client.execute(caller, id));
      expect([refused.status, refused.body]).toEqual([403, { code: 'printjob_too_many' }]);
      expect(hintOf(refused)).toMatch(/^printer-queue-full: 100 jobs/);
      client.host.control.clock.advance(1000);
      printer.setOnline(true);
      await contract.check('executePrint', client.execute(caller, id).expect(200));
    });
  });
}
