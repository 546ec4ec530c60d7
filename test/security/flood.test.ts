import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { startMockHost, type Exchange } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newClient } from '../support/mock/client.js';

const REPEATED: Record<string, string> = {
  blanks: ' '.repeat(900_000),
  'at signs': 'a@'.repeat(450_000),
  slashes: '/api/1/'.repeat(120_000),
  quotes: '"password" : '.repeat(70_000),
  escapes: '%41'.repeat(300_000),
  'open brackets': '['.repeat(900_000),
};

describe('repeated text', () => {
  it.each(Object.keys(REPEATED))('no text makes a rule take for ever: %s', async (name) => {
    const client = newClient();
    const text = REPEATED[name] ?? '';
    const caller = await client.authenticate();
    await client.createJob(caller, { job_name: text, print_mode: text }).expect(400);
    await client.createJob(caller, text).expect(400);
    await client.token(`grant_type=password&username=${text}&password=`).expect(400);
    await client.call(caller, 'get', `/${encodeURIComponent(text.slice(0, 4000))}`).expect(404);
    await client
      .call(caller, 'post', '/destinations', { alias_name: 'a', type: 'mail', destination: text })
      .expect(400);
  });
});

describe('waits and streams', () => {
  it('of a client that is gone are over', async () => {
    const exchanges: Exchange[] = [];
    const host = await startMockHost({ onExchange: (exchange) => exchanges.push(exchange) });
    onTestFinished(() => host.close());
    const gone = new AbortController();
    const calls = [
      fetch(`${host.url}/_mock/api/wait`, {
        method: 'POST',
        body: JSON.stringify({ condition: { kind: 'job_printed' }, timeout_ms: 60_000 }),
        signal: gone.signal,
      }),
      fetch(`${host.url}/_mock/api/journal/stream`, { signal: gone.signal }),
    ];
    await calls[1];
    gone.abort();
    await Promise.allSettled(calls);
    await expect
      .poll(() => exchanges.map(({ outcome }) => outcome?.status))
      .toEqual(['connection lost', 'connection lost']);
    // The wait of the control object, which the call used, ends by the same signal.
    const over = host.control.waitFor({ kind: 'job_printed' }, 60_000, gone.signal);
    expect(await over).toEqual({ met: false, seen: 0, wasReset: false });
  });
});

describe('200 streams of the journal', () => {
  it('get what 100 of them may, and other calls are answered meanwhile', async () => {
    const host = await startMockHost({ callsPerMinute: Number.POSITIVE_INFINITY });
    onTestFinished(() => host.close());
    const path = `${host.url}/api/1/printing/printers/x`;
    for (let count = 0; count < 20; count += 1)
      await Promise.all(Array.from({ length: 50 }, async () => (await fetch(path)).arrayBuffer()));
    let [complete, refused, answeredMeanwhile] = [0, 0, 0];
    const streams = Array.from({ length: 200 }, async () => {
      const call = get(`${host.url}/_mock/api/journal/stream`, { agent: false });
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      if (response.statusCode === 429) refused += 1;
      else {
        let rest = '';
        // The last entry has this number, and comes after all others.
        for await (const chunk of response.setEncoding('latin1')) {
          rest = rest.slice(-20) + String(chunk);
          if (rest.includes('\nid: 1000\n')) break;
        }
        complete += 1;
      }
      call.destroy();
    });
    const all = Promise.all(streams);
    const isOver = () => complete + refused === 200;
    while (!isOver()) {
      await (await fetch(`${host.url}/_mock/health`)).arrayBuffer();
      if (!isOver()) answeredMeanwhile += 1;
    }
    await all;
    expect([complete, refused]).toEqual([100, 100]);
    expect(answeredMeanwhile).toBeGreaterThan(10);
  });
});

describe('worlds', () => {
  it('are kept up to 1,000, and the oldest goes with all that belonged to it', async () => {
    const { host } = newClient({ worlds: true });
    const idOf = (number: number) => String(number).padStart(32, 'w');
    const call = (number: number) =>
      request(host.app)
        .post('/api/1/printing/oauth2/auth/token?subject=printer')
        .auth(idOf(number), 's'.repeat(64))
        .type('form')
        .send({ grant_type: 'password', username: 'a@print.epsonconnect.com', password: '' })
        .expect(200);
    await call(0);
    host.control.world(idOf(0)).faults.add({ effect: { kind: 'hang' } });
    for (let number = 1; number <= 1000; number += 1) await call(number);
    const { body } = await request(host.app).get('/_mock/api/clients').expect(200);
    expect(body.clients).toHaveLength(1000);
    expect(() => host.control.world(idOf(0))).toThrow(RangeError);
    // A world of the same name begins anew: the fault is gone with the one that had it.
    await call(0);
    expect(host.control.world(idOf(0)).faults.all()).toEqual([]);
  });
});
