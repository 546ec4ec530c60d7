import { startMockHost, type Exchange } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/mock/client.js';
import { dial, uploadHead } from '../support/http/sockets.js';

async function start(stallMs?: number) {
  const told: Exchange[] = [];
  let ring = () => {};
  const host = await startMockHost({
    ...(stallMs === undefined ? {} : { limits: { stallMs } }),
    onExchange: (exchange) => {
      told.push(exchange);
      ring();
    },
  });
  onTestFinished(() => host.close());
  const client = new Client(host);
  const caller = await client.authenticate();
  const { upload_uri } = await client.job(caller);
  told.length = 0;
  const heads = {
    upload: (length: string) => uploadHead(upload_uri, length),
    'print setting': (length: string) =>
      `POST /api/1/printing/printers/${caller.deviceId}/jobs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${caller.token}\r\nContent-Type: application/json\r\n${length}\r\n`,
    authentication: (length: string) =>
      `POST /api/1/printing/oauth2/auth/token?subject=printer HTTP/1.1\r\nHost: a\r\nAuthorization: ${client.basic}\r\nContent-Type: application/x-www-form-urlencoded\r\n${length}\r\n`,
  };
  /** Waits until a call has been told of. */
  const first = () =>
    new Promise<Exchange>((resolve) => {
      ring = () => told[0] !== undefined && resolve(told[0]);
      ring();
    });
  return { host, heads, told, first };
}

const CALLS = ['upload', 'print setting', 'authentication'] as const;
const ANNOUNCED = 'Content-Length: 50589\r\n';

describe('a body shorter than its Content-Length', () => {
  it.each(CALLS)('says how much came when the client has ended: %s', async (call) => {
    const { host, heads, told } = await start();
    const { socket, answer } = await dial(host);
    socket.end(`${heads[call](ANNOUNCED)}12345`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 400 [^]*x-epson-mock-hint: [^\r]*5 of 50589 bytes came/);
    // One thing has happened, and is told once.
    expect(told.map(({ refusal }) => refusal?.hint)).toEqual([
      expect.stringContaining('5 of 50589 bytes came'),
    ]);
    expect(told[0]?.method).toBe('POST');
  });

  it.each(CALLS)('says how much came when the connection has gone: %s', async (call) => {
    const { host, heads, first } = await start();
    const { socket } = await dial(host);
    socket.write(`${heads[call](ANNOUNCED)}12345`, () => socket.resetAndDestroy());
    expect((await first()).refusal?.hint).toContain('5 of 50589 bytes came');
  });

  it.each(CALLS)('says how much came when nothing more comes: %s', async (call) => {
    const { host, heads, told } = await start(100);
    const { socket, answer } = await dial(host);
    socket.write(`${heads[call](ANNOUNCED)}12345`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 408 [^]*x-epson-mock-hint: [^\r]*5 of 50589 bytes came/);
    expect(told.map(({ refusal }) => refusal?.hint)).toEqual([
      expect.stringContaining('5 of 50589 bytes came'),
    ]);
    expect(host.control.journal.read({ rule: 'body-stalled' })[0]?.request.body_bytes).toBe(5);
  });

  it('says so of chunks whose last one is missing', async () => {
    const { host, heads, told } = await start();
    const { socket, answer } = await dial(host);
    socket.end(`${heads.upload('Transfer-Encoding: chunked\r\n')}5\r\n12345\r\n`);
    expect(await answer()).toMatch(/5 bytes came, and not the last chunk/);
    expect(told).toHaveLength(1);
  });

  it('tells broken chunks in the call that they belong to', async () => {
    const { host, heads, told } = await start();
    const { socket, answer } = await dial(host);
    socket.write(`${heads.upload('Transfer-Encoding: chunked\r\n')}5\r\n12345\r\nno number\r\n`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 400 [^]*request-malformed/);
    expect(told.map(({ method, refusal }) => [method, refusal?.rule])).toEqual([
      ['POST', 'request-malformed'],
    ]);
  });
});
