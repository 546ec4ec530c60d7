import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PDF } from '../support/mock/client.js';
import {
  connectThrough,
  dial,
  readAll,
  secure,
  send,
  startSecureHost,
  type SecureHost,
} from '../support/mock/secure.js';
import { listen } from '../support/http/listen.js';

/** The four steps on Epson's own names, each over a tunnel of its own. Returns the upload URI. */
async function printThroughProxy({ host, ca }: SecureHost): Promise<string> {
  const { clientId, clientSecret, printerEmail } = host.credentials;
  const call = async (
    url: string,
    headers: Record<string, string>,
    body: string | Buffer,
  ): Promise<Record<string, string>> => {
    const { hostname, pathname, search } = new URL(url);
    const { socket } = await connectThrough(host.port, `${hostname}:443`);
    const encrypted = await secure(socket, hostname, ca);
    const reply = await send(encrypted, 'POST', pathname + search, { Host: hostname, ...headers }, body);
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.text === '' ? {} : (JSON.parse(reply.text) as Record<string, string>);
  };
  const api = 'https://api.epsonconnect.com/api/1/printing';
  const token = await call(
    `${api}/oauth2/auth/token?subject=printer`,
    {
      Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    new URLSearchParams({ grant_type: 'password', username: printerEmail, password: '' }).toString(),
  );
  const bearer = { Authorization: `Bearer ${token['access_token']}`, 'Content-Type': 'application/json' };
  const jobs = `${api}/printers/${token['subject_id']}/jobs`;
  const job = await call(jobs, bearer, JSON.stringify({ job_name: 'tunnelled', print_mode: 'document' }));
  const uri = job['upload_uri'] ?? '';
  await call(`${uri}&File=1.pdf`, { 'Content-Type': 'application/octet-stream' }, PDF);
  await call(`${jobs}/${job['id']}/print`, bearer, '');
  return uri;
}

/** An address of this machine besides those of the loopback interface. */
const outside = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses)
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

/** A host elsewhere that sends back what it gets, and ends when its client does. */
const startEcho = (): Promise<number> =>
  listen(createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket)));

/** Returns the answer to a CONNECT that is refused. */
async function refusal(
  port: number,
  target: string,
): Promise<{ status: number; code: string; hint: string }> {
  const { response, socket } = await connectThrough(port, target);
  const { code, message } = JSON.parse(await readAll(socket)) as { code: string; message: string };
  const header = decodeURIComponent(String(response.headers['x-epson-mock-hint']));
  expect(header).toBe(`${code}: ${message}`);
  return { status: response.statusCode ?? 0, code, hint: message };
}

describe('the mock as a proxy', () => {
  it("prints a whole job on Epson's own name, and hands out an upload URI of that name", async () => {
    const mock = await startSecureHost({ pace: 'instant' });
    expect(await printThroughProxy(mock)).toMatch(/^https:\/\/api\.epsonconnect\.com\/[\w/]+\?Key=\w+$/);
    mock.host.control.assertJobs([{ job_name: 'tunnelled', status: 'completed', status_reason: '' }]);
    expect(mock.told.map(({ method, outcome }) => [method, outcome?.status]).slice(0, 2)).toEqual([
      ['CONNECT', 200],
      ['POST', 200],
    ]);
    const entries = mock.host.control.journal.read();
    expect(entries.map((entry) => entry.method)).toEqual(['POST', 'POST', 'POST', 'POST']);
    expect(entries.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it("sends uploads to the other of Epson's names when there is a port for them", async () => {
    const mock = await startSecureHost({ pace: 'instant', uploadPort: 0 });
    expect(await printThroughProxy(mock)).toMatch(/^https:\/\/www\.epsonconnect\.com\/[\w/]+\?Key=\w+$/);
    mock.host.control.assertJobs([{ status: 'completed' }]);
  });

  it.each(['api', 'www', 'auth', 'upload', 'dummy-api'])(
    "leads to itself by Epson's name %s, under a certificate of that name",
    async (name) => {
      const { host, ca } = await startSecureHost();
      const epson = `${name}.epsonconnect.com`;
      const { socket } = await connectThrough(host.port, `${epson}:443`);
      const reply = await send(await secure(socket, epson, ca), 'GET', '/api/1/printing/printers/x', {
        Host: epson,
      });
      expect([reply.status, reply.text]).toEqual([401, '{"code":"client_authentication_error"}']);
    },
  );

  it('leads to its own listeners by their own names', async () => {
    const { host, https, ca } = await startSecureHost({ uploadPort: 0 });
    for (const port of [host.port, Number(new URL(host.uploadUrl ?? '').port)]) {
      const { socket } = await connectThrough(host.port, `localhost:${port}`);
      const reply = await send(socket, 'GET', '/_mock/health', { Host: `localhost:${port}` });
      expect(reply.status).toBe(200);
    }
    for (const target of [`127.0.0.1:${https.port}`, 'localhost:443', `[::1]:${https.port}`]) {
      const { socket } = await connectThrough(host.port, target);
      const reply = await send(await secure(socket, 'localhost', ca), 'GET', '/_mock/health', {
        Host: 'localhost',
      });
      expect(reply.status).toBe(200);
    }
  });

  it('loses nothing of what is sent right behind CONNECT', async () => {
    const { host } = await startSecureHost();
    const socket = await dial(host.port);
    socket.write(
      `CONNECT localhost:${host.port} HTTP/1.1\r\nHost: localhost:${host.port}\r\n\r\n` +
        `GET /_mock/health HTTP/1.1\r\nHost: localhost:${host.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(await readAll(socket)).toMatch(
      /^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK[^]*"ok"/,
    );
  });

  it.each([
    ['example.com:443', 502, /--relay example\.com\./],
    ['example.com:8443', 502, /--relay example\.com:8443\./],
    ['docs.epsonconnect.com:443', 502, /does not emulate docs\.epsonconnect\.com/],
    ['api.epsonconnect.com:80', 502, /port 443, and not on 80/],
    ['127.0.0.1:1', 502, /--relay 127\.0\.0\.1:1\./],
    ['evilepsonconnect.com:443', 502, /--relay evilepsonconnect\.com/],
    ['example.com', 400, /NAME:PORT/],
  ])('refuses %s, and says why to the program and to people', async (target, status, hint) => {
    const { host, told } = await startSecureHost();
    expect(await refusal(host.port, target)).toEqual({
      status,
      code: 'proxy-refused',
      hint: expect.stringMatching(hint),
    });
    expect(told).toMatchObject([{ method: 'CONNECT', target, refusal: { rule: 'proxy-refused' } }]);
    expect(host.control.journal.read({ rule: 'proxy-refused' })).toMatchObject([{ response: { status } }]);
  });

  it("refuses Epson's names without TLS, and names what switches it on", async () => {
    await using host = await startMockHost();
    expect(await refusal(host.port, 'api.epsonconnect.com:443')).toMatchObject({
      status: 502,
      hint: expect.stringContaining('--tls'),
    });
  });

  it('relays what it was told to, in both directions, and lets each end by itself', async () => {
    const echo = await startEcho();
    const { host } = await startSecureHost({ relay: [`127.0.0.1:${echo}`] });
    const { response, socket } = await connectThrough(host.port, `127.0.0.1:${echo}`);
    expect(response.statusCode).toBe(200);
    const bytes = 'x'.repeat(1_000_000);
    socket.end(bytes);
    expect(await readAll(socket)).toBe(bytes);
  });

  it.skipIf(outside === undefined)(
    'leads programs of this machine alone to what listens on its loopback interface',
    async () => {
      const echo = await startEcho();
      const { host } = await startSecureHost({ host: '0.0.0.0', relay: ['127.0.0.1:*', 'localhost:*'] });
      const near = await dial(host.port);
      near.write(`CONNECT 127.0.0.1:${echo} HTTP/1.1\r\nHost: 127.0.0.1:${echo}\r\n\r\n`);
      expect(String((await once(near, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
      for (const first of [`CONNECT 127.0.0.1:${echo}`, `GET http://localhost:${echo}/`, 'GET /']) {
        // As from another machine: the connection comes from an address that is not the one it goes to.
        const far = connect({ port: host.port, host: '127.0.0.1', localAddress: outside });
        onTestFinished(() => void far.destroy());
        far.end(`${first} HTTP/1.1\r\nHost: 127.0.0.1:${echo}\r\nConnection: close\r\n\r\n`);
        const answer = await text(far);
        expect(answer, first).toMatch(/^HTTP\/1\.1 (502|404) /);
        expect(answer, first).toMatch(/x-epson-mock-hint: (proxy-refused|path-unknown): /i);
      }
    },
  );

  it('does not relay another port of a host that it was told to relay, nor a host whose name begins like it', async () => {
    const echo = await startEcho();
    const { host } = await startSecureHost({ relay: ['127.0.0.1', 'relayed.test:8443'] });
    expect(await refusal(host.port, `127.0.0.1:${echo}`)).toMatchObject({ code: 'proxy-refused' });
    expect(await refusal(host.port, 'relayed.test:443')).toMatchObject({ code: 'proxy-refused' });
    expect(await refusal(host.port, 'relayed.test.example:8443')).toMatchObject({ code: 'proxy-refused' });
  });

  it('answers 502 where a relayed host refuses, or nobody knows its name', async () => {
    const { host, told } = await startSecureHost({ relay: ['127.0.0.1:1', 'relayed.invalid'] });
    for (const [target, why] of [
      ['127.0.0.1:1', /127\.0\.0\.1:1, and cannot: it refuses the connection/],
      ['relayed.invalid:443', /relayed\.invalid:443, and cannot: its name is not known/],
    ] as const) {
      expect(await refusal(host.port, target)).toEqual({
        status: 502,
        code: 'relay-failed',
        hint: expect.stringMatching(why),
      });
    }
    expect(told.map(({ refusal: { rule } = { rule: '' } }) => rule)).toEqual([
      'relay-failed',
      'relay-failed',
    ]);
  });

  it.each([['api.epsonconnect.com'], ['relayed.test:0'], ['relayed.test/path'], ['']])(
    'does not start with relay %j',
    async (relay) => {
      await expect(startMockHost({ relay: [relay] })).rejects.toThrow(/^relay is /);
    },
  );

  it('ends tunnels at once when it is closed, wherever they lead and however far they are', async () => {
    const echo = await startEcho();
    const mock = await startSecureHost({ relay: [`127.0.0.1:${echo}`] });
    const open = await Promise.all(
      [`127.0.0.1:${echo}`, 'api.epsonconnect.com:443', 'www.epsonconnect.com:443'].map(
        async (target) => (await connectThrough(mock.host.port, target)).socket,
      ),
    );
    const encrypted = await secure(open[2] ?? (await dial(mock.host.port)), 'www.epsonconnect.com', mock.ca);
    const silent = await dial(mock.https.port);
    const ends = [...open.slice(0, 2), encrypted, silent].map((socket) =>
      once(socket.on('error', () => {}).resume(), 'close'),
    );
    silent.once('end', () => silent.destroy());
    for (const socket of open) socket.once('end', () => socket.destroy());
    await mock.host.close();
    expect(await Promise.all(ends)).toHaveLength(4);
  });
});
