import { readdirSync } from 'node:fs';
import { Clock } from 'epson-connect-mock';
import request from 'supertest';
import { expect, it } from 'vitest';
import { newClient, type Client } from '../support/mock/client.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';
import { startReceiver } from '../support/http/receiver.js';

const OTHER = { clientId: 'f'.repeat(32), clientSecret: 'e'.repeat(64) };
const NOON = Date.UTC(2026, 10, 22, 12);

/** Everything that can be seen of a world, but for where on the disk it lies. */
async function lookAt(client: Client, callers: readonly Awaited<ReturnType<Client['authenticate']>>[]) {
  const { control } = client.host;
  const ask = async (path: string) =>
    (await request(client.host.app).get(`/_mock/api${path}`).expect(200)).body as object;
  return {
    clients: control.world(OTHER.clientId).printers().length,
    printers: await ask('/printers'),
    jobs: await ask('/jobs'),
    clock: await ask('/clock'),
    journal: control.journal.read(),
    other: control.world(OTHER.clientId).jobs(),
    destinations: await Promise.all(
      callers.map(async (caller) => (await client.call(caller, 'get', '/destinations')).body as object),
    ),
  };
}

it('shows the same world after a restart as before', async () => {
  const folder = newFolder();
  const clock = () => new Clock(() => NOON);
  const options = {
    printers: ['one@print.epsonconnect.com', 'two@print.epsonconnect.com'],
    pace: 'real',
    clock: clock(),
  } as const;
  const first = dataDirClient(folder, options);
  const { client } = first;
  const { control } = client.host;
  const callers = [
    await client.authenticate('one@print.epsonconnect.com'),
    await client.authenticate('two@print.epsonconnect.com'),
  ];
  const [one, two] = callers as [(typeof callers)[0], (typeof callers)[0]];
  const printed = await client.executedJob(one, { job_name: 'printed', print_mode: 'document' });
  control.clock.advance(60_000);
  await client.executedJob(one, { job_name: 'on paper', print_mode: 'photo' });
  await client.executedJob(one, { job_name: 'next', print_mode: 'document' });
  control.clock.advance(5500);
  control.printer('one@print.epsonconnect.com').setTrouble('media_jam');
  control.printer('two@print.epsonconnect.com').setOnline(false);
  await client.executedJob(two);
  const waiting = await client.uploadedJob(two);
  const open = await client.job(two);
  await client
    .call(one, 'post', '/destinations', {
      alias_name: 'Accounting',
      type: 'mail',
      destination: 'a@client.example',
    })
    .expect(201);
  control.seedPrinter({ email: 'three@print.epsonconnect.com', capability: 'photo', name: 'XP-1' });
  control.seedClient(OTHER);
  control.clock.freeze();
  await client.print();
  const before = await lookAt(client, callers);
  const journal = control.journal.read().length;
  await first.stop();

  const second = dataDirClient(folder, { ...options, clock: clock() });
  const after = second.client;
  expect({
    ...(await lookAt(after, callers)),
    journal: after.host.control.journal.read().slice(0, journal - 2),
  }).toEqual({
    ...before,
    journal: before.journal.slice(0, journal - 2),
  });
  expect(second.warnings).toEqual([]);
  await after.token(`grant_type=refresh_token&refresh_token=${one.refreshToken}`).expect(200);
  await after.execute(two, waiting).expect(200);
  await after.upload(open.upload_uri).expect(200);
  expect((await after.information(one, printed))['status']).toBe('completed');
  after.host.control.printer('one@print.epsonconnect.com').setTrouble(null);
  after.host.control.clock.advance(60_000);
  expect(
    after.host.control
      .jobs()
      .filter((job) => job.printer.startsWith('one'))
      .map((job) => job.status),
  ).toEqual(expect.arrayContaining(['completed', 'completed', 'completed']));
  await after.host.control.reset();
  await second.stop();

  const third = dataDirClient(folder, options).client;
  expect(third.host.control.jobs()).toEqual([]);
  expect(third.host.control.printers().map(({ email }) => email)).toEqual([
    'one@print.epsonconnect.com',
    'two@print.epsonconnect.com',
    'three@print.epsonconnect.com',
  ]);
  await third.call(one, 'get', '').expect(401);
  await new SameClient(third, OTHER).authenticate('one@print.epsonconnect.com');
  expect(readdirSync(`${folder}/incoming`)).toEqual([]);
});

class SameClient {
  readonly #client: Client;
  readonly #basic: string;
  constructor(client: Client, { clientId, clientSecret }: typeof OTHER) {
    this.#client = client;
    this.#basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  }
  authenticate(email: string) {
    const form = `grant_type=password&username=${encodeURIComponent(email)}&password=`;
    return this.#client.token(form, { Authorization: this.#basic }).expect(200);
  }
}

it('does after a restart what fell due meanwhile, and tells of it', async () => {
  const folder = newFolder();
  let systemMs = NOON;
  const clock = () => new Clock(() => systemMs);
  const receiver = await startReceiver();
  const first = dataDirClient(folder, { pace: 'real', clock: clock() });
  const caller = await first.client.authenticate();
  const setting = { notification: true, callback_uri: `${receiver.url}/told` };
  await first.client.call(caller, 'post', '/settings/notification', setting).expect(200);
  const id = await first.client.executedJob(caller);
  await first.client.host.control.settled();
  const tokenBefore = caller.token;
  await first.stop();
  systemMs += 30 * 60_000;
  const { client } = dataDirClient(folder, { pace: 'real', clock: clock() });
  await client.host.control.settled();
  const told = receiver.received.map(
    ({ body }) =>
      (JSON.parse(String(body)) as { Param: { JobStatus: { Status: string; UpdateDate: string } } }).Param
        .JobStatus,
  );
  expect(told.map(({ Status }) => Status)).toEqual(['PendingHeld', 'Pending', 'Processing', 'Completed']);
  expect(told.at(-1)?.UpdateDate).toMatch(/12:00:1\d/);
  expect(await client.information({ ...caller, token: tokenBefore }, id)).toMatchObject({
    status: 'completed',
  });
  expect(readdirSync(`${folder}/printed`)).toHaveLength(1);
});

it('goes on with a notification that nobody took before the restart', async () => {
  const folder = newFolder();
  let isThere = false;
  const receiver = await startReceiver((_request, response) => {
    response.statusCode = isThere ? 200 : 503;
    response.end();
  });
  const first = dataDirClient(folder);
  const caller = await first.client.authenticate();
  const setting = { notification: true, callback_uri: `${receiver.url}/told` };
  await first.client.call(caller, 'post', '/settings/notification', setting).expect(200);
  await first.client.executedJob(caller);
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
  await first.stop();
  isThere = true;
  const second = dataDirClient(folder);
  second.client.host.control.clock.advance(60_000);
  await second.client.host.control.settled();
  expect(String(receiver.received.at(-1)?.body)).toContain('Completed');
  await second.stop();
  const count = receiver.received.length;
  await dataDirClient(folder).client.host.control.settled();
  expect(receiver.received).toHaveLength(count);
});

it('keeps nothing without a folder', async () => {
  await newClient().print();
  expect(newClient().host.control.jobs()).toEqual([]);
});
