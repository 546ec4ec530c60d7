import { readFileSync, rmSync } from 'node:fs';
import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { hintOf, PDF } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { controlClient } from '../support/mock/control-client.js';

const email = 'mock.printer@print.epsonconnect.com';
const other = { client_id: 'b'.repeat(32), client_secret: 'c'.repeat(64) };

/** Describes changes of a world by its control API. */
export function describeSteering(contract: Contract): void {
  describe('steering', () => {
    it('tells that it is there, and by which rules it judges', async () => {
      const { order } = controlClient(contract);
      expect((await order('getHealth')).body).toMatchObject({ status: 'ok', name: 'epson-connect-mock' });
      const { body } = await order('listRules');
      expect(body.rules).toContainEqual({
        id: 'execute-twice',
        answers: [
          { api_version: 1, status: 405, code: 'command_not_allowed' },
          { api_version: 2, status: 403, code: 'operation_not_allowed' },
        ],
        summary: 'A job must be executed only once.',
        remedy:
          'Ask for job information when it is not known whether execute succeeded; create a job for each print.',
        kind: 'refusal',
      });
      expect(body.rules.length).toBeGreaterThan(80);
    });

    it('lists jobs, reads one, and gives out its document', async () => {
      const { client, order } = controlClient(contract);
      await client.print();
      const { body } = await order('listJobs', { status: 'completed', printer: email });
      expect(body.jobs).toMatchObject([{ status: 'completed', total_pages: 1, job_name: 'SampleJob1' }]);
      const job_id = body.jobs[0].id as string;
      expect((await order('listJobs', { status: 'canceled' })).body.jobs).toEqual([]);
      expect((await order('getJob', { job_id })).body).toEqual(body.jobs[0]);
      const document = await order('getDocument', { job_id });
      expect(document.body).toEqual(PDF);
      expect(readFileSync(body.jobs[0].document.path)).toEqual(PDF);
      // The folder of printed documents is the user's own, who may empty it.
      rmSync(body.jobs[0].document.path);
      const removed = await order('getDocument', { job_id });
      expect([removed.status, removed.body.code]).toEqual([404, 'document-missing']);
    });

    it('ends a job as only the printer can, once', async () => {
      const { client, order } = controlClient(contract, { pace: 'fast' });
      const caller = await client.authenticate();
      const job_id = await client.executedJob(caller);
      const { body } = await order('endJob', { job_id }, { reason: 'job_canceled_at_device' });
      expect(body).toMatchObject({ status: 'canceled', status_reason: 'job_canceled_at_device' });
      expect((await order('endJob', { job_id }, { reason: 'job_canceled_at_device' })).status).toBe(409);
      expect(
        (await order('endJob', { job_id: '0'.repeat(32) }, { reason: 'attention_required' })).status,
      ).toBe(404);
      expect((await order('endJob', { job_id }, { reason: 'boredom' })).status).toBe(400);
    });

    it('tells and sets the pace, which jobs take with their next step, until a reset', async () => {
      const clock = new Clock(() => Date.UTC(2026, 0, 1));
      const { client, order } = controlClient(contract, { pace: 'real', clock });
      const statusOf = async (job_id: string) => (await order('getJob', { job_id })).body.status as string;
      expect((await order('getPace')).body).toEqual({ pace: 'real' });
      const caller = await client.authenticate();
      const under_way = await client.executedJob(caller);
      const waiting = await client.executedJob(caller);
      clock.advance(6_000);
      expect([await statusOf(under_way), await statusOf(waiting)]).toEqual(['processing', 'pending']);
      expect((await order('setPace', {}, { pace: 'instant' })).body).toEqual({ pace: 'instant' });
      expect([await statusOf(under_way), await statusOf(waiting)]).toEqual(['processing', 'completed']);
      expect(await statusOf(await client.executedJob(caller))).toBe('completed');
      for (const wrong of [{}, { pace: 'slow' }])
        expect((await order('setPace', {}, wrong)).body.code).toBe('validation-failed');
      expect(() => client.host.control.setPace('slow' as never)).toThrow('pace is "slow"');
      await order('resetWorld');
      expect((await order('getPace')).body).toEqual({ pace: 'real' });
    });

    it('tells and sets the origin of upload URIs', async () => {
      const { client, order } = controlClient(contract);
      expect((await order('getPublicUrl')).body).toEqual({ public_url: null });
      const public_url = 'https://print.example.com';
      expect((await order('setPublicUrl', {}, { public_url })).body).toEqual({ public_url });
      expect((await client.job(await client.authenticate())).upload_uri).toContain(`${public_url}/`);
      for (const wrong of [{ public_url: 'print.example.com' }, { public_url: 1 }, {}])
        expect((await order('setPublicUrl', {}, wrong)).body.code).toBe('validation-failed');
      expect((await order('getPublicUrl')).body).toEqual({ public_url });
      expect((await order('setPublicUrl', {}, { public_url: null })).body).toEqual({ public_url: null });
    });

    it('seeds printers, changes them, and keeps them through a reset', async () => {
      const { client, order } = controlClient(contract, { pace: 'fast' });
      const seeded = await order(
        'seedPrinter',
        {},
        {
          email: 'laser@print.epsonconnect.com',
          capability: 'mono-laser',
          name: 'AL-1',
          serial_no: 'X000000001',
          multi_byte_display: false,
          online: false,
          remote_printing: true,
        },
      );
      expect(seeded.body).toMatchObject({
        email: 'laser@print.epsonconnect.com',
        name: 'AL-1',
        multi_byte_display: false,
        online: false,
        trouble: null,
        waiting_jobs: 0,
      });
      expect((await order('seedPrinter', {}, { email: 'laser@print.epsonconnect.com' })).status).toBe(409);
      const caller = await client.authenticate('laser@print.epsonconnect.com');
      await client.executedJob(caller);
      client.host.control.clock.advance(1000);
      const changed = await order(
        'changePrinter',
        { email: 'laser@print.epsonconnect.com' },
        { online: true, trouble: 'cover_open' },
      );
      // The job is not waiting any more: the printer has it, and is stopped.
      expect(changed.body).toMatchObject({ online: true, trouble: 'cover_open', waiting_jobs: 0 });
      expect(client.host.control.jobs()).toMatchObject([
        { status: 'processing_stopped', status_reason: 'attention_required' },
      ]);
      await order('resetWorld');
      const { body } = await order('listPrinters');
      expect(body.printers).toMatchObject([
        { email, multi_byte_display: true },
        {
          email: 'laser@print.epsonconnect.com',
          multi_byte_display: false,
          online: false,
          trouble: null,
          waiting_jobs: 0,
        },
      ]);
      expect((await order('changePrinter', { email: 'nobody@print.epsonconnect.com' }, {})).status).toBe(404);
    });

    it('moves, freezes and speeds the clock', async () => {
      const { order } = controlClient(contract);
      expect((await order('getClock')).body).toEqual({
        now: '2026-01-01T00:00:00.000Z',
        is_frozen: false,
        speed: 1,
      });
      const moved = await order('changeClock', {}, { advance_ms: 3_600_000, freeze: true, speed: 60 });
      expect(moved.body).toEqual({ now: '2026-01-01T01:00:00.000Z', is_frozen: true, speed: 60 });
      expect((await order('changeClock', {}, { set: '2026-03-01T00:00:00Z' })).body.now).toBe(
        '2026-03-01T00:00:00.000Z',
      );
      for (const body of [
        {},
        { set: '2020-01-01T00:00:00Z' },
        { advance_ms: -1 },
        { speed: 0 },
        { freeze: 'yes' },
        { advance_ms: 1, set: '2027-01-01T00:00:00Z' },
      ]) {
        expect((await order('changeClock', {}, body)).status).toBe(400);
      }
    });

    it('lets a frozen clock go on from where it stands', async () => {
      let systemMs = Date.UTC(2026, 0, 1);
      const { order } = controlClient(contract, { clock: new Clock(() => systemMs) });
      const frozen = await order('changeClock', {}, { freeze: true, speed: 2 });
      expect(frozen.body).toEqual({ now: '2026-01-01T00:00:00.000Z', is_frozen: true, speed: 2 });
      systemMs += 60_000;
      expect((await order('getClock')).body.now).toBe('2026-01-01T00:00:00.000Z');
      const going = await order('changeClock', {}, { freeze: false });
      expect(going.body).toEqual({ now: '2026-01-01T00:00:00.000Z', is_frozen: false, speed: 2 });
      systemMs += 1000;
      expect((await order('getClock')).body.now).toBe('2026-01-01T00:00:02.000Z');
    });

    it('lets the owner of a printer forbid printing through the API, and allow it', async () => {
      const { client, order } = controlClient(contract);
      const { body } = await order('changePrinter', { email }, { remote_printing: false });
      expect(body).toMatchObject({ remote_printing: false, online: true, trouble: null });
      expect(hintOf(await client.token().expect(400))).toMatch(/^remote-printing-off: /);
      const allowed = await order('changePrinter', { email: email.toUpperCase() }, { remote_printing: true });
      expect(allowed.body).toMatchObject({ email, remote_printing: true });
      await client.token().expect(200);
    });

    it('expires and revokes tokens', async () => {
      const { client, order } = controlClient(contract);
      const caller = await client.authenticate();
      expect((await order('expireTokens', {}, { printer: email })).body).toEqual({
        access_tokens: 1,
        refresh_tokens: 0,
      });
      await client.createJob(caller).expect(401);
      await client.authenticate();
      expect((await order('revokeTokens')).body).toEqual({ access_tokens: 2, refresh_tokens: 2 });
      expect((await order('expireTokens', {}, { printer: 'x@print.epsonconnect.com' })).status).toBe(404);
      expect((await order('revokeTokens', {}, { printer: 'x@print.epsonconnect.com' })).status).toBe(404);
    });

    it('lets clients in, each with a world of its own', async () => {
      const { client, order } = controlClient(contract);
      expect((await order('seedClient', {}, other)).body).toEqual({
        client_id: other.client_id,
        api_versions: [1],
        redirect_uris: null,
        printers: 1,
        jobs: 0,
        faults: 0,
        exchanges: 0,
      });
      expect((await order('seedClient', {}, other)).status).toBe(409);
      expect((await order('seedClient', {}, { client_id: 'a:b', client_secret: 'c' })).status).toBe(400);
      const basic = `Basic ${Buffer.from(`${other.client_id}:${other.client_secret}`).toString('base64')}`;
      await client.token(undefined, { Authorization: basic }).expect(200);
      await client.print();
      const { body } = await order('listClients');
      expect(body.clients).toMatchObject([
        { jobs: 1, exchanges: 4 },
        { client_id: other.client_id, jobs: 0, exchanges: 1 },
      ]);
      await order('changeClock', { client_id: other.client_id }, { advance_ms: 1000 });
      expect(client.host.control.clock.now()).toBe(Date.UTC(2026, 0, 1));
      await order('resetWorld', {}, { all: true });
      expect((await order('listClients')).body.clients).toMatchObject([
        { jobs: 0, exchanges: 0 },
        { jobs: 0, exchanges: 0 },
      ]);
      await client.authenticate();
    });
  });
}
