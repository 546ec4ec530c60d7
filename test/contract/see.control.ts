import { get } from 'node:http';
import { startMockHost } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Client, PDF } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { controlClient } from '../support/mock/control-client.js';

/** Describes faults that were asked for, and the records of them. */
export function describeSeeing(contract: Contract): void {
  describe('seeing', () => {
    it('arms, lists and removes faults', async () => {
      const { client, order } = controlClient(contract);
      const { body: fault } = await order(
        'addFault',
        {},
        { operation: 'createPrintJob', effect: { kind: 'refuse', code: 'service_unavailable' } },
      );
      await order('addFault', {}, { times: null, effect: { kind: 'delay', delay_ms: 1, spread_ms: 1 } });
      const caller = await client.authenticate();
      await client.createJob(caller).expect(503);
      const { body } = await order('listFaults');
      expect(body.faults).toMatchObject([
        { id: fault.id, struck: 1, call: 1, times: 1, is_over: true },
        { struck: 2, times: null, is_over: false },
      ]);
      expect((await order('removeFault', { fault_id: fault.id })).status).toBe(200);
      expect((await order('removeFault', { fault_id: fault.id })).status).toBe(404);
      await order('clearFaults');
      expect((await order('listFaults')).body.faults).toEqual([]);
      for (const bad of [
        {},
        { effect: { kind: 'explode' } },
        { operation: 'fly', effect: { kind: 'hang' } },
        { effect: { kind: 'refuse', code: 'nonsense' } },
        { effect: { kind: 'slow' } },
      ]) {
        expect((await order('addFault', {}, bad)).status).toBe(400);
      }
    });

    it('keeps a journal in which no secret stands, and exports it', async () => {
      const { client, order } = controlClient(contract);
      const { clientSecret } = client.host.credentials;
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await client.upload(job.upload_uri, '&File=1pdf').expect(415);
      await client.upload(job.upload_uri).expect(200);
      const { body, text } = await order('readJournal');
      expect(
        body.entries.map(
          ({
            operation,
            response,
            rule,
          }: {
            operation: string;
            response: { status: number };
            rule: string | null;
          }) => [operation, response.status, rule],
        ),
      ).toEqual([
        ['authenticate', 200, null],
        ['createPrintJob', 201, null],
        ['uploadPrintFile', 415, 'file-name-wrong'],
        ['uploadPrintFile', 200, null],
      ]);
      expect(body.entries[3]).toMatchObject({
        job_id: job.id,
        request: {
          body_bytes: PDF.length,
          body_sha256: client.host.control.jobs()[0]?.document?.sha256,
          body_text: null,
        },
      });
      const har = await order('exportHar');
      expect(har.body.log.entries).toHaveLength(4);
      const key = new URL(job.upload_uri).searchParams.get('Key') ?? '';
      for (const secret of [
        clientSecret,
        caller.token,
        caller.refreshToken,
        key,
        client.basic.slice('Basic '.length),
      ]) {
        expect(text + har.text).not.toContain(secret);
      }
      expect(
        (
          await order('readJournal', {
            operation: 'uploadPrintFile',
            status: '415',
            rule: 'file-name-wrong',
            job_id: job.id,
            since: '1',
            limit: '5',
          })
        ).body.entries,
      ).toHaveLength(1);
      expect((await order('readJournal', { limit: 'all' })).status).toBe(400);
      await order('clearJournal');
      expect((await order('readJournal')).body).toEqual({ entries: [], dropped: { entries: 0, bytes: 0 } });
    });

    it('drops the oldest entries beyond a thousand, and says so', async () => {
      const { client, order } = controlClient(contract);
      for (let count = 0; count < 1010; count += 1)
        await client.createJob({ token: 'x', refreshToken: '', deviceId: 'y' }).expect(401);
      const { body } = await order('readJournal');
      expect([body.entries.length, body.entries[0].sequence, body.dropped.entries]).toEqual([1000, 11, 10]);
    });

    it('streams the journal as it comes', async () => {
      await using host = await startMockHost();
      const client = new Client(host);
      await client.authenticate();
      const seen: string[] = [];
      await new Promise<void>((resolve, reject) => {
        const stream = get(`${host.url}/_mock/api/journal/stream?operation=authenticate`, (response) => {
          expect(response.headers['content-type']).toBe('text/event-stream');
          contract.met.push({ operationId: 'streamJournal', status: 200, code: undefined, byFault: false });
          response.setEncoding('utf8').on('data', (chunk: string) => {
            seen.push(
              ...[...chunk.matchAll(/^data: (.*)$/gm)].map(
                ([, data]) => JSON.parse(data ?? '').operation as string,
              ),
            );
            if (seen.length === 1) void client.authenticate();
            if (seen.length === 2) resolve(void stream.destroy());
          });
        }).on('error', reject);
      });
      expect(seen).toEqual(['authenticate', 'authenticate']);
    });

    it('opens a hundred streams and no more, and another one when one is closed', async () => {
      await using host = await startMockHost();
      const url = `${host.url}/_mock/api/journal/stream`;
      const gone = new AbortController();
      for (let count = 0; count < 100; count += 1)
        expect((await fetch(url, count === 0 ? { signal: gone.signal } : {})).status).toBe(200);
      const refused = await contract.check(
        'streamJournal',
        request(host.url).get('/_mock/api/journal/stream'),
      );
      expect([refused.status, refused.body.code]).toEqual([429, 'streams-too-many']);
      expect(refused.body.message).toMatch(/^100 streams .* Close one/);
      gone.abort();
      await expect.poll(async () => (await fetch(url)).status).toBe(200);
    });

    it('waits on the server until something holds, and no longer than it is told', async () => {
      const { client, order } = controlClient(contract, { pace: 'fast' });
      const caller = await client.authenticate();
      const job_id = await client.executedJob(caller);
      const waiting = order('waitFor', {}, { condition: { kind: 'job_printed', job_id }, timeout_ms: 5000 });
      const early = await order(
        'waitFor',
        {},
        { condition: { kind: 'job_status', job_id, status: 'completed' }, timeout_ms: 0 },
      );
      expect([early.status, early.body]).toMatchObject([408, { met: false, seen: 0 }]);
      client.host.control.clock.advance(2000);
      expect((await waiting).body).toMatchObject({ met: true, jobs: [{ id: job_id }] });
      const uploads = await order(
        'waitFor',
        {},
        { condition: { kind: 'exchanges', operation: 'uploadPrintFile', status: 200, count: 1 } },
      );
      expect(uploads.body.entries).toHaveLength(1);
      for (const bad of [
        {},
        { condition: { kind: 'luck' } },
        { condition: { kind: 'job_printed' }, timeout_ms: 1e9 },
      ])
        expect((await order('waitFor', {}, bad)).status).toBe(400);
    });
  });
}
