import { readFileSync } from 'node:fs';
import { Clock } from 'epson-connect-mock';
import request from 'supertest';
import { expect, it } from 'vitest';
import { basicOf } from '../support/mock/authorization.js';
import { ClientV2 } from '../support/mock/client-v2.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';
import { newFolder } from '../support/folder.js';
import { rewriteStateLog } from '../support/mock/state-log.js';

const NOON = Date.UTC(2026, 10, 22, 12);
const EMAIL = 'mock.printer@print.epsonconnect.com';
const OTHER = { clientId: 'f'.repeat(32), clientSecret: 's'.repeat(86), apiKey: 'k'.repeat(40) };

it('keeps what was added while it ran, codes and schedules over a reset and a restart', async () => {
  const folder = newFolder();
  const options = { pace: 'instant', clock: new Clock(() => NOON) } as const;
  const first = dataDirClient(folder, options);
  const { control } = first.client.host;
  control.seedApp({ ...OTHER, redirectUris: ['https://shop.example/callback'] });
  control.seedClient({ clientId: OTHER.clientId, clientSecret: 'c'.repeat(64) });
  control.seedAccount({ email: 'ada@example.com', name: 'Ada', printers: [EMAIL] });
  control.seedAccount({ email: 'bob@example.com' });
  control.setConsent('deny');
  // The end of a world takes back what was kept of it, and not what it was given from outside.
  await control.reset();
  await control.world(OTHER.clientId).reset();
  const people = control.accounts();
  const device = new ClientV2(first.client.host);
  const token = await device.accessToken(control.issueCode({ account: 'ada@example.com' }).code);
  const { code } = control.issueCode();
  const asked = { jobName: 'menu', printMode: 'document', printDateTime: '202611221300' };
  const { body: schedule } = await device.call(token, 'post', '/scheduling/schedules', asked).expect(201);
  await device.upload(schedule.uploadUri).expect(200);
  await device.call(token, 'post', `/scheduling/schedules/${schedule.scheduleJobId}/reserve`).expect(202);
  await first.stop();

  const second = dataDirClient(folder, { ...options, clock: new Clock(() => NOON) });
  const { host } = second.client;
  expect(second.warnings).toEqual([]);
  expect(host.control.accounts()).toEqual(people);
  expect(host.control.consent).toBe('page');
  expect(host.control.jobs()).toMatchObject([{ id: schedule.scheduleJobId, status: 'reserved' }]);
  const restarted = new ClientV2(host);
  await restarted.accessToken(code);
  await restarted.call(token, 'get', '/printing/devices/info').expect(200);
  for (const [path, secret, form] of [
    ['/auth/token', OTHER.clientSecret, 'grant_type=client_credentials'],
    [
      '/api/1/printing/oauth2/auth/token?subject=printer',
      'c'.repeat(64),
      `grant_type=password&username=${encodeURIComponent(EMAIL)}&password=`,
    ],
  ] as const)
    await request(host.app)
      .post(path)
      .set('Authorization', basicOf(OTHER.clientId, secret))
      .set('Content-Type', 'application/x-www-form-urlencoded')
      .send(form)
      .expect(200);
  host.control.clock.advance(3_600_000);
  // It is printed when that is kept.
  await host.control.waitFor({ kind: 'job_printed', job_id: schedule.scheduleJobId });
  host.control.assertJobs([{ id: schedule.scheduleJobId, status: 'completed' }]);
  // An older version would take these records for damage.
  expect(JSON.parse(readFileSync(`${folder}/format.json`, 'utf8'))).toMatchObject({ format: 2 });
});

it('reads the jobs of a version that kept no history, which begins at what is known', async () => {
  const folder = newFolder();
  const start = (systemMs: number) => dataDirClient(folder, { clock: new Clock(() => systemMs) });
  const first = start(NOON);
  const caller = await first.client.authenticate();
  const id = await first.client.uploadedJob(caller);
  first.client.host.control.clock.advance(60_000);
  await first.client.execute(caller, id).expect(200);
  await first.client.host.control.settled();
  const [before] = first.client.host.control.jobs();
  await first.stop();
  const without = (key: string, value: unknown) => (key === 'history' ? undefined : value);
  rewriteStateLog(folder, (lines) => lines.map((line) => JSON.stringify(JSON.parse(line, without))));

  const second = start(NOON);
  expect(second.warnings).toEqual([]);
  const [job] = second.client.host.control.jobs();
  expect(before?.history).toHaveLength(5);
  const [begin, end] = [before?.history[0], before?.history.at(-1)];
  expect(job).toEqual({ ...before, history: [begin, { ...end, recorded_at: end?.at }] });
});
