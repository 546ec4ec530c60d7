import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { Client, hintOf } from '../../support/mock/client.js';
import { ClientV2, outcomeOf, slowClientV2, START_MS } from '../../support/mock/client-v2.js';

/** Describes the limits of calls and of waiting jobs. */
export function describeLimits(contract: Contract): void {
  const device = (client: ClientV2, token: string) => client.call(token, 'get', '/printing/devices/info');

  describe('the call limit', () => {
    it('is none unless one is set', async () => {
      const { client, token } = await slowClientV2();
      for (let count = 0; count < 110; count += 1) await device(client, token).expect(200);
      expect((await contract.check('getDevice', device(client, token))).status).toBe(200);
    });

    it('refuses calls until the minute has passed', async () => {
      const { client, token, clock } = await slowClientV2({ callsPerMinuteV2: 2 });
      await device(client, token).expect(200);
      clock.advance(30_000);
      await device(client, token).expect(200);
      const refused = await contract.check('getDevice', device(client, token));
      expect([refused.status, refused.body]).toEqual([429, { message: 'Too Many Requests' }]);
      expect(hintOf(refused)).toMatch(/^call-limit-passed: /);
      clock.advance(30_000);
      await contract.check('getDevice', device(client, token).expect(200));
    });

    it('counts neither tokens nor uploads, nor calls whose token or key does not stand', async () => {
      const client = new ClientV2({ callsPerMinuteV2: 2 });
      const token = await client.deviceToken();
      await client.createJob(token, undefined, { Authorization: null }).expect(401);
      await client.createJob(token, undefined, { 'x-api-key': null }).expect(403);
      const { jobId, uploadUri } = await client.job(token);
      await client.upload(uploadUri).expect(200);
      for (let count = 0; count < 3; count += 1) {
        await client.upload(uploadUri).expect(409);
        await client.application();
      }
      await contract.check('executePrint', client.execute(token, jobId).expect(202));
      await contract.check('executePrint', client.execute(token, jobId).expect(429));
    });

    it('of each version is its own', async () => {
      const client = new ClientV2({ callsPerMinute: 1, callsPerMinuteV2: 1 });
      const v1 = new Client(client.host);
      const [token, caller] = [await client.deviceToken(), await v1.authenticate()];
      await device(client, token).expect(200);
      await v1.call(caller, 'get', '').expect(200);
      await contract.check('getDevice', device(client, token).expect(429));
      await v1.call(caller, 'get', '').expect(403);
    });
  });

  describe('the queue of a printer', () => {
    it('takes 100 waiting jobs and refuses the next, until there is room', async () => {
      const client = new ClientV2({ clock: new Clock(() => START_MS) });
      const token = await client.deviceToken();
      const { control } = client.host;
      control.printer().setOnline(false);
      const source = await client.uploadedJob(token);
      for (let count = 0; count < 100; count += 1) {
        const { body } = await client.copy(token, source).expect(201);
        await client.execute(token, body.jobId).expect(202);
      }
      const refused = await contract.check('executePrint', client.execute(token, source));
      expect(outcomeOf(refused)).toEqual([403, 'job_limit_exceeded', 'printer-queue-full']);
      control.printer().setOnline(true);
      control.clock.advance(1000);
      await contract.check('executePrint', client.execute(token, source).expect(202));
    });
  });
}
