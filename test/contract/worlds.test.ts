import { Clock, type FaultEffect } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { newClient, PDF, type Authenticated, type Client } from '../support/mock/client.js';

/** Authenticates as a client of the mock that is not the first one. */
async function as(
  client: Client,
  letter: string,
  email = 'mock.printer@print.epsonconnect.com',
): Promise<Authenticated> {
  const basic = `Basic ${Buffer.from(`${letter.repeat(32)}:${letter.repeat(64)}`).toString('base64')}`;
  const form = new URLSearchParams({ grant_type: 'password', username: email, password: '' }).toString();
  const { body } = await client.token(form, { Authorization: basic }).expect(200);
  return { token: body.access_token, refreshToken: body.refresh_token, deviceId: body.subject_id };
}

describe('worlds', () => {
  it('open on first use for any well-formed client and printer, when they are asked for', async () => {
    const client = newClient({ worlds: true, pace: 'instant' });
    const [a, b] = [await as(client, 'a'), await as(client, 'b', 'whoever@print.epsonconnect.com')];
    expect(a.deviceId).not.toBe(b.deviceId);
    await client.executedJob(a);
    expect(client.host.control.world('a'.repeat(32)).jobs()).toHaveLength(1);
    expect(client.host.control.world('b'.repeat(32)).jobs()).toEqual([]);
    expect(client.host.control.jobs()).toEqual([]);
    expect(() => client.host.control.world('c'.repeat(32))).toThrow(RangeError);
    const malformed = `Basic ${Buffer.from('short:secret').toString('base64')}`;
    await client.token(undefined, { Authorization: malformed }).expect(401);
  });

  it('begin with the call that opens them: its journal and its faults are theirs', async () => {
    const client = newClient({ worlds: true });
    client.host.control.faults.add({ operation: 'authenticate', effect: { kind: 'refuse', status: 500 } });
    await as(client, 'a');
    const journal = client.host.control.world('a'.repeat(32)).journal.read();
    expect(journal.map(({ operation }) => operation)).toEqual(['authenticate']);
    expect(client.host.control.journal.read()).toEqual([]);
  });

  it('do not open by themselves otherwise', async () => {
    const basic = `Basic ${Buffer.from(`${'a'.repeat(32)}:${'a'.repeat(64)}`).toString('base64')}`;
    await newClient().token(undefined, { Authorization: basic }).expect(401);
  });

  it('share neither jobs, tokens, faults, journal, clock nor reset', async () => {
    const clients = ['a', 'b'].map((letter) => ({
      clientId: letter.repeat(32),
      clientSecret: letter.repeat(64),
    }));
    const client = newClient({ clients, pace: 'instant', clock: new Clock(() => 0) });
    const [a, b] = [await as(client, 'a'), await as(client, 'b')];
    const [worldA, worldB] = [
      client.host.control.world('a'.repeat(32)),
      client.host.control.world('b'.repeat(32)),
    ];
    worldA.faults.add({ operation: 'createPrintJob', times: null, effect: { kind: 'refuse', status: 503 } });
    worldA.clock.advance(3_600_000);
    await client.call(a, 'get', '').expect(401);
    const id = await client.executedJob(b);
    await client.createJob(await as(client, 'a')).expect(503);
    await client.call({ ...a, deviceId: b.deviceId }, 'get', `/jobs/${id}`).expect(401);
    expect([worldA.clock.now(), worldB.clock.now()]).toEqual([3_600_000, 0]);
    expect(worldA.journal.read().map(({ operation }) => operation)).toEqual([
      'authenticate',
      'getDevice',
      'authenticate',
      'createPrintJob',
      'getPrintJob',
    ]);
    await worldA.reset();
    expect([worldA.jobs(), worldA.faults.all(), worldA.journal.read(), worldA.clock.now()]).toEqual([
      [],
      [],
      [],
      0,
    ]);
    expect(worldB.jobs()).toMatchObject([{ id, status: 'completed' }]);
    await client.createJob(a).expect(401);
    await client.createJob(b).expect(201);
  });

  it('see nothing of what goes wrong in another one under load', async () => {
    const client = newClient({ worlds: true, pace: 'instant', callsPerMinute: Number.POSITIVE_INFINITY });
    await as(client, 'a');
    const broken = client.host.control.world('a'.repeat(32));
    const effects: FaultEffect[] = [
      { kind: 'refuse', status: 503 },
      { kind: 'delay', delay_ms: 5, spread_ms: 5 },
      { kind: 'drop_before' },
      { kind: 'drop_after' },
      { kind: 'truncate', after_bytes: 3 },
      { kind: 'slow', bytes_per_second: 100_000 },
      { kind: 'hang' },
      { kind: 'html' },
      { kind: 'not_json' },
    ];
    effects.forEach((effect, index) =>
      broken.faults.add({ times: null, probability: 0.2, seed: index, effect }),
    );
    // Hanging requests end with the test: nobody waits for them.
    const noise = Array.from({ length: 100 }, () => as(client, 'a').then(String, String));
    const b = await as(client, 'b');
    const ids = await Promise.all(Array.from({ length: 50 }, () => client.executedJob(b, undefined, PDF)));
    expect(noise).toHaveLength(100);
    const untouched = broken.faults.all().filter(({ struck }) => struck === 0);
    expect(untouched, 'faults that never struck').toEqual([]);
    const jobs = client.host.control.world('b'.repeat(32)).jobs();
    expect(jobs.map(({ id, status }) => [id, status]).sort()).toEqual(
      ids.map((id) => [id, 'completed']).sort(),
    );
    expect(
      client.host.control
        .world('b'.repeat(32))
        .journal.read()
        .every(({ rule }) => rule === null),
    ).toBe(true);
  });
});

describe('assertions', () => {
  it('pass for what is there, and fail with the difference for what is not', async () => {
    const client = newClient({ pace: 'instant' });
    await client.print();
    const { control } = client.host;
    control.assertJobs([{ status: 'completed', job_name: 'SampleJob1' }]);
    control.assertExchanges([{ method: 'POST', response: { status: 200 } }], {
      operation: 'uploadPrintFile',
    });
    expect(() => control.assertJobs([{ job_name: 'another' }])).toThrow(
      expect.objectContaining({
        name: 'AssertionError',
        actual: [{ job_name: 'SampleJob1' }],
        expected: [{ job_name: 'another' }],
      }),
    );
    expect(() => control.assertJobs([])).toThrow(/1 there, 0 expected/);
  });
});
