import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost, type Exchange, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/mock/client.js';
import { dial, uploadHead } from '../support/http/sockets.js';

async function start(options: StartOptions = {}) {
  const exchanges: Exchange[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  const host = await startMockHost({
    dataDir,
    onExchange: (exchange) => exchanges.push(exchange),
    ...options,
  });
  onTestFinished(async () => {
    await host.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const stored = () => (existsSync(join(dataDir, 'incoming')) ? readdirSync(join(dataDir, 'incoming')) : []);
  return { host, client: new Client(host), exchanges, stored };
}

describe('a stalled body', () => {
  it.each([
    [
      'an upload',
      408,
      'Content-Length: 1000000\r\n',
      (uri: string, headers: string) => uploadHead(uri, headers),
    ],
    [
      'a token request',
      408,
      'Content-Length: 100\r\nContent-Type: application/x-www-form-urlencoded\r\n',
      (_uri: string, headers: string, basic: string) =>
        `POST /api/1/printing/oauth2/auth/token?subject=printer HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic}\r\n${headers}\r\n`,
    ],
    [
      'a form for the control API',
      408,
      'Content-Length: 1000\r\nContent-Type: multipart/form-data; boundary=x\r\n',
      (_uri: string, headers: string) =>
        `POST /_mock/api/print HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`,
    ],
    [
      'an order to the control API',
      408,
      'Content-Length: 1000\r\n',
      (_uri: string, headers: string) =>
        `POST /_mock/api/reset HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`,
    ],
  ])(
    'of %s is answered %i with the reason, and leaves nothing on disk',
    async (_what, status, headers, head) => {
      const { host, client, exchanges, stored } = await start({ limits: { stallMs: 150 } });
      const job = await client.job(await client.authenticate());
      const { socket, answer } = await dial(host);
      socket.write(`${head(job.upload_uri, headers, client.basic)}--x\r\n`);
      const text = await answer();
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*body-stalled`));
      await expect.poll(stored).toEqual([]);
      await expect
        .poll(() => exchanges.at(-1))
        .toMatchObject({
          refusal: { rule: 'body-stalled', hint: expect.stringContaining('150 ms') },
          outcome: { status },
        });
      await client.upload(job.upload_uri).expect(200);
    },
  );

  it('is told in the journal of the world that it belongs to', async () => {
    const { host, client } = await start({ limits: { stallMs: 100 } });
    const job = await client.job(await client.authenticate());
    const { socket, answer } = await dial(host);
    socket.write(`${uploadHead(job.upload_uri, 'Content-Length: 1000\r\n')}%PDF`);
    await answer();
    await expect
      .poll(() => host.control.journal.read({ rule: 'body-stalled' }))
      .toMatchObject([{ operation: 'uploadPrintFile', job_id: job.id, response: { status: 408 } }]);
  });

  it('is not one that comes slowly: an upload that takes many times as long is whole', async () => {
    const { host, client } = await start({ limits: { stallMs: 1000 } });
    const job = await client.job(await client.authenticate());
    const { socket, answer } = await dial(host);
    const pieces = 24;
    socket.write(uploadHead(job.upload_uri, `Content-Length: ${pieces}\r\nConnection: close\r\n`));
    let sent = 0;
    const timer = setInterval(() => {
      socket.write('%');
      if ((sent += 1) === pieces) clearInterval(timer);
    }, 60);
    onTestFinished(() => clearInterval(timer));
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(host.control.jobs()[0]?.document?.size_bytes).toBe(pieces);
  });

  it('is not a wait of the control API, which takes the time that it was given', async () => {
    const { host } = await start({ limits: { stallMs: 50 } });
    const response = await fetch(`${host.url}/_mock/api/wait`, {
      method: 'POST',
      body: JSON.stringify({ condition: { kind: 'job_printed' }, timeout_ms: 300 }),
    });
    expect([response.status, await response.json()]).toMatchObject([408, { met: false }]);
  });
});

describe('headers', () => {
  it('that do not come in time are answered 408, and so is a connection that never speaks', async () => {
    const { host, exchanges } = await start({ limits: { headersMs: 100 } });
    const [silent, slow] = [await dial(host), await dial(host)];
    slow.socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    for (const { answer } of [silent, slow])
      expect(await answer()).toMatch(/^HTTP\/1\.1 408 [^]*\{"code":"parse_error"\}$/);
    expect(exchanges.map(({ outcome }) => outcome?.status)).toEqual([408, 408]);
  });

  it('that are too long are answered 431, at the length that was asked for', async () => {
    const { host } = await start({ limits: { headerBytes: 1024 } });
    const { socket, answer } = await dial(host);
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(2000)}\r\n\r\n`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 431 [^]*--limits-header-bytes[^]*\{"code":"parse_error"\}$/);
  });
});

describe('connections', () => {
  it('that idle after an answer are closed', async () => {
    const { host } = await start({ limits: { idleMs: 50 } });
    const { socket, answer } = await dial(host);
    socket.write('GET /_mock/health HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('above the limit take the place of the one that idles for longest, and that is told seldom', async () => {
    const { host, exchanges } = await start({ limits: { connections: 3 } });
    const dialled = [];
    for (let count = 0; count < 12; count += 1) dialled.push(await dial(host));
    await Promise.all(dialled.slice(0, 9).map(({ answer }) => answer()));
    const last = dialled.at(-1);
    last?.socket.write('GET /_mock/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(await last?.answer()).toMatch(/^HTTP\/1\.1 200 /);
    const told = exchanges.filter(({ refusal }) => refusal?.rule === 'connection-limit');
    expect(told).toHaveLength(5);
  });

  it('above the limit are answered 503 while every other one is at work', async () => {
    const { host, client, exchanges } = await start({ limits: { connections: 2 } });
    const job = await client.job(await client.authenticate());
    const uploads = [await dial(host), await dial(host)];
    for (const { socket, answer } of uploads) {
      socket.write(
        uploadHead(job.upload_uri, 'Content-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n'),
      );
      await answer(/100 Continue/);
    }
    const { socket, answer } = await dial(host);
    socket.write('POST /api/1/printing/oauth2/auth/token HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    expect(await answer()).toMatch(/^HTTP\/1\.1 503 [^]*connection-limit[^]*\{"error":"server_error"\}$/);
    expect(exchanges.at(-1)).toMatchObject({
      refusal: { rule: 'connection-limit' },
      outcome: { status: 503 },
    });
    for (const each of uploads) each.socket.write('%PDF');
    for (const each of uploads) expect(await each.answer()).toMatch(/HTTP\/1\.1 200 /);
  });

  it('that do not take their answer are ended', async () => {
    const { host, client, exchanges } = await start({ limits: { stallMs: 200 } });
    const bytes = Buffer.alloc(19 * 1024 * 1024, '%PDF-');
    const id = await client.uploadedJob(await client.authenticate(), undefined, bytes);
    const { socket } = await dial(host);
    socket.pause();
    socket.write(`GET /_mock/api/jobs/${id}/document HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await expect.poll(() => exchanges.at(-1)?.refusal?.rule).toBe('answer-not-taken');
  });

  it.each<[Record<string, number>, string]>([
    [{ connections: 0 }, 'limits.connections is 0'],
    [{ stallMs: 1.5 }, 'limits.stallMs is 1.5'],
    [{ headersMs: 2 ** 31 }, 'limits.headersMs'],
    [{ idle: 5 }, 'unknown option of limits "idle"; did you mean idleMs?'],
  ])('refuse the limits %j', async (limits, message) => {
    await expect(startMockHost({ limits })).rejects.toThrow(message);
  });
});
