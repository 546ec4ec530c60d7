import { describe, expect, it } from 'vitest';
import { dial, secure, send, startSecureHost, type SecureHost } from '../support/mock/secure.js';

/** Epson's names in both versions of the API. */
const EPSON = ['api', 'www', 'auth', 'upload', 'dummy-api'].map((name) => `${name}.epsonconnect.com`);
const HINT = 'x-epson-mock-hint';

async function ask({ host, https, ca }: SecureHost, overTls: boolean, target: string, method = 'GET') {
  const socket = await dial(overTls ? https.port : host.port);
  return send(overTls ? await secure(socket, 'localhost', ca) : socket, method, target, { Host: 'a.test' });
}

describe.each([
  ['http', false],
  ['https', true],
] as const)('a request in absolute form over %s', (_scheme, overTls) => {
  it("is answered by its path when it names Epson's host or the mock", async () => {
    const mock = await startSecureHost();
    const path = '/api/1/printing/printers/x';
    for (const name of [...EPSON, `localhost:${mock.host.port}`]) {
      const reply = await ask(mock, overTls, `https://${name}${path}`);
      expect([reply.status, reply.text]).toEqual([401, '{"code":"client_authentication_error"}']);
      expect(reply.headers[HINT]).not.toMatch(/target-(?:foreign|not-https)/);
    }
  });

  it("is warned of when it names Epson's host by http, and not where an upload goes as it was told", async () => {
    const mock = await startSecureHost();
    for (const name of EPSON) {
      const reply = await ask(mock, overTls, `http://${name}/api/1/printing/printers/x`);
      expect(reply.status).toBe(401);
      expect(reply.headers[HINT]).toContain(`target-not-https: The address begins with http://${name}: `);
      const uploadUri = `http://${name}/container/v1/storage/PostData?Key=x`;
      const upload = await ask(mock, overTls, uploadUri, 'POST');
      expect(upload.headers[HINT]).toMatch(/^key-unknown: /);
      expect(upload.headers[HINT]).not.toContain('target-not-https');
    }
    const own = await ask(mock, overTls, `http://localhost:${mock.host.port}/api/1/printing/printers/x`);
    expect(own.headers[HINT]).not.toContain('target-not-https');
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

describe("a request with Epson's name in the Host header alone", () => {
  it('is not judged by its Host header, which has no scheme', async () => {
    const { host } = await startSecureHost();
    const Host = { Host: 'api.epsonconnect.com' };
    const reply = await send(await dial(host.port), 'GET', '/api/1/printing/printers/x', Host);
    expect(reply.headers[HINT]).toMatch(/^bearer-missing: /);
    expect(reply.headers[HINT]).not.toContain('target-');
  });
});
