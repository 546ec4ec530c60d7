import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, hintOf, newClient, PDF } from '../support/mock/client.js';
import { dial } from '../support/http/sockets.js';

const TRAVERSALS = [
  '../../escaped.pdf',
  '..\\..\\escaped.pdf',
  '/tmp/escaped.pdf',
  'C:\\escaped.pdf',
  'a\0.pdf',
  '....//escaped.pdf',
  '%2e%2e%2fescaped.pdf',
  'con.pdf',
  '.pdf',
  '~/escaped.pdf',
  '$(touch escaped).pdf',
];

async function start(options: StartOptions = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  const host = await startMockHost({ dataDir, pace: 'instant', ...options });
  onTestFinished(async () => {
    await host.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { host, client: new Client(host), dataDir };
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe('names from the wire', () => {
  it('become no paths, whether of files, jobs or printers', async () => {
    const { host, client, dataDir } = await start();
    const caller = await client.authenticate();
    for (const name of TRAVERSALS) {
      await request(host.app).post('/_mock/api/print').field('job_name', name).attach('file', PDF, name);
      const job = await client.job(caller, { job_name: name, print_mode: 'document' });
      await client.upload(job.upload_uri, `&File=${encodeURIComponent(name)}`);
      await client.upload(job.upload_uri).expect(200);
      await client.execute(caller, job.id).expect(200);
    }
    for (const { document } of host.control.jobs()) {
      if (document !== null) expect(document.path.startsWith(join(dataDir, 'printed'))).toBe(true);
    }
    const own = /^(?:1\.pdf|job\.json|(?:state|journal)\.log|format\.json|lock\.\d+|reserve)$/;
    expect(filesIn(dataDir).filter((name) => !own.test(name))).toEqual([]);
    expect(existsSync(join(dataDir, '..', 'escaped.pdf'))).toBe(false);
    expect(existsSync(join(process.cwd(), 'escaped'))).toBe(false);
  });

  it.each([
    '/_mock/docs/../../package.json',
    '/_mock/docs/%2e%2e%2fpackage.json',
    '/_mock/api/jobs/..%2f..%2f/document',
  ])('reach no file of the mock: %s', async (path) => {
    const { host } = await start();
    const { socket, answer } = await dial(host);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    const text = await answer();
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    expect(text).not.toContain('epson-connect-mock"');
  });
});

describe('text from the wire', () => {
  it('adds no line and no header to an answer, whatever it holds', async () => {
    const client = newClient();
    const caller = await client.authenticate();
    const split = 'a\r\nSet-Cookie: hit=1\r\n\r\nHTTP/1.1 200 OK';
    const answers = [
      await request(client.host.app).get(`/api/1/${encodeURIComponent(split)}`),
      await client.createJob(caller, { job_name: 'a', print_mode: split }),
      await client.createJob(caller, { job_name: 'a', print_mode: 'document', [split]: 1 }),
      await client.call(caller, 'get', `/jobs/${encodeURIComponent(split)}`),
      await request(client.host.app).get(`/_mock/api/jobs?client_id=${encodeURIComponent(split)}`),
    ];
    for (const response of answers) {
      expect(response.headers['set-cookie']).toBeUndefined();

      expect(response.headers['x-epson-mock-hint'] ?? '').not.toMatch(/[^\x20-\x7e]/);
    }
    expect(answers.map(hintOf).join()).toContain('Set-Cookie');
  });

  it('becomes no upload URI that leads elsewhere: what is no authority is left out', async () => {
    const { host, client } = await start();
    const { token, deviceId } = await client.authenticate();
    const { socket, answer } = await dial(host);
    const body = '{"job_name":"a","print_mode":"document"}';
    socket.write(
      `POST /api/1/printing/printers/${deviceId}/jobs HTTP/1.1\r\nHost: a/b?"@evil.example\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(await answer()).toMatch(new RegExp(`"upload_uri":"http://127\\.0\\.0\\.1:${host.port}/`));
  });

  it('pollutes no prototype, by JSON, form or query', async () => {
    const client = newClient();
    const caller = await client.authenticate();
    const bad = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    await client.createJob(
      caller,
      `{"job_name":"a","print_mode":"document","print_setting":${bad},${bad.slice(1)}`,
    );
    for (const path of ['/reset', '/clock', '/faults', '/wait', '/printers', '/clients'])
      await request(client.host.app)
        .post(`/_mock/api${path}`)
        .set('Content-Type', 'application/json')
        .send(bad);
    await client.token('grant_type=password&__proto__[polluted]=1&__proto__=1');
    await request(client.host.app)
      .get('/_mock/api/jobs?__proto__[polluted]=1&client_id=__proto__')
      .expect(404);
    await request(client.host.app)
      .post('/_mock/api/print')
      .field('__proto__', 'a')
      .field('__proto__[polluted]', 'a')
      .attach('file', PDF, 'a.pdf');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('does not change the method', async () => {
    const client = newClient();
    const override = { 'X-HTTP-Method-Override': 'DELETE', 'X-Method-Override': 'DELETE' };
    await request(client.host.app).post('/_mock/api/faults').set(override).send('{}').expect(400);
    await request(client.host.app).get('/_mock/api/journal?_method=DELETE').set(override).expect(400);
  });

  it.each([
    ['Content-Length and Transfer-Encoding', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 40\r\n'],
    ['a coding that is not the last', 'Transfer-Encoding: chunked, identity\r\n'],
    ['a blank before the colon', 'Content-Length : 4\r\n'],
    ['a folded header', 'X: a\r\n Content-Length: 4\r\n'],
  ])('smuggles no second request by %s', async (_what, headers) => {
    const { host } = await start();
    const { socket, answer } = await dial(host);
    socket.write(
      `POST /api/1/x HTTP/1.1\r\nHost: a\r\n${headers}\r\n0\r\n\r\nGET /_mock/health HTTP/1.1\r\nHost: a\r\n\r\n`,
    );
    socket.end();
    const text = await answer();
    expect(text).not.toContain('"status":"ok"');
    expect(text.match(/HTTP\/1\.1 /g)?.length).toBe(1);
  });

  it.each([
    '/_MOCK/api/jobs',
    '/_mock%2fapi/jobs',
    '//_mock/api/jobs',
    '/%5fmock/api/jobs',
    '/x/../_mock/api/jobs',
  ])('leads by no other spelling around the guard: %s', async (path) => {
    const { host } = await start({ controlToken: 'a-control-token-of-27-chars' });
    const { socket, answer } = await dial(host);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(await answer()).toMatch(/^HTTP\/1\.1 (?:401|404) /);
  });
});

describe('calls back to clients', () => {
  it('follow no redirect, read no answer, and end when the host closes', async () => {
    const seen: IncomingMessage[] = [];
    const receiver = createServer((incoming, response) => {
      seen.push(incoming);
      response.writeHead(302, { Location: `http://${incoming.headers.host}/elsewhere` });
      // Without end: whoever reads it reads for ever.
      response.write('a'.repeat(100_000));
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    const outcomes: unknown[] = [];
    const { client } = await start({ onNotification: ({ outcome }) => outcomes.push(outcome) });
    const caller = await client.authenticate();
    const callback_uri = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/first`;
    await client
      .call(caller, 'post', '/settings/notification', { notification: true, callback_uri })
      .expect(200);
    await client.executedJob(caller);
    await expect.poll(() => outcomes.length).toBeGreaterThan(0);
    expect(outcomes[0]).toEqual({ status: 302 });
    expect(seen.map(({ url }) => url)).not.toContain('/elsewhere');
    expect(seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it.each(['file:///etc/passwd', 'ftp://a/', 'javascript:alert(1)', 'gopher://a/', 'data:text/plain,a'])(
    'go by http and https only, not to %s',
    async (uri) => {
      const client = newClient();
      const caller = await client.authenticate();
      await client
        .call(caller, 'post', '/settings/notification', { notification: true, callback_uri: uri })
        .expect(400);
      await client
        .call(caller, 'post', '/destinations', { alias_name: 'a', type: 'url', destination: uri })
        .expect(400);
    },
  );
});
