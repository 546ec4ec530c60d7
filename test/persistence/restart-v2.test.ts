import { Clock } from 'epson-connect-mock';
import { expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { ClientV2, JOB, SETTINGS } from '../support/mock/client-v2.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const MINUTE_MS = 60_000;

/** A host of version 2 that keeps everything in a folder. */
function host(folder: string, pace: 'instant' | 'real' = 'real') {
  const clock = new Clock(() => NOON);
  const { client, warnings, stop } = dataDirClient(folder, { consent: 'auto', pace, clock });
  return { client: new ClientV2(client.host), warnings, stop };
}

async function schedule(client: ClientV2, token: string): Promise<string> {
  const asked = { ...JOB, printDateTime: '202601021300', printSettings: { ...SETTINGS, copies: 2 } };
  const { body } = await client.call(token, 'post', '/scheduling/schedules', asked).expect(201);
  await client.upload(body.uploadUri).expect(200);
  return body.scheduleJobId;
}

it('has the same jobs of version 2 after a restart as before, and prints what is reserved at its time', async () => {
  const folder = newFolder();
  const before = host(folder);
  const { client } = before;
  const token = await client.deviceToken();
  const clock = client.host.control.clock;
  await client.executedJob(token, { printSettings: { ...SETTINGS, doubleSided: 'long' } });
  clock.advance(MINUTE_MS);
  await client.executedJob(token);
  clock.advance(6000);
  client.host.control.printer().setTrouble('media_jam');
  const executed = await client.executedJob(token);
  await client.call(token, 'post', `/printing/jobs/${executed}/cancel`).expect(204);
  const open = await client.job(token);
  const foreign = await client.uploadedJob(token, {}, undefined, 'summary.pdf');
  const [reserved, unreserved, deleted] = [
    await schedule(client, token),
    await schedule(client, token),
    await schedule(client, token),
  ];
  await client.call(token, 'post', `/scheduling/schedules/${reserved}/reserve`).expect(202);
  await client.call(token, 'delete', `/scheduling/schedules/${deleted}`).expect(204);
  const paths = ['/printing/capability/document', '/printing/devices/info', '/scheduling/schedules'];
  const look = async ({ client: asked }: { client: ClientV2 }) => {
    await asked.host.control.settled();
    return {
      jobs: asked.host.control.jobs(),
      answers: await Promise.all(
        paths.map(async (path) => (await asked.call(token, 'get', path).expect(200)).body as object),
      ),
    };
  };
  const seen = await look(before);
  expect(seen.jobs.map(({ status }) => status)).toEqual([
    ...['completed', 'media_jam', 'canceled', 'preparing', 'preparing', 'reserved', 'preparing', 'canceled'],
  ]);
  await before.stop();

  const after = host(folder);
  expect(after.warnings).toEqual([]);
  expect(await look(after)).toEqual(seen);
  await after.client.upload(open.uploadUri).expect(200);
  await after.client.execute(token, open.jobId).expect(202);
  await after.client.execute(token, foreign).expect(400);
  await after.client.call(token, 'get', `/scheduling/schedules/${deleted}`).expect(404);
  after.client.host.control.printer().setTrouble(null);
  after.client.host.control.clock.advance(70 * MINUTE_MS);
  const words = after.client.host.control.jobs().map(({ id, status }) => [id, status]);
  expect(words).toContainEqual([reserved, 'completed']);
  expect(words).toContainEqual([unreserved, 'preparing']);
  expect(words).toContainEqual([open.jobId, 'completed']);
});

it('prints once what fell due while the host was down', async () => {
  const folder = newFolder();
  const before = host(folder, 'instant');
  const token = await before.client.deviceToken();
  const id = await schedule(before.client, token);
  await before.client.call(token, 'post', `/scheduling/schedules/${id}/reserve`).expect(202);
  await before.stop();
  for (let start = 0; start < 2; start += 1) {
    const after = host(folder, 'instant');
    after.client.host.control.clock.advance(61 * MINUTE_MS);
    await after.client.host.control.settled();
    expect(after.client.host.control.jobs()).toMatchObject([{ id, status: 'completed', total_pages: 2 }]);
    await after.stop();
  }
});
