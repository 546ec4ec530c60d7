import { startMockHost, type MockHostOptions } from 'epson-connect-mock';
import request, { type Test } from 'supertest';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient, type Client } from '../support/mock/client.js';

const PAGE = 'http://localhost:5173';
const TOKEN = '/api/1/printing/oauth2/auth/token?subject=printer';
const UPLOAD = '/epc-storage/v1/storage/PostData?Key=x';

const ask = (client: Client, path: string, origin = PAGE): Test =>
  request(client.host.app)
    .options(path)
    .set('Origin', origin)
    .set('Access-Control-Request-Method', 'POST')
    .set('Access-Control-Request-Headers', 'authorization,content-type');

/** The headers of an answer that are for browsers. */
const said = async (test: Test) =>
  Object.fromEntries(
    Object.entries((await test).headers as Record<string, string>).filter(([name]) =>
      name.startsWith('access-control-'),
    ),
  );

describe('web pages', () => {
  it('are let in by nobody who does not ask for it, and the refusal names the flag', async () => {
    const client = newClient();
    for (const path of [TOKEN, UPLOAD]) {
      const answer = await ask(client, path);
      expect(answer.status).toBe(405);
      expect(hintOf(answer)).toContain('"http://localhost:5173"');
      expect(hintOf(answer)).toContain('--cors-origin');
      expect(await said(ask(client, path))).toEqual({});
    }
    expect(await said(client.token(undefined, { Origin: PAGE }))).toEqual({});
  });

  it('of a named origin may call the API and upload, and see why they are refused', async () => {
    const client = newClient({ corsOrigins: ['http://LOCALHOST:5173/', 'https://shop.example:443'] });
    for (const path of [TOKEN, UPLOAD, '/api/1/printing/printer/x/jobs'])
      expect(await said(ask(client, path).expect(204))).toEqual({
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'GET,POST,PUT,DELETE',
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-max-age': '600',
      });
    const refused = client.token('', { Origin: 'https://shop.example' }).expect(400);
    expect(hintOf(await refused)).toContain('grant-type-missing');
    expect(await said(refused)).toEqual({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': 'x-epson-mock-hint,Retry-After,Allow,WWW-Authenticate',
    });
    expect((await client.token(undefined, { Origin: PAGE })).headers['vary']).toContain('Origin');
  });

  it('of a named origin may send their API key to version 2, and exchange codes there, but not authorize', async () => {
    const client = newClient({ corsOrigins: [PAGE] });
    const asked = (path: string) =>
      said(ask(client, path).set('Access-Control-Request-Headers', 'authorization,x-api-key'));
    for (const path of ['/api/2/printing/jobs', '/auth/token', '/data?Key=x', '/schedule_data?Key=x'])
      expect(await asked(path), path).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-allow-headers': 'authorization,x-api-key',
      });
    // A browser goes there itself, and whatever lies below or beside is not the host's.
    for (const path of ['/auth/authorize', '/auth/token/x', '/my/data', '/data/x'])
      expect(await asked(path), path).toEqual({});
  });

  it.each(['http://localhost:5174', 'http://localhost', 'https://localhost:5173', 'null'])(
    'of another origin, %s, are not let in, and caches know that others are',
    async (origin) => {
      const client = newClient({ corsOrigins: [PAGE] });
      expect(await said(ask(client, TOKEN, origin).expect(405))).toEqual({});
      const answer = client.token(undefined, { Origin: origin }).expect(200);
      expect(await said(answer)).toEqual({});
      expect((await answer).headers['vary']).toContain('Origin');
    },
  );

  it('reach none of the own routes of the mock, whatever is let in', async () => {
    for (const corsOrigins of [['*'], [PAGE]]) {
      const client = newClient({ corsOrigins });
      for (const path of ['/_mock/api/jobs', '/_mock/api/reset', '/_mock/health', '/elsewhere']) {
        expect(await said(ask(client, path))).toEqual({});
        expect((await ask(client, path)).status).toBeGreaterThanOrEqual(400);
      }
      expect(await said(request(client.host.app).get('/_mock/health').set('Origin', PAGE))).toEqual({});
      await request(client.host.app).post('/_mock/api/reset').set('Origin', PAGE).expect(403);
    }
  });

  it('of anybody are let in by *, and into this machine from outside by name only', async () => {
    const asked = (options: MockHostOptions) =>
      said(ask(newClient(options), TOKEN).set('Access-Control-Request-Private-Network', 'true').expect(204));
    const anybody = await asked({ corsOrigins: ['*'] });
    expect(anybody['access-control-allow-origin']).toBe('*');
    expect(anybody).not.toHaveProperty('access-control-allow-private-network');
    expect(await asked({ corsOrigins: ['*', PAGE] })).toHaveProperty(
      'access-control-allow-private-network',
      'true',
    );
  });

  it('leave an OPTIONS that no browser asks to the host', async () => {
    const client = newClient({ corsOrigins: ['*'] });
    const answer = await request(client.host.app).options(TOKEN).expect(405);
    expect(hintOf(answer)).not.toContain('--cors-origin');
  });

  it.each(['null', 'localhost:5173', 'http://localhost:5173/page', 'http://me@localhost', ''])(
    'are not let in by the origin %j, which no page has a right to',
    async (origin) => {
      await expect(startMockHost({ corsOrigins: [origin] })).rejects.toMatchObject({
        name: 'MockOptionError',
        message: expect.stringMatching(/^corsOrigins\[0\] is .*without a path, or \*$/),
      });
    },
  );
});
