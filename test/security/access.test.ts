import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Contract } from '../support/description/contract.js';
import { newClient, PDF } from '../support/mock/client.js';

const TOKEN = 'a-control-token-of-27-chars';
const contract = new Contract('control/openapi.yaml');

async function start(options: StartOptions) {
  const host = await startMockHost(options);
  onTestFinished(() => host.close());
  return { host, base: `http://127.0.0.1:${host.port}/_mock` };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('the control token', () => {
  it.each([...contract.operations.keys()].filter((id) => id !== 'getHealth'))(
    'is demanded by %s, as the description says',
    async (operationId) => {
      const { host } = newClient({ controlToken: TOKEN });
      const { path, method } = contract.operation(operationId);
      const call = () => request(host.app)[method as 'post'](path.replace(/\{\w+\}/g, 'x'));
      const missing = await contract.check(operationId, call());
      expect([missing.status, missing.body.code]).toEqual([401, 'token-missing']);
      expect(missing.headers['www-authenticate']).toMatch(/^Bearer /);
      const wrong = await contract.check(operationId, call().set('Authorization', `Bearer ${TOKEN}0`));
      expect([wrong.status, wrong.body.code]).toEqual([401, 'token-wrong']);
    },
  );

  it('lets programs in as a bearer, and everyone to health', async () => {
    const { host } = newClient({ controlToken: TOKEN });
    await request(host.app).get('/_mock/health').expect(200);
    await request(host.app).get('/_mock/api/jobs').set('Authorization', `Bearer ${TOKEN}`).expect(200);
    await request(host.app).get(`/_mock/api/jobs?token=${TOKEN}`).expect(401);
    await request(host.app)
      .post('/_mock/api/print')
      .set('Authorization', `Bearer ${TOKEN}`)
      .attach('file', PDF, 'a.pdf')
      .expect(201);
  });

  it('is entered by people in a form, for a cookie that is not the token', async () => {
    const { host } = newClient({ controlToken: TOKEN });
    const form = await request(host.app).get('/_mock/docs/').set('Accept', 'text/html').expect(401);
    expect(form.text).toContain('<form method="post" action="/_mock/session">');
    expect(form.headers['content-security-policy']).toMatch(/form-action 'self'; frame-ancestors 'none'/);
    const enter = (token: string) => request(host.app).post('/_mock/session').type('form').send({ token });
    expect((await enter('another-token-of-length').set('Accept', 'text/html')).text).toContain(
      'not the token',
    );
    const entered = await enter(TOKEN).expect(303);
    expect(entered.headers['location']).toBe('/_mock/ui/');
    const [cookie = ''] = entered.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^epson-mock-session=[\w-]{43}; Path=\/_mock; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const session = cookie.split(';')[0] ?? '';
    await request(host.app).get('/_mock/docs/rules').set('Cookie', `other=1; ${session}`).expect(200);
    await request(host.app).get('/_mock/docs/rules').set('Cookie', `${session}x`).expect(401);
    await request(host.app)
      .post('/_mock/api/reset')
      .set({ Cookie: session, Origin: 'https://evil.example' })
      .expect(403);
  });

  it('is made where other machines reach the host, and demanded of loopback connections too', async () => {
    const { host, base } = await start({ host: '0.0.0.0' });
    const file = host.controlTokenFile ?? '';
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = (await readFile(file, 'utf8')).trim();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect((await fetch(`${base}/api/jobs`)).status).toBe(401);
    expect((await fetch(`${base}/health`)).status).toBe(200);
    expect((await fetch(`${base}/api/jobs`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(
      200,
    );
    await host.close();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('stays the same in a data folder, and is never read from or written to a link or an open file', async () => {
    const dataDir = await folder();
    const file = join(dataDir, 'control-token');
    const first = await start({ host: '0.0.0.0', dataDir });
    expect(first.host.controlTokenFile).toBe(file);
    const token = await readFile(file, 'utf8');
    await first.host.close();
    await (await start({ host: '0.0.0.0', dataDir })).host.close();
    expect(await readFile(file, 'utf8')).toBe(token);
    await chmod(file, 0o644);
    await expect(startMockHost({ host: '0.0.0.0', dataDir })).rejects.toThrow(/only its owner can read/);
    const other = join(await folder(), 'target');
    await writeFile(other, 'kept\n', { mode: 0o600 });
    await rm(file);
    await symlink(other, file);
    await expect(startMockHost({ host: '0.0.0.0', dataDir })).rejects.toThrow(/only its owner can read/);
    expect(await readFile(other, 'utf8')).toBe('kept\n');
  });

  it('is refused when it is too short or has blanks, without being shown', async () => {
    for (const controlToken of ['short-one', 'with blanks in it, and long']) {
      const error: Error = await startMockHost({ controlToken }).then(
        () => new Error('started'),
        (thrown: Error) => thrown,
      );
      expect(error.message).toMatch(/from 16 to 512/);
      expect(error.message).not.toContain(controlToken);
    }
  });
});

describe('names and pages', () => {
  it('are known as --allow-host says, and as the machine is called where others reach it', async () => {
    const { host } = newClient({ allowHosts: ['Mock.Test'] });
    const jobs = (name: string) => request(host.app).get('/_mock/api/jobs').set('Host', name);
    await jobs('mock.test:8380').expect(200);
    await jobs('other.test').expect(403);
    const { body } = await jobs('evil.example');
    expect(body.message).toContain('--allow-host');
    const open = await start({ host: '0.0.0.0', controlToken: TOKEN });
    const app = request(open.host.url.replace('0.0.0.0', '127.0.0.1'));
    const ask = (name: string) =>
      app.get('/_mock/api/jobs').set({ Host: name, Authorization: `Bearer ${TOKEN}` });
    await ask(hostname()).expect(200);
    await ask('evil.example').expect(403);
  });

  it.each([
    ['a form of another site, posted without an Origin', 'post', 'cross-site', 'navigate', 'document', 403],
    ['a page of another port of this machine', 'post', 'same-site', 'no-cors', 'empty', 403],
    ['an image of another site', 'get', 'cross-site', 'no-cors', 'image', 403],
    ['a frame of another site', 'get', 'cross-site', 'navigate', 'iframe', 403],
    ['a link on another site', 'get', 'cross-site', 'navigate', 'document', 200],
    ['its own pages', 'get', 'same-origin', 'cors', 'empty', 200],
    ['the address bar', 'get', 'none', 'navigate', 'document', 200],
  ])('are told apart: %s', async (_what, method, site, mode, dest, status) => {
    const { host } = newClient();
    const path = method === 'post' ? '/_mock/api/reset' : '/_mock/api/jobs';
    const agent = request(host.app);
    await agent[method as 'post'](path)
      .set({ 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': dest })
      .expect(status);
  });

  it.each([
    '/_mock/ui/',
    '/_mock/ui/main.js',
    '/_mock/docs/',
    '/_mock/docs/rules',
    '/_mock/api/jobs',
    '/_mock/health',
    '/_mock/nothing',
  ])('%s cannot be framed, sniffed, or read by another origin', async (path) => {
    const { headers } = await request(newClient().host.app).get(path);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
