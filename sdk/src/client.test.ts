import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EpsonConnect } from './index.js';
import { clientOnFakeHost } from './test/client.js';
import { baseUrl, clientSecret, deviceId, rejection, token, uploadKey } from './test/fake-host.js';
import { startServer } from './test/http-server.js';

describe('authenticate', () => {
  it('tells the device ID and nothing of the tokens, and asks only once', async () => {
    const { host, epson } = clientOnFakeHost();
    expect(await epson.authenticate()).toEqual({ device_id: deviceId });
    expect(await epson.authenticate()).toEqual({ device_id: deviceId });
    expect(host.steps()).toEqual(['authenticate']);
  });

  it('rejects for a signal that is aborted, also when nothing has to be asked', async () => {
    const { epson } = clientOnFakeHost();
    await epson.authenticate();
    expect(await rejection(epson.authenticate({ signal: AbortSignal.abort('no') }))).toBe('no');
  });
});

describe('base URL', () => {
  it.each(['', '/', '//', '/a/b', '/a/b/'])('ending in %j leads to the same paths', async (ending) => {
    const { host, epson } = clientOnFakeHost({ baseUrl: `${baseUrl}${ending}` });
    await epson.createJob({ job_name: 'a' });
    const prefix = baseUrl + ending.replace(/\/+$/, '');
    expect(host.seen.map(({ url }) => url)).toEqual([
      `${prefix}/api/1/printing/oauth2/auth/token?subject=printer`,
      `${prefix}/api/1/printing/printers/${deviceId}/jobs`,
    ]);
  });
});

describe('a client', () => {
  it('shows no secret when it is printed', async () => {
    const { epson } = clientOnFakeHost();
    await epson.createJob({ job_name: 'a' });
    const shown = inspect(epson, { depth: Infinity, showHidden: true }) + JSON.stringify(epson);
    for (const secret of [clientSecret, token('access', 1), token('refresh', 1), uploadKey])
      expect(shown).not.toContain(secret);
  });

  it('speaks over a real socket', async () => {
    const answers: Record<string, object> = {
      token: { access_token: 'T', expires_in: 3600, subject_id: 'D' },
      print: {},
    };
    await using server = await startServer(({ target }, response) => {
      const body = answers[target.split('?')[0]?.split('/').at(-1) ?? ''] ?? {
        id: 'J',
        upload_uri: `http://${response.req.headers.host}/PostData?Key=k`,
      };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(target.startsWith('/PostData') ? '' : JSON.stringify(body));
    });
    const epson = new EpsonConnect({
      clientId: 'c',
      clientSecret: 's',
      printerEmail: 'p@x',
      baseUrl: server.url,
    });
    await epson.print({ data: new TextEncoder().encode('%PDF'), name: 'a.pdf' });
    expect(
      server.arrived.map(({ method, target, headers }) => [method, target, headers.authorization]),
    ).toEqual([
      ['POST', '/api/1/printing/oauth2/auth/token?subject=printer', `Basic ${btoa('c:s')}`],
      ['POST', '/api/1/printing/printers/D/jobs', 'Bearer T'],
      ['POST', '/PostData?Key=k&File=1.pdf', undefined],
      ['POST', '/api/1/printing/printers/D/jobs/J/print', 'Bearer T'],
    ]);
    expect(server.arrived[3]?.headers['content-type']).toBeUndefined();
    expect(server.arrived[3]?.bytes).toHaveLength(0);
  });
});
