import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { dial, readAll, startSecureHost } from '../support/mock/secure.js';
import { listen } from '../support/http/listen.js';

/** Another host on this machine, which tells what it was asked. */
async function startOther(): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      asked.push(
        `${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? 'none'} ${body}`,
      );
      response.writeHead(203, { 'X-Own': 'yes' }).end('own');
    });
  });
  return { port: await listen(server), asked };
}

async function ask(port: number, target: string, host: string): Promise<string> {
  const socket = await dial(port);
  socket.write(
    `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nProxy-Authorization: Basic eDp5\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi`,
  );
  return readAll(socket);
}

describe('the mock as a proxy for plain http', () => {
  it('passes on what is meant for a host that it was told to relay, without what is meant for a proxy', async () => {
    const { port, asked } = await startOther();
    const { host, told } = await startSecureHost({ relay: ['127.0.0.1:*'] });
    const name = `127.0.0.1:${port}`;
    expect(await ask(host.port, `http://${name}/a?b=c`, name)).toMatch(
      /^HTTP\/1\.1 203 [^]*X-Own: yes[^]*own/,
    );
    // As PHP's streams ask.
    expect(await ask(host.port, '/d', name)).toMatch(/^HTTP\/1\.1 203 /);
    expect(asked).toEqual(['POST /a?b=c none hi', 'POST /d none hi']);
    expect(told).toEqual([]);
  });

  it('says of every other host how it is reached', async () => {
    const { host } = await startSecureHost();
    expect(await ask(host.port, 'http://other.test/a', 'other.test')).toMatch(
      /^HTTP\/1\.1 502 [^]*x-epson-mock-hint: proxy-refused: .*--relay other\.test:80\./,
    );
  });

  it('tells when a host that it was told to relay does not answer', async () => {
    const { host, told } = await startSecureHost({ relay: ['localhost:1'] });
    expect(await ask(host.port, 'http://localhost:1/a', 'localhost:1')).toMatch(
      /^HTTP\/1\.1 502 [^]*relay-failed/,
    );
    expect(told).toMatchObject([{ refusal: { rule: 'relay-failed' } }]);
  });

  it("answers what is meant for Epson's host and for itself", async () => {
    const { host } = await startSecureHost();
    for (const authority of ['api.epsonconnect.com', `localhost:${host.port}`, 'printing.test:81'])
      expect(await ask(host.port, `http://${authority}/api/1/printing/printers/x/jobs`, authority)).toMatch(
        /^HTTP\/1\.1 401 /,
      );
  });
});
