import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { newClient } from '../support/mock/client.js';
import { Contract } from '../support/description/contract.js';
import { startReceiver } from '../support/http/receiver.js';
import { steered } from '../support/mock/control-client.js';

const NOON = Date.UTC(2026, 10, 22, 12);
const clients = ['a', 'b'].map((letter) => ({
  clientId: letter.repeat(32),
  clientSecret: letter.repeat(64),
}));

describe('a reset ends what is under way:', () => {
  it('a wait is answered at once, and says why', async () => {
    const { client, order } = steered(new Contract('control/openapi.yaml'), { pace: 'fast' });
    const waiting = order(
      'waitFor',
      {},
      { condition: { kind: 'job_printed', count: 2 }, timeout_ms: 60_000 },
    );
    const inCode = client.host.control.waitFor({ kind: 'job_printed' }, 60_000);
    let isAnswered = false;
    void waiting.finally(() => (isAnswered = true));
    // The wait may arrive after a reset that was sent later.
    while (!isAnswered) await order('resetWorld');
    const { status, body } = await waiting;
    expect([status, body]).toEqual([
      408,
      {
        met: false,
        seen: 0,
        message: 'The world was reset before the condition was met: no job matches it.',
      },
    ]);
    expect(await inCode).toEqual({ met: false, seen: 0, wasReset: true });
  });

  it('a call that is held up has no token any more', async () => {
    const client = newClient({
      faults: [{ operation: 'getDevice', effect: { kind: 'delay', delay_ms: 300 } }],
    });
    const caller = await client.authenticate();
    const held = client.call(caller, 'get', '').then(({ status, body }) => [status, body]);
    await expect.poll(() => client.host.control.faults.all()[0]?.struck).toBe(1);
    await client.host.control.reset();
    expect(await held).toEqual([401, { code: 'access_token_verification_failed' }]);
  });

  it('a notification that waits to be sent again is given up', async () => {
    const receiver = await startReceiver((_request, response) => response.writeHead(503).end());
    let attempted = () => {};
    const first = new Promise<void>((resolve) => (attempted = resolve));
    const client = newClient({
      pace: 'instant',
      clock: new Clock(() => NOON),
      onNotification: () => attempted(),
    });
    const caller = await client.authenticate();
    const setting = { notification: true, callback_uri: receiver.url };
    await client.call(caller, 'post', '/settings/notification', setting).expect(200);
    await client.executedJob(caller);
    await first;
    const { control } = client.host;
    await control.reset();
    await control.settled();
    const told = receiver.received.length;
    control.clock.advance(3_600_000);
    await client.print();
    await control.settled();
    expect(receiver.received).toHaveLength(told);
  });

  it('a program that prints is told, and the job of before is told of no more', async () => {
    const signals: AbortSignal[] = [];
    let told = 0;
    const client = newClient({
      pace: 'instant',
      onPrint: ({ signal }) => (signals.push(signal), signals.length > 1 ? undefined : new Promise(() => {})),
      onPrintNews: () => (told += 1),
    });
    await client.print();
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([false]);
    await client.host.control.reset();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await client.print();
    await client.host.control.waitFor({ kind: 'job_printed' });
    expect(client.host.control.jobs()).toMatchObject([{ status: 'completed', status_reason: '' }]);
    expect([signals.length, told]).toEqual([2, 0]);
  });
});

describe('after a reset', () => {
  it('tokens, keys and destinations of before are gone, and calls are counted anew', async () => {
    const client = newClient({ callsPerMinute: 3, clock: new Clock(() => NOON) });
    const caller = await client.authenticate();
    const destination = { alias_name: 'a', type: 'mail', destination: 'a@client.example' };
    await client.call(caller, 'post', '/destinations', destination).expect(201);
    const { upload_uri } = await client.job(caller);
    await client.call(caller, 'get', '').expect(200);
    await client.call(caller, 'get', '').expect(403);
    await client.host.control.reset();
    await client.call(caller, 'get', '').expect(401);
    await client.token(`grant_type=refresh_token&refresh_token=${caller.refreshToken}`).expect(400);
    await client.upload(upload_uri).expect(404);
    const again = await client.authenticate();
    expect(again.deviceId).not.toBe(caller.deviceId);
    expect((await client.call(again, 'get', '/destinations').expect(200)).body.destinations).toEqual([]);
    await client.call(again, 'get', '').expect(200);
    await client.call(again, 'get', '').expect(200);
    await client.call(again, 'get', '').expect(403);
  });

  it('the clock is still the one that was given, as it was then, and each world has its own', async () => {
    let systemMs = NOON;
    const clock = new Clock(() => systemMs);
    clock.advance(3_600_000);
    clock.setSpeed(2);
    const client = newClient({ clients, clock });
    const [first, second] = clients.map(({ clientId }) => client.host.control.world(clientId));
    systemMs += 1000;
    first?.clock.freeze();
    first?.clock.advance(5000);
    second?.clock.setSpeed(10);
    const held = second?.clock;
    systemMs += 1000;
    await first?.reset();
    expect([clock.now(), clock.isFrozen, clock.speed]).toEqual([NOON + 3_600_000 + 4000, false, 2]);
    expect(first?.clock).toBe(clock);
    expect(second?.clock.now()).toBe(NOON + 11_000);
    await second?.reset();
    expect(second?.clock).toBe(held);
    expect([second?.clock.now(), second?.clock.speed]).toEqual([NOON + 2000, 1]);
  });

  it('of all worlds, every world is as it was, and in its place', async () => {
    const { client, order } = steered(new Contract('control/openapi.yaml'), { clients });
    const before = (await order('listClients')).body as object;
    for (const { clientId } of clients) {
      await order(
        'changePrinter',
        { client_id: clientId, email: client.host.credentials.printerEmail },
        { online: false },
      );
      await order('changeClock', { client_id: clientId }, { advance_ms: 1000, freeze: true });
    }
    await order('resetWorld', {}, { all: true });
    expect((await order('listClients')).body).toEqual(before);
    for (const { clientId } of clients) {
      const { control } = client.host;
      expect(control.world(clientId).printers()).toMatchObject([{ online: true }]);
      expect(control.world(clientId).clock.isFrozen).toBe(false);
      expect(control.world(clientId).clock.now()).toBe(Date.UTC(2026, 0, 1));
    }
  });
});
