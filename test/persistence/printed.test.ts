import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Clock, type MockHostOptions } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { PDF, type Client } from '../support/mock/client.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';

const NOON = Date.UTC(2026, 10, 22, 12);
const still = (): MockHostOptions => ({ pace: 'fast', clock: new Clock(() => NOON) });
const namesIn = (path: string) => (existsSync(path) ? readdirSync(path) : []);
const printedIn = (folder: string) => namesIn(join(folder, 'printed'));
const jobOf = ({ host }: Client, id: string) => host.control.jobs().find((job) => job.id === id);
const pathOf = (client: Client, id: string) => jobOf(client, id)?.document?.path ?? '';

describe('the folder of what was printed', () => {
  it('gets a document when its job is completed, and the path of the document is right all the time', async () => {
    const folder = newFolder();
    const { client } = dataDirClient(folder, still());
    const caller = await client.authenticate();
    const id = await client.executedJob(caller);
    for (const [status, advanceMs] of [
      ['pending_held', 300],
      ['pending', 300],
      ['processing', 1400],
    ] as const) {
      expect(jobOf(client, id)?.status).toBe(status);
      expect(printedIn(folder)).toEqual([]);
      expect(readFileSync(pathOf(client, id))).toEqual(PDF);
      client.host.control.clock.advance(advanceMs);
    }
    expect(await client.information(caller, id)).toMatchObject({ status: 'completed', total_pages: 1 });
    expect(readFileSync(pathOf(client, id))).toEqual(PDF);
    await client.host.control.settled();
    expect(printedIn(folder)).toEqual([`20261122T120000Z ${id}`]);
    expect(pathOf(client, id)).toBe(join(folder, 'printed', `20261122T120000Z ${id}`, '1.pdf'));
    expect(readFileSync(pathOf(client, id))).toEqual(PDF);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    expect(JSON.parse(readFileSync(join(dirname(pathOf(client, id)), 'job.json'), 'utf8'))).toMatchObject({
      id,
      status: 'completed',
      status_reason: '',
      total_pages: 1,
      executed_at: '2026-11-22T12:00:00.000Z',
      completed_at: '2026-11-22T12:00:02.000Z',
    });
  });

  it.each<[string, (client: Client, id: string) => unknown, MockHostOptions?]>([
    [
      'is cancelled',
      async (client, id) => client.call(await client.authenticate(), 'post', `/jobs/${id}/cancel`),
    ],
    ['is cancelled at the device', ({ host }, id) => host.control.endJob(id, 'job_canceled_at_device')],
    ['fails', ({ host }, id) => host.control.endJob(id, 'document_access_error')],
    [
      'waits longer than it may',
      ({ host }) => (host.control.printer().setOnline(false), host.control.clock.advance(80 * 3_600_000)),
    ],
    ['is not what its name says', () => {}],
    [
      'is refused by what prints',
      () => {},
      { onPrint: () => Promise.reject(new Error('the drawer is open')) },
    ],
  ])('never has the document of a job that %s', async (how, end, options = {}) => {
    const folder = newFolder();
    const { client, stop } = dataDirClient(folder, { ...still(), ...options });
    const caller = await client.authenticate();
    const bytes = how === 'is not what its name says' ? Buffer.from('GIF89a') : PDF;
    const id = await client.executedJob(caller, undefined, bytes);
    await end(client, id);
    client.host.control.clock.advance(10_000);
    await expect.poll(() => jobOf(client, id)?.status).toMatch(/canceled|completed/);
    await client.host.control.settled();
    expect(jobOf(client, id)?.status_reason).toMatch(/_/);
    expect(printedIn(folder)).toEqual([]);
    expect(readFileSync(pathOf(client, id))).toEqual(bytes);
    await stop();
    const again = dataDirClient(folder, still()).client;
    expect([printedIn(folder), jobOf(again, id)?.total_pages]).toEqual([[], 0]);
    expect(readFileSync(pathOf(again, id))).toEqual(bytes);
  });

  it('has nothing of a job that is cancelled while it is executed', async () => {
    const folder = newFolder();
    const { client } = dataDirClient(folder);
    const caller = await client.authenticate();
    for (let round = 0; round < 10; round += 1) {
      // Bytes that come for the first time are looked into, which takes a while.
      const bytes = Buffer.concat([PDF, Buffer.from(`\n% ${round}`)]);
      const id = await client.uploadedJob(caller, undefined, bytes);
      const [executed, cancelled] = await Promise.all([
        client.execute(caller, id),
        client.call(caller, 'post', `/jobs/${id}/cancel`),
      ]);
      await client.host.control.settled();
      const isCancelled = jobOf(client, id)?.status === 'canceled';
      expect([executed.status, cancelled.status]).toEqual(
        isCancelled ? [expect.anything(), 200] : [200, 405],
      );
      expect(printedIn(folder).some((name) => name.endsWith(id))).toBe(!isCancelled);
    }
  });

  it('has the document before /wait, settled() and POST /_mock/api/print answer', async () => {
    const folder = newFolder();
    const { client } = dataDirClient(folder);
    const { control, app } = client.host;
    const form = await request(app).post('/_mock/api/print').attach('file', PDF, 'a.pdf').expect(201);
    expect(printedIn(folder)).toEqual([expect.stringContaining(form.body.job.id as string)]);
    expect(basename(dirname(form.body.job.document.path as string))).toBe(printedIn(folder)[0]);
    await client.print();
    const { body } = await request(app)
      .post('/_mock/api/wait')
      .send({ condition: { kind: 'job_printed', count: 2 } });
    for (const job of body.jobs as { document: { path: string } }[])
      expect(dirname(dirname(job.document.path))).toBe(join(folder, 'printed'));
    await client.print();
    await control.settled();
    expect(printedIn(folder)).toHaveLength(3);
    await client.print();
    const jobs = (await request(app).get('/_mock/api/jobs')).body.jobs as { document: { path: string } }[];
    expect(jobs.map(({ document }) => readFileSync(document.path))).toEqual([PDF, PDF, PDF, PDF]);
    expect(printedIn(folder)).toHaveLength(4);
  });

  it('gets by itself what nobody looks for, and what is completed when the host closes', async () => {
    const folder = newFolder();
    const { client, stop } = dataDirClient(folder);
    await client.print();
    await expect.poll(() => printedIn(folder).length).toBe(1);
    await client.print();
    await stop();
    expect([printedIn(folder).length, readdirSync(join(folder, 'incoming'))]).toEqual([2, []]);
  });

  it('keeps what was printed through a reset, and the documents of other jobs go', async () => {
    const folder = newFolder();
    const { client } = dataDirClient(folder);
    await client.print();
    await client.uploadedJob(await client.authenticate());
    await client.host.control.reset();
    expect([printedIn(folder).length, readdirSync(join(folder, 'incoming'))]).toEqual([1, []]);
  });

  it('tells of a document that cannot be moved, and moves it when it can be', async () => {
    const folder = newFolder();
    const { client, warnings } = dataDirClient(folder);
    writeFileSync(join(folder, 'printed'), 'something else');
    expect((await client.print()).status).toBe(200);
    const [{ id = '' } = {}] = client.host.control.jobs();
    await client.host.control.settled();
    expect(readFileSync(pathOf(client, id))).toEqual(PDF);
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`^The document of the job ${id} .*printed.* lies in .*incoming`)),
    ]);
    rmSync(join(folder, 'printed'));
    await client.host.control.settled();
    expect(readFileSync(pathOf(client, id))).toEqual(PDF);
    expect(printedIn(folder)).toHaveLength(1);
  });
});

it('keeps no more documents of cancelled jobs than the history of a printer has', async () => {
  const folder = newFolder();
  const { client } = dataDirClient(folder, still());
  const caller = await client.authenticate();
  for (let count = 0; count < 205; count += 1) {
    const id = await client.executedJob(caller);
    await client.call(caller, 'post', `/jobs/${id}/cancel`).expect(200);
  }
  await expect.poll(() => readdirSync(join(folder, 'incoming')).length).toBe(200);
});
