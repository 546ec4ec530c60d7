import { networkInterfaces } from 'node:os';
import { startMockHost, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, newClient, PDF, hintOf } from '../support/mock/client.js';
import { dial, secure, send, startSecureHost, type Reply } from '../support/mock/secure.js';

async function start(options: StartOptions = {}): Promise<{ host: RunningMockHost; client: Client }> {
  const host = await startMockHost({ pace: 'instant', ...options });
  onTestFinished(() => host.close());
  return { host, client: new Client(host) };
}

/** Creates a job with a Host header of its own. */
async function create(
  { host, client }: { host: RunningMockHost; client: Client },
  name: string,
): Promise<Reply> {
  const { token, deviceId } = await client.authenticate();
  return send(
    await dial(host.port),
    'POST',
    `/api/1/printing/printers/${deviceId}/jobs`,
    { Host: name, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    '{"job_name":"a","print_mode":"document"}',
  );
}

const uriOf = ({ text }: Reply) => new URL((JSON.parse(text) as { upload_uri: string }).upload_uri);

describe('the upload URI', () => {
  it('follows the name that the caller uses, without a warning', async () => {
    const mock = await start();
    for (const name of [
      `127.0.0.1:${mock.host.port}`,
      `localhost:${mock.host.port}`,
      `mock:${mock.host.port}`,
    ]) {
      const reply = await create(mock, name);
      expect(uriOf(reply).origin).toBe(`http://${name}`);
      expect(reply.headers['x-epson-mock-hint']).toBeUndefined();
    }
  });

  it.each([
    ['0.0.0.0:PORT', 'http://0.0.0.0:PORT', /stands for every address/],
    ['[::]:PORT', 'http://[::]:PORT', /stands for every address/],
    ['localhost:9', 'http://localhost:9', /listens on PORT, not on 9/],
    ['api.epsonconnect.com', 'http://api.epsonconnect.com', /not on 80: .*Epson's own host/],
    ['a b', 'http://127.0.0.1:PORT', /"a b", which is no name/],
  ])('is warned of when the Host header is %s', async (name, origin, hint) => {
    const mock = await start();
    const withPort = (text: string) => text.replace('PORT', String(mock.host.port));
    const reply = await create(mock, withPort(name));
    expect(uriOf(reply).origin).toBe(withPort(origin));
    const told = decodeURIComponent(String(reply.headers['x-epson-mock-hint']));
    expect(told).toMatch(/^upload-uri-unreachable: upload_uri begins with http/);
    expect(told).toMatch(new RegExp(withPort(hint.source)));
    expect(mock.host.control.journal.read({ rule: 'upload-uri-unreachable' })).toHaveLength(1);
  });

  it('names the second port when there is one, which takes the upload', async () => {
    const { host, client } = await start({ uploadPort: 0 });
    const caller = await client.authenticate();
    const reply = await create({ host, client }, `localhost:${host.port}`);
    const uri = uriOf(reply);
    const port = Number(new URL(host.uploadUrl ?? '').port);
    expect(port).not.toBe(host.port);
    expect(uri.host).toBe(`localhost:${port}`);
    const upload = await fetch(`${uri.href.replace('localhost', '127.0.0.1')}&File=1.pdf`, {
      method: 'POST',
      body: PDF,
      headers: { 'Content-Type': 'application/octet-stream' },
    });
    expect([upload.status, await upload.text()]).toEqual([200, '']);
    // A program that throws the origin away prints as well.
    const job = await client.job(caller);
    await client.upload(job.upload_uri).expect(200);
  });

  it('keeps the scheme of the request on the second port, which takes a large file by https too', async () => {
    const mock = await startSecureHost({ uploadPort: 0 });
    const { host, https, ca } = mock;
    const client = new Client(host);
    const { token, deviceId } = await client.authenticate();
    const socket = await secure(await dial(https.port), 'localhost', ca);
    const reply = await send(
      socket,
      'POST',
      `/api/1/printing/printers/${deviceId}/jobs`,
      {
        Host: `localhost:${https.port}`,
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
      },
      '{"job_name":"a","print_mode":"document"}',
    );
    const uri = uriOf(reply);
    expect([uri.protocol, uri.port]).toEqual(['https:', new URL(host.uploadUrl ?? '').port]);
    const upload = await send(
      await secure(await dial(Number(uri.port)), 'localhost', ca),
      'POST',
      `${uri.pathname}${uri.search}&File=1.pdf`,
      { Host: uri.host, 'Content-Type': 'application/octet-stream', Expect: '100-continue' },
      Buffer.concat([PDF, Buffer.alloc(5_000_000, 32)]),
    );
    expect([upload.status, upload.text]).toEqual([200, '']);
    expect(host.control.jobs()[0]?.document).toMatchObject({ size_bytes: PDF.length + 5_000_000 });
  });

  it('names a host whose connections are led here, without a warning', async () => {
    const { host, https, ca } = await startSecureHost();
    const { token, deviceId } = await new Client(host).authenticate();
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    for (const [asked, hint] of [
      ['api.epsonconnect.com', undefined],
      ['localhost', expect.stringMatching(/^upload-uri-unreachable: /)],
    ] as const) {
      const reply = await send(
        await secure(await dial(https.port), asked, ca),
        'POST',
        `/api/1/printing/printers/${deviceId}/jobs`,
        { Host: 'api.epsonconnect.com', ...headers },
        '{"job_name":"a","print_mode":"document"}',
      );
      expect(uriOf(reply).origin).toBe('https://api.epsonconnect.com');
      expect(reply.headers['x-epson-mock-hint']).toEqual(hint);
    }
  });

  it('begins with the public URL when there is one, also on an app without a listener', async () => {
    const client = newClient({ publicUrl: 'https://print.example.com:8443/' });
    const job = await client.job(await client.authenticate());
    expect(job.upload_uri).toMatch(/^https:\/\/print\.example\.com:8443\/[^/]/);
    expect(client.host.control.publicUrl).toBe('https://print.example.com:8443');
  });

  it('changes with the public URL while the host runs, in every world', async () => {
    const client = newClient();
    const caller = await client.authenticate();
    client.host.control.setPublicUrl('http://10.0.0.5:8380');
    expect((await client.job(caller)).upload_uri).toMatch(/^http:\/\/10\.0\.0\.5:8380\//);
    await client.host.control.reset();
    expect(client.host.control.publicUrl).toBe('http://10.0.0.5:8380');
    client.host.control.setPublicUrl(null);
    expect((await client.job(await client.authenticate())).upload_uri).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it('is warned of when the public URL stands for every address', async () => {
    const client = newClient({ publicUrl: 'http://0.0.0.0:8380' });
    const response = await client.createJob(await client.authenticate()).expect(201);
    expect(hintOf(response)).toMatch(/^upload-uri-unreachable: .*stands for every address/);
  });

  const own = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
  if (own === undefined)
    process.stderr.write('skipped: a public URL for a caller of another machine (this one has no network)\n');

  it.skipIf(own === undefined)(
    'is warned of when the public URL is of loopback, and the caller is not',
    async () => {
      const { host, client } = await start({ host: '0.0.0.0' });
      host.control.setPublicUrl(`http://localhost:${host.port}`);
      const { token, deviceId } = await client.authenticate();
      const hintFor = async (address: string) => {
        const reply = await send(
          await dial(host.port, address),
          'POST',
          `/api/1/printing/printers/${deviceId}/jobs`,
          { Host: 'mock', Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          '{"job_name":"a","print_mode":"document"}',
        );
        return reply.headers['x-epson-mock-hint'];
      };
      expect(await hintFor('127.0.0.1')).toBeUndefined();
      expect(await hintFor(own ?? '')).toMatch(
        new RegExp(`^upload-uri-unreachable: .*the caller is (::ffff:)?${own}: .*--public-url`),
      );
    },
  );

  it.each([
    'print.example.com',
    'ftp://print.example.com',
    'http://a/b',
    'http://a/?b',
    'http://user:secret@a',
    '',
  ])('takes no public URL that is no origin: %j', async (publicUrl) => {
    const failure = await startMockHost({ publicUrl }).then(String, String);
    expect(failure).toMatch(/MockOptionError: publicUrl is .*such as https:\/\/print\.example\.com/);
    expect(failure).not.toContain('secret');
  });
});
