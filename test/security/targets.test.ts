import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dial } from '../support/http/sockets.js';

async function start(options: StartOptions = {}) {
  const host = await startMockHost(options);
  onTestFinished(() => host.close());
  /** @param target `PORT` in it stands for the port of the host */
  const ask = async (target: string, headers: readonly string[] = [`Host: 127.0.0.1:${host.port}`]) => {
    const { socket, answer } = await dial(host);
    const head = [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
    socket.write(head.replaceAll('PORT', String(host.port)));
    return answer();
  };
  return { host, ask };
}

describe('a request with two Host headers', () => {
  it.each([
    [['Host: 127.0.0.1', 'Host: evil.test']],
    [['Host: 127.0.0.1', 'host: 127.0.0.1']],
    [['Host: a', 'X-Between: b', 'HOST: c']],
  ])('is refused, whatever they say: %j', async (headers) => {
    const { host, ask } = await start();
    for (const target of ['/_mock/health', '/api/1/printing/printers/x']) {
      const text = await ask(target, headers);
      expect(text).toMatch(/^HTTP\/1\.1 400 [^]*x-epson-mock-hint: request-malformed: .*two Host headers/);
      expect(text).toMatch(/\{"code":"parse_error"\}$/);
    }
    // Requests to the mock itself are not traffic of a program.
    expect(host.control.journal.read({ rule: 'request-malformed' })).toHaveLength(1);
  });
});

describe('a target in absolute form', () => {
  const PATHS = ['/_mock/health', '/_mock/api/jobs', '/_mock/docs/rules', '/_mock/openapi/v1.json'];

  it.each([
    'http://evil.test',
    'http://evil.test:PORT',
    'https://evil.test',
    'ftp://evil.test',
    'x-own+scheme.1://evil.test',
    'http://127.0.0.1.evil.test',
    'http://localhost@evil.test',
    'http://user:password@evil.test:PORT',
    'http://',
    'http://[::1].evil.test',
    'http://ev%69l.test',
  ])('that names a foreign host leads to nothing of the mock itself: %s', async (origin) => {
    const { ask } = await start();
    for (const path of PATHS) {
      const text = await ask(origin + path);
      expect(text, path).toMatch(/^HTTP\/1\.1 (?:400|403|502) /);
      expect(text).not.toContain('password');
    }
  });

  it.each(['http://127.0.0.1:PORT', 'http://localhost:PORT', 'http://LOCALHOST', 'http://[::1]:PORT'])(
    'that names the mock leads to what it has: %s',
    async (origin) => {
      const { ask } = await start();
      expect(await ask(`${origin}/_mock/health`)).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it('goes before the Host header, whose name the mock goes by', async () => {
    const { ask } = await start();
    expect(await ask('http://evil.test:PORT/_mock/api/jobs')).not.toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask('http://localhost:PORT/_mock/api/jobs', ['Host: evil.test'])).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });

  it('may name what the mock is allowed to be called', async () => {
    const { ask } = await start({ allowHosts: ['mock.test'] });
    for (const path of PATHS) expect(await ask(`http://mock.test:1234${path}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('of another scheme leads to no call of the API by another way than http does', async () => {
    const { ask } = await start();
    const path = '/api/1/printing/printers/x';
    const [http, ftp] = [await ask(`http://evil.test${path}`), await ask(`ftp://evil.test${path}`)];
    expect(http).toMatch(/^HTTP\/1\.1 401 [^]*target-foreign/);
    expect(ftp).toMatch(/^HTTP\/1\.1 401 [^]*target-foreign/);
  });
});
