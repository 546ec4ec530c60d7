import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { AssumptionOptions } from 'epson-connect-mock';
import type { JobNotification, JobNotificationV2 } from 'epson-connect-sdk/receive';
import type { Express } from 'express';
import { describe, expect, it } from 'vitest';
import { notificationReceiver } from '../examples/receive-notifications.js';
import { scanReceiver } from '../examples/receive-scans.js';
import { PDF } from '../support/mock/client.js';
import { document, journey } from '../support/mock/journey.js';
import { journeyV2 } from '../support/mock/journey-v2.js';
import { newFolder } from '../support/folder.js';
import { listen } from '../support/http/listen.js';

/** A place for the notifications that come. */
function inbox() {
  const told: (JobNotification | JobNotificationV2)[] = [];
  return { told, receiver: notificationReceiver(SECRET_PATH, (each) => told.push(each)) };
}

const SECRET_PATH = '/epson/0b9f3c5d7a';

const serve = async (app: Express): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(app))}${SECRET_PATH}`;

describe('the example that receives notifications', () => {
  it.each<AssumptionOptions>([{ 'callback-values': 'pascal' }, { 'callback-values': 'snake' }])(
    'is told of every status of a job, with the words of the API, under %j',
    async (assume) => {
      const { host, epson } = await journey({ pace: 'instant', assume });
      const { told, receiver } = inbox();
      const callback_uri = await serve(receiver);
      await epson.notifications.set({ notification: true, callback_uri });
      const job = await epson.print(document);
      await host.control.settled();
      const of = { api_version: 1, job_id: job.id, updatedAt: expect.any(Date) };
      expect(told).toMatchObject([
        { ...of, status: 'pending_held', status_reason: 'job_closed' },
        { ...of, status: 'pending', status_reason: 'job_queued' },
        { ...of, status: 'processing', status_reason: '' },
        { ...of, status: 'completed', status_reason: '' },
      ]);
    },
  );

  it('is told by version 2 of the stops and the end of a job', async () => {
    const { host, epson } = await journeyV2({ pace: 'instant' });
    const { told, receiver } = inbox();
    const callbackUri = await serve(receiver);
    await epson.notifications.set({ notification: true, callbackUri });
    host.control.printer().setTrouble('media_empty');
    const { jobId } = await epson.print(document);
    await host.control.settled();
    host.control.printer().setTrouble(null);
    await host.control.settled();
    const of = { api_version: 2, type: 'ImmediatePrint', jobId, updatedAt: expect.any(Date) };
    expect(told).toMatchObject([
      { ...of, status: 'media_empty' },
      { ...of, status: 'completed' },
    ]);
  });

  it('is told of nothing any more when notifications are off', async () => {
    const { host, epson } = await journey({ pace: 'instant' });
    const { told, receiver } = inbox();
    const callback_uri = await serve(receiver);
    await epson.notifications.set({ notification: true, callback_uri });
    await epson.notifications.set({ notification: false, callback_uri });
    await epson.print(document);
    await host.control.settled();
    expect(told).toEqual([]);
  });

  it('answers 400 to what is no notification, and 500 when it could not be told', async () => {
    const url = await serve(
      notificationReceiver(SECRET_PATH, () => {
        throw new Error('the database is down');
      }),
    );
    const post = async (body: string) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    const JobStatus = { Status: 'Completed', StatusReason: '', UpdateDate: '2024/05/01 09:15:03' };
    expect(await post('{"Param": {}}')).toBe(400);
    expect(await post(JSON.stringify({ Param: { JobId: 'a1', JobStatus } }))).toBe(500);
  });
});

describe('the example that receives scans', () => {
  async function receiver() {
    const folder = newFolder();
    return { folder, destination: await serve(scanReceiver(SECRET_PATH, folder)) };
  }

  it('keeps every page under a name of its own', async () => {
    const { host, epson } = await journey();
    const { folder, destination } = await receiver();
    await epson.destinations.register({ alias_name: 'Receiver', type: 'url', destination });
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
    const deliveries = await host.control.printer().scan([
      { name: '../../escape.pdf', contentType: 'application/pdf', bytes: PDF },
      { name: 'page.jpg', contentType: 'image/jpeg', bytes: jpeg },
    ]);
    expect(deliveries).toMatchObject([{ alias_name: 'Receiver', outcome: { status: 200 } }]);
    const names = (await readdir(folder)).sort((a, b) => a.slice(-3).localeCompare(b.slice(-3)));
    expect(names).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}\.jpg$/),
      expect.stringMatching(/^[0-9a-f-]{36}\.pdf$/),
    ]);
    const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
    expect(files).toEqual([Buffer.from(jpeg), PDF]);
  });

  it('answers 500 and keeps nothing when what comes is no scan', async () => {
    const { folder, destination } = await receiver();
    const form = new FormData();
    form.append('1', new Blob(['<script>'], { type: 'text/html' }), 'a.html');
    expect((await fetch(destination, { method: 'POST', body: form })).status).toBe(500);
    expect((await fetch(destination, { method: 'POST', body: 'no form' })).status).toBe(500);
    expect(await readdir(folder)).toEqual([]);
  });
});
