import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { Client } from '../../support/mock/client.js';
import { HOUR_MS, MINUTE_MS, outcomeOf, slowClientV2, START_MS } from '../../support/mock/client-v2.js';

/** Describes one printer that both versions print on. */
export function describeBothVersions(contract: Contract): void {
  describe('a printer with jobs of both versions', () => {
    it('prints them in one queue, in the order in which they came, one after the other', async () => {
      const { client, token, clock } = await slowClientV2({ pace: 'real' });
      const v1 = new Client(client.host);
      const caller = await v1.authenticate();
      const { control } = client.host;
      const printer = control.printer();
      printer.setOnline(false);
      const scheduled = await client.reservedSchedule(token);
      const order = [await v1.executedJob(caller), await client.executedJob(token)];
      clock.advance(45 * MINUTE_MS);
      order.push(scheduled, await v1.executedJob(caller), await client.executedJob(token));
      printer.setOnline(true);
      const done = () => control.jobs().filter(({ status }) => status === 'completed');
      const ended: string[] = [];
      for (let seconds = 0; seconds < 300 && ended.length < order.length; seconds += 1) {
        clock.advance(1000);
        for (const { id } of done()) if (!ended.includes(id)) ended.push(id);
        const printing = control.jobs().filter(({ status }) => status === 'processing');
        expect(printing.length).toBeLessThanOrEqual(1);
      }
      expect(ended).toEqual(order);
    });

    it('counts them all as waiting', async () => {
      const { client, token } = await slowClientV2({ callsPerMinute: Number.POSITIVE_INFINITY });
      const v1 = new Client(client.host);
      const caller = await v1.authenticate();
      client.host.control.printer().setOnline(false);
      for (let count = 0; count < 20; count += 1) await v1.executedJob(caller);
      const source = await client.uploadedJob(token);
      for (let count = 0; count < 80; count += 1) {
        const { body: copy } = await client.copy(token, source).expect(201);
        await client.execute(token, copy.jobId).expect(202);
      }
      const refused = await contract.check('executePrint', client.execute(token, source));
      expect(outcomeOf(refused)).toEqual([403, 'job_limit_exceeded', 'printer-queue-full']);
      const { body } = await v1.execute(caller, await v1.uploadedJob(caller)).expect(403);
      expect(body).toEqual({ code: 'printjob_too_many' });
    });

    it('stops them all, in the words of each', async () => {
      const { client, token, clock } = await slowClientV2();
      const v1 = new Client(client.host);
      const caller = await v1.authenticate();
      const [old, fresh] = [await v1.executedJob(caller), await client.executedJob(token)];
      clock.advance(1000);
      client.host.control.printer().setTrouble('cover_open');
      expect(await v1.information(caller, old)).toMatchObject({
        status: 'processing_stopped',
        status_reason: 'attention_required',
      });
      expect(await client.statusOf(token, fresh)).toBe('stopped_other');
    });

    it('does not tell the one of the jobs of the other', async () => {
      const { client, token } = await slowClientV2();
      const v1 = new Client(client.host);
      const caller = await v1.authenticate();
      const [old, fresh] = [await v1.executedJob(caller), await client.executedJob(token)];
      for (const [operation, answer] of [
        ['getPrintJob', client.information(token, old)],
        ['executePrint', client.execute(token, old)],
        ['cancelPrint', client.cancel(token, old)],
        ['copyPrintJob', client.copy(token, old)],
      ] as const)
        expect(outcomeOf(await contract.check(operation, answer))).toEqual([
          404,
          'job_not_found',
          'job-unknown',
        ]);
      await v1.call(caller, 'get', `/jobs/${fresh}`).expect(404);
      await v1.call(caller, 'post', `/jobs/${fresh}/cancel`).expect(404);
    });

    it('has the keys of each on its own path', async () => {
      const { client, token } = await slowClientV2();
      const v1 = new Client(client.host);
      const { upload_uri: uri } = await v1.job(await v1.authenticate());
      const { uploadUri } = await client.job(token);
      const key = (from: string) => new URL(from).search;
      const swapped = await contract.check(
        'uploadPrintFile',
        client.upload(`http://127.0.0.1/data${key(uri)}`),
      );
      expect([swapped.status, outcomeOf(swapped)[2]]).toEqual([404, 'key-unknown']);
      await v1.upload(`${new URL(uri).origin}${new URL(uri).pathname}${key(uploadUri)}`).expect(404);
      await contract.check('uploadPrintFile', client.upload(uploadUri).expect(200));
      await v1.upload(uri).expect(200);
    });

    it('ends the tokens of both after an hour', async () => {
      const { client, token, clock } = await slowClientV2({ clock: new Clock(() => START_MS) });
      const v1 = new Client(client.host);
      const caller = await v1.authenticate();
      clock.advance(HOUR_MS);
      await client.call(token, 'get', '/printing/devices/info').expect(401);
      await v1.call(caller, 'get', '').expect(401);
    });
  });
}
