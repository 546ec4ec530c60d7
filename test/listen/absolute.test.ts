import { describe, expect, it } from 'vitest';
import { dial, secure, send, startSecureHost, type SecureHost } from '../support/secure.js';

const HINT = 'x-epson-mock-hint';

async function ask({ host, https, ca }: SecureHost, overTls: boolean, target: string) {
  const socket = await dial(overTls ? https.port : host.port);
  return send(overTls ? await secure(socket, 'localhost', ca) : socket, 'GET', target, { Host: 'a.test' });
}

describe.each([
  ['http', false],
  ['https', true],
] as const)('a request in absolute form over %s', (_scheme, overTls) => {
  it("is answered by its path when it names Epson's host or the mock", async () => {
    const mock = await startSecureHost();
    const path = '/api/1/printing/printers/x';
    for (const name of ['api.epsonconnect.com', 'www.epsonconnect.com', `localhost:${mock.host.port}`]) {
      const reply = await ask(mock, overTls, `https://${name}${path}`);
      expect([reply.status, reply.text]).toEqual([401, '{"code":"client_authentication_error"}']);
      expect(reply.headers[HINT]).not.toContain('target-foreign');
    }
  });

  it('is answered by its path when it is one of the API, with a warning', async () => {
    const mock = await startSecureHost();
    const reply = await ask(mock, overTls, 'http://printing.test:81/api/1/printing/printers/x');
    expect(reply.status).toBe(401);
    expect(reply.headers[HINT]).toMatch(/target-foreign: .*printing\.test:81/);
  });

  it('is refused when it is for somebody else', async () => {
    const mock = await startSecureHost();
    const reply = await ask(mock, overTls, 'http://example.com/index.html');
    expect([reply.status, reply.text]).toEqual([502, '{"code":"proxy-refused"}']);
    expect(reply.headers[HINT]).toMatch(/^proxy-refused: .*http:\/\/example\.com\. .*NO_PROXY/);
    expect(mock.host.control.journal.read({ rule: 'proxy-refused' })).toHaveLength(1);
  });
});
