import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, PDF } from '../support/mock/client.js';

async function startHost(
  options: StartOptions = {},
): Promise<{ host: RunningMockHost; client: Client; dataDir: string }> {
  const dataDir = join(tmpdir(), `epson-connect-tests-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const host = await startMockHost({ dataDir, ...options });
  onTestFinished(async () => {
    await host.close();
    const { rm } = await import('node:fs/promises');
    await rm(dataDir, { recursive: true, force: true });
  });
  return { host, client: new Client(host), dataDir };
}

/** Opens a connection and reads all that comes until `until` is seen or the connection ends. */
async function dial(
  host: RunningMockHost,
): Promise<{ socket: Socket; answer: (until?: RegExp) => Promise<string> }> {
  const socket = connect(host.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('latin1');
  const answer = (until?: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => until?.test(text) === true && resolve(text);
      socket.on('data', (chunk: string) => {
        text += chunk;
        look();
      });
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
      look();
    });
  return { socket, answer };
}

const uploadHead = (uri: string, headers: string) => {
  const { pathname, search, host } = new URL(uri);
  return `POST ${pathname}${search}&File=1.pdf HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/octet-stream\r\n${headers}\r\n`;
};

const stored = (dataDir: string) =>
  existsSync(join(dataDir, 'incoming')) ? readdirSync(join(dataDir, 'incoming')) : [];

describe('the mock on a bare socket', () => {
  it('routes an absolute-form target by its path, whatever the Host header says', async () => {
    const { host, client } = await startHost();
    const { socket, answer } = await dial(host);
    const body = `grant_type=password&username=${client.host.credentials.printerEmail}&password=`;
    socket.write(
      `POST ${host.url}/api/1/printing/oauth2/auth/token?subject=printer HTTP/1.1\r\nHost: api.epsonconnect.com\r\nAuthorization: ${client.basic}\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK[^]*"token_type":"Bearer"/);
  });

  it('gives an upload URI of the authority in an absolute-form target', async () => {
    const { host, client } = await startHost();
    const { token, deviceId } = await client.authenticate();
    const { socket, answer } = await dial(host);
    const body = '{"job_name":"a","print_mode":"document"}';
    socket.write(
      `POST http://printing.test:81/api/1/printing/printers/${deviceId}/jobs HTTP/1.1\r\nHost: xxx.xxx.xxx\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: application/json;charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(await answer()).toMatch(/^HTTP\/1\.1 201 Created[^]*"upload_uri":"http:\/\/printing\.test:81\//);
  });

  it('answers Expect: 100-continue before an upload that it will take', async () => {
    const { host, client } = await startHost();
    const job = await client.job(await client.authenticate());
    const { socket, answer } = await dial(host);
    socket.write(
      uploadHead(
        job.upload_uri,
        `Content-Length: ${PDF.length}\r\nExpect: 100-continue\r\nConnection: close\r\n`,
      ),
    );
    expect(await answer(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write(PDF);
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 OK[^]*Content-Length: 0/m);
  });

  it('refuses a declared length over the limit before it asks for the body', async () => {
    const { host, client } = await startHost();
    const job = await client.job(await client.authenticate());
    const { socket, answer } = await dial(host);
    socket.write(
      uploadHead(job.upload_uri, `Content-Length: ${20 * 1024 * 1024 + 1}\r\nExpect: 100-continue\r\n`),
    );
    const text = await answer(/\r\n\r\n/);
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).not.toContain('100 Continue');
  });

  it('answers 413 while a body of undeclared length is still arriving', async () => {
    const { host, client, dataDir } = await startHost({ limitBytes: { document: 1000 } });
    const caller = await client.authenticate();
    const job = await client.job(caller);
    const { socket, answer } = await dial(host);
    socket.write(uploadHead(job.upload_uri, 'Transfer-Encoding: chunked\r\n'));
    socket.write(`7d0\r\n${'a'.repeat(2000)}\r\n`);
    expect(await answer(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 [^]*upload-too-large/);
    expect(stored(dataDir)).toEqual([]);
    socket.write('5\r\nabcde\r\n0\r\n\r\n');
    await client.upload(job.upload_uri).expect(200);
  });

  it('leaves nothing of an upload that breaks off, and takes the next one', async () => {
    const broken = withResolvers();
    const { host, client, dataDir } = await startHost({
      onExchange: (exchange) => exchange.operation === 'uploadPrintFile' && broken.resolve(exchange),
    });
    const caller = await client.authenticate();
    const job = await client.job(caller);
    const { socket } = await dial(host);
    socket.write(uploadHead(job.upload_uri, 'Content-Length: 1000000\r\n'));
    socket.write('a'.repeat(500_000), () => socket.destroy());
    expect(await broken.promise).toMatchObject({ outcome: { status: 'connection lost' } });
    await expect.poll(() => stored(dataDir)).toEqual([]);
    expect(host.control.jobs()[0]?.document).toBeNull();
    await client.upload(job.upload_uri).expect(200);
    await client.execute(caller, job.id).expect(200);
  });

  it('keeps the connection after a refused upload, so that the next call on it works', async () => {
    const { host, client } = await startHost();
    const { socket, answer } = await dial(host);
    const job = await client.job(await client.authenticate());
    socket.write(uploadHead(`${job.upload_uri}0`, 'Content-Length: 100000\r\n') + 'a'.repeat(100_000));
    socket.write(uploadHead(job.upload_uri, 'Content-Length: 4\r\nConnection: close\r\n') + '%PDF');
    expect((await answer()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  it('lets a client that closes and sends it all first read why it was refused', async () => {
    const { host, client } = await startHost();
    const job = await client.job(await client.authenticate());
    const { socket, answer } = await dial(host);
    const sizeBytes = 21 * 1024 * 1024;
    const sent = new Promise<Error | null | undefined>((resolve) => {
      socket.write(uploadHead(job.upload_uri, `Content-Length: ${sizeBytes}\r\nConnection: close\r\n`));
      socket.write(Buffer.alloc(sizeBytes), resolve);
    });
    expect(await sent).toBeFalsy();
    expect(await answer()).toMatch(/^HTTP\/1\.1 413 [^]*upload-too-large/);
  });

  it('tells a client that speaks TLS that it should not, also on the console', async () => {
    const told: string[] = [];
    const { host } = await startHost({ onExchange: ({ refusal }) => told.push(refusal?.hint ?? '') });
    const { socket, answer } = await dial(host);
    socket.write(Buffer.from('16030100c6010000c20303', 'hex'));
    expect(await answer()).toMatch(/^HTTP\/1\.1 400 [^]*request-malformed: This is TLS/);
    expect(told).toEqual([expect.stringMatching(/^This is TLS.*http:\/\//)]);
  });

  it.each([
    ['what is no HTTP at all', 'hello\r\n\r\n', 400],
    ['headers of 20 KB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'a Content-Length that is no number',
      'POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n',
      400,
    ],
  ])('answers %s with JSON', async (_what, text, status) => {
    const { host } = await startHost();
    const { socket, answer } = await dial(host);
    socket.write(text);
    expect(await answer()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*\\{"code":"parse_error"\\}$`));
  });

  it('refuses HTTP/1.1 without a Host header, with a body and a reason', async () => {
    const { host } = await startHost();
    const { socket, answer } = await dial(host);
    socket.write('GET /_mock/health HTTP/1.1\r\n\r\n');
    const text = await answer();
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(text).toMatch(/x-epson-mock-hint: request-malformed: The request has no Host header/);
    expect(text).toMatch(/\{"code":"parse_error"\}$/);
  });

  it('serves HTTP/1.0 without a Host header', async () => {
    const { host } = await startHost();
    const { socket, answer } = await dial(host);
    socket.write('POST /api/1/printing/oauth2/auth/token HTTP/1.0\r\n\r\n');
    expect(await answer()).toMatch(/^HTTP\/1\.1 401 [^]*\{"error":"invalid_client"\}$/);
  });

  it('takes a job without a content type for what it is', async () => {
    const { host, client } = await startHost();
    const { token, deviceId } = await client.authenticate();
    const { socket, answer } = await dial(host);
    socket.write(
      `POST /api/1/printing/printers/${deviceId}/jobs/x/print HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
    );
    expect(await answer()).toMatch(/^HTTP\/1\.1 404 [^]*job_not_found/);
  });
});

function withResolvers() {
  let resolve!: (value: unknown) => void;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
