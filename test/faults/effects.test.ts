import { once } from 'node:events';
import { connect } from 'node:net';
import { startMockHost, type Fault, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/mock/client.js';

/** Returns the bytes of the answer, and whether the connection ended. */
async function deviceAnswer(
  host: RunningMockHost,
  token: string,
  deviceId: string,
  endMs = 0,
): Promise<string> {
  const socket = connect(host.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => {});
  socket.write(
    `GET /api/1/printing/printers/${deviceId} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  );
  if (endMs > 0) setTimeout(() => socket.destroy(), endMs);
  await once(socket, 'close');
  return text;
}

async function faulty(
  fault: Fault,
): Promise<{ host: RunningMockHost; answer: (endMs?: number) => Promise<string> }> {
  const host = await startMockHost({ faults: [{ operation: 'getDevice', ...fault }] });
  onTestFinished(() => host.close());
  const { token, deviceId } = await new Client(host).authenticate();
  return { host, answer: (endMs) => deviceAnswer(host, token, deviceId, endMs) };
}

describe('a fault', () => {
  it.each<[string, Fault, RegExp]>([
    ['of a proxy is a page', { effect: { kind: 'html' } }, /^HTTP\/1\.1 502 [^]*text\/html[^]*<html>/],
    ['of a proxy has any status', { effect: { kind: 'html', status: 504 } }, /^HTTP\/1\.1 504 /],
    [
      'of form is a 200 that is not JSON',
      { effect: { kind: 'not_json' } },
      /^HTTP\/1\.1 200 [^]*\r\n\r\nOK$/,
    ],
    ['before the call ends the connection', { effect: { kind: 'drop_before' } }, /^$/],
    ['after the call ends the connection', { effect: { kind: 'drop_after' } }, /^$/],
    [
      'that truncates sends the length and not all of the body',
      { effect: { kind: 'truncate', after_bytes: 5 } },
      /^HTTP\/1\.1 200 [^]*Content-Length: [1-9]\d\r\n[^]*\r\n\r\n\{"pri$/,
    ],
    [
      'that truncates all sends no body',
      { effect: { kind: 'truncate', after_bytes: 0 } },
      /^HTTP\/1\.1 200 [^]*\r\n\r\n$/,
    ],
    [
      'that slows sends everything in the end',
      { effect: { kind: 'slow', bytes_per_second: 2000 } },
      /^HTTP\/1\.1 200 [^]*"ec_connected":true\}$/,
    ],
    [
      'that delays changes nothing but the time',
      { effect: { kind: 'delay', delay_ms: 5, spread_ms: 5 } },
      /^HTTP\/1\.1 200 [^]*"ec_connected":true\}$/,
    ],
  ])('%s, once', async (_what, fault, expected) => {
    const { answer } = await faulty(fault);
    expect(await answer()).toMatch(expected);
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 [^]*"ec_connected":true\}$/);
  });

  it('that hangs answers nothing, and ends with the host', async () => {
    const { host, answer } = await faulty({ effect: { kind: 'hang' } });
    const waiting = answer();
    await host.control.waitFor({ kind: 'exchanges', operation: 'authenticate', count: 1 });
    await expect.poll(() => host.control.faults.all()[0]?.struck).toBe(1);
    await host.close();
    expect(await waiting).toBe('');
  });

  it('before the call has no effect, after it has it', async () => {
    const host = await startMockHost({ pace: 'instant' });
    onTestFinished(() => host.close());
    const client = new Client(host);
    const caller = await client.authenticate();
    const printed = async (kind: 'drop_before' | 'drop_after') => {
      const id = await client.uploadedJob(caller);
      host.control.faults.add({ operation: 'executePrint', job_id: id, effect: { kind } });
      await expect(
        fetch(`${host.url}/api/1/printing/printers/${caller.deviceId}/jobs/${id}/print`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${caller.token}` },
        }),
      ).rejects.toThrow();
      return host.control.jobs().find((job) => job.id === id)?.status;
    };
    expect([await printed('drop_before'), await printed('drop_after')]).toEqual([
      'pending_held',
      'completed',
    ]);
  });

  it('strikes by printer, by call, so many times, and by chance that a seed repeats', async () => {
    const strikes = async (faults: Fault[], calls: number) => {
      await using host = await startMockHost({
        faults,
        printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'],
      });
      const client = new Client(host);
      const [a, b] = [
        await client.authenticate('a@print.epsonconnect.com'),
        await client.authenticate('b@print.epsonconnect.com'),
      ];
      const statuses: number[] = [];
      for (let count = 0; count < calls; count += 1) {
        for (const who of [a, b]) statuses.push((await client.call(who, 'get', '')).status);
      }
      return statuses.map((status) => (status === 503 ? 'x' : '.')).join('');
    };
    const refuse = { effect: { kind: 'refuse', status: 503 } } as const;
    expect(
      await strikes(
        [{ operation: 'getDevice', printer: 'B@print.epsonconnect.com', call: 2, times: 2, ...refuse }],
        4,
      ),
    ).toBe('...x.x..');
    const chance: Fault = { operation: 'getDevice', probability: 0.5, seed: 42, times: null, ...refuse };
    const first = await strikes([chance], 20);
    expect(first).toMatch(/x.*\..*x/);
    expect(await strikes([chance], 20)).toBe(first);
    expect(await strikes([{ ...chance, seed: 43 }], 20)).not.toBe(first);
  });
});
