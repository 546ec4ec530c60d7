import { Clock, startMockHost, type MockHostOptions } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { readDescription } from '../support/description/description.js';
import { openStream } from '../support/mock/event-stream.js';

const email = 'mock.printer@print.epsonconnect.com';
const SCHEMAS: Readonly<Record<string, object>> = {
  state: readDescription('control/schemas/events.yaml')['WorldState'] as object,
  job: readDescription('control/schemas/job.yaml')['Job'] as object,
  job_forgotten: readDescription('control/schemas/events.yaml')['ForgottenJob'] as object,
  exchange: readDescription('control/schemas/journal.yaml')['Entry'] as object,
  reset: { type: 'object', additionalProperties: false },
};

/** Describes the stream of what changes in a world. */
export function describeEvents(contract: Contract): void {
  async function follow(options: MockHostOptions = {}) {
    const clock = new Clock(() => Date.UTC(2026, 0, 1));
    const host = await startMockHost({ pace: 'fast', clock, ...options });
    onTestFinished(() => host.close());
    const stream = await openStream(`${host.url}/_mock/api/events`);
    onTestFinished(() => {
      for (const { event, data } of stream.events)
        expect(contract.faultsOf(SCHEMAS[event] ?? {}, data), event).toEqual([]);
      stream[Symbol.dispose]();
    });
    contract.met.push({ operationId: 'streamEvents', status: 200, code: undefined, byFault: false });
    await stream.until('state');
    const order = (method: 'post' | 'patch' | 'put' | 'delete', path: string, body: object = {}) =>
      request(host.url)[method](`/_mock/api${path}`).send(body);
    return { host, stream, client: new Client(host), order, clock };
  }

  describe('the stream of changes', () => {
    it('begins with the state, and sends a job with each of its states', async () => {
      const { stream, client, clock } = await follow();
      expect(stream.events).toEqual([
        {
          event: 'state',
          data: {
            printers: [expect.objectContaining({ email, trouble: null, waiting_jobs: 0 })],
            faults: [],
            clock: { now: '2026-01-01T00:00:00.000Z', is_frozen: false, speed: 1 },
            consent: 'page',
            pace: 'fast',
            at_start: { consent: 'page', pace: 'fast' },
            journal: { first: 1, dropped: { entries: 0, bytes: 0 } },
          },
        },
      ]);
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await stream.until('job', { id: job.id, status: 'pending_held', document: null });
      await client.upload(job.upload_uri).expect(200);
      await stream.until('job', {
        id: job.id,
        document: expect.objectContaining({ name: '1.pdf' }) as object,
      });
      await client.execute(caller, job.id).expect(200);
      await stream.until('state', { printers: [expect.objectContaining({ waiting_jobs: 1 })] });
      clock.advance(10_000);
      await stream.until('job', { id: job.id, status: 'completed' });
      await stream.until('state', { printers: [expect.objectContaining({ waiting_jobs: 0 })] });
      await stream.until('exchange', { operation: 'executePrint', job_id: job.id });
    });

    it('sends the end of an outage', async () => {
      const { host, stream, client } = await follow({ clock: new Clock() });
      host.control.faults.add({ operation: 'authenticate', status: 500, duration_ms: 100 });
      await client.token().expect(500);
      await stream.until('state', { faults: [expect.objectContaining({ struck: 1, is_over: true })] });
    });

    it('sends what is set at the printer, the clock, the faults and the consent, and what a fault has struck', async () => {
      const { stream, client, order } = await follow();
      await order('patch', `/printers/${email}`, { trouble: 'media_jam' }).expect(200);
      await stream.until('state', { printers: [expect.objectContaining({ trouble: 'media_jam' })] });
      await order('post', '/clock', { advance_ms: 3_600_000, freeze: true }).expect(200);
      await stream.until('state', {
        clock: { now: '2026-01-01T01:00:00.000Z', is_frozen: true, speed: 1 },
      });
      await order('put', '/consent', { consent: 'deny' }).expect(200);
      await stream.until('state', { consent: 'deny' });
      await order('put', '/pace', { pace: 'real' }).expect(200);
      await stream.until('state', { pace: 'real', at_start: { consent: 'page', pace: 'fast' } });
      await order('post', '/faults', { operation: 'createPrintJob', code: 'service_unavailable' }).expect(
        201,
      );
      await stream.until('state', { faults: [expect.objectContaining({ struck: 0 })] });
      await client.createJob(await client.authenticate()).expect(503);
      await stream.until('state', { faults: [expect.objectContaining({ struck: 1 })] });
      await order('delete', '/faults').expect(200);
      await stream.until('state', { faults: [], consent: 'deny' });
      await order('delete', '/journal').expect(200);
      await stream.until('state', { journal: expect.objectContaining({ first: 3 }) as object });
    });

    it('says that the world was reset, and goes on with the new one', async () => {
      const { host, stream, client } = await follow();
      await client.job(await client.authenticate());
      await host.control.reset();
      await stream.until('reset');
      await stream.until('state', { journal: expect.objectContaining({ first: 3 }) as object });
      const after = stream.events.slice(stream.events.findIndex(({ event }) => event === 'reset'));
      expect(after.map(({ event }) => event)).not.toContain('job');
      const job = await client.job(await client.authenticate());
      await stream.until('job', { id: job.id });
    });

    it('sends changes that follow each other closely as one event, and nothing where nothing has changed', async () => {
      const { stream, client, clock, host } = await follow({ pace: 'instant' });
      const caller = await client.authenticate();
      const id = await client.executedJob(caller);
      await stream.until('job', { id, status: 'completed' });
      await stream.until('exchange', { operation: 'executePrint' });
      stream.taken();
      clock.advance(0);
      // A state that is the same is not sent again: what comes next is the job of this call.
      host.control.printer().setOnline(true);
      const next = await client.job(caller);
      await stream.until('job', { id: next.id });
      expect(stream.taken().filter((event) => event === 'state')).toEqual([]);
    });

    it('names the jobs that are forgotten, which are those before the newest 200 of a printer', async () => {
      const { stream, client } = await follow({ pace: 'instant', callsPerMinute: Infinity });
      const caller = await client.authenticate();
      const first = await client.executedJob(caller);
      for (let count = 0; count < 200; count += 1) await client.executedJob(caller);
      await stream.until('job_forgotten', { id: first });
      expect(stream.events.filter(({ event }) => event === 'job_forgotten')).toHaveLength(1);
    });

    it('begins with what readers get who cannot keep it open', async () => {
      const { host, stream } = await follow();
      host.control.printer().setTrouble('media_jam');
      await stream.until('state', { printers: [expect.objectContaining({ trouble: 'media_jam' })] });
      const { body } = await contract.check('getState', request(host.url).get('/_mock/api/state'));
      expect(body).toEqual(stream.events.at(-1)?.data);
    });

    it('is one of the hundred streams', async () => {
      const { host } = await follow();
      const url = `${host.url}/_mock/api/journal/stream`;
      for (let count = 1; count < 100; count += 1) expect((await fetch(url)).status).toBe(200);
      const refused = await contract.check('streamEvents', request(host.url).get('/_mock/api/events'));
      expect([refused.status, refused.body.code]).toEqual([429, 'streams-too-many']);
    });
  });
}
