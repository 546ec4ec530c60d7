import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connected, shellOn, startLogin, tokensFile } from '../support/sdk/cli-v2.js';

const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));

describe('epson-connect login', () => {
  it('receives the browser, stores the tokens for the user alone, and says so in the browser', async () => {
    const { shell } = await shellOn();
    const { login, url } = await startLogin(shell);
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>Connected</h1>')]);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const { code, lines, out, err } = await login.ended;
    expect([code, lines]).toEqual([
      0,
      [
        {
          command: 'login',
          outcome: 'connected',
          connection: 'default',
          device: expect.objectContaining({ productName: 'WF-0000 Series' }),
        },
      ],
    ]);
    expect(statSync(tokensFile(shell)).mode & 0o777).toBe(0o600);
    const { access_token, refresh_token } = Object.values(
      JSON.parse(readFileSync(tokensFile(shell), 'utf8')) as Record<string, Record<string, string>>,
    )[0] as { access_token: string; refresh_token: string };
    for (const secret of [access_token, refresh_token, String(shell.env['EPSON_CONNECT_API_CLIENT_SECRET'])])
      expect(out + err).not.toContain(secret);
    const whoami = await shell.run('whoami', '--no-json');
    expect([whoami.code, whoami.out]).toEqual([
      0,
      expect.stringMatching(/connection {2}default\nprinter {5}WF-0000 Series, serial number MOCK/),
    ]);
  });

  it('opens the browser of the user', async () => {
    const { shell } = await shellOn();
    // It is called with the address, as every browser is.
    shell.env['BROWSER'] = process.execPath;
    shell.env['NODE_OPTIONS'] = `--import data:text/javascript,${encodeURIComponent(
      "if(/^http.*auth.authorize/.test(process.argv[1]??'')||process.argv.some((word)=>word.includes('/auth/authorize'))){await fetch(process.argv.find((word)=>word.includes('/auth/authorize')).replace(/^.*?(?=http:)/,'').replace(/^http:\\/(?!\\/)/,'http://'));process.exit()}",
    )}`;
    const { code, lines } = await shell.start(['login']).ended;
    expect([code, lines[0]?.['outcome']]).toEqual([0, 'connected']);
  });

  it('goes on waiting after calls of others, and of pages that bring another state', async () => {
    const { shell, redirectUri } = await shellOn();
    const { login, url } = await startLogin(shell);
    expect((await fetch(`${redirectUri}?code=evil&state=other`)).status).toBe(400);
    expect((await fetch(`${redirectUri}?code=evil`)).status).toBe(400);
    expect((await fetch(new URL('/favicon.ico', redirectUri))).status).toBe(404);
    expect((await fetch(redirectUri, { method: 'POST', body: 'code=evil' })).status).toBe(404);
    expect((await fetch(url)).status).toBe(200);
    expect((await login.ended).code).toBe(0);
  });

  it('takes the address that is pasted, where no browser can reach it', async () => {
    const { host, shell } = await shellOn();
    const { login, url } = await startLogin(shell, '--no-receiver');
    const { headers } = await fetch(url, { redirect: 'manual' });
    login.stdin?.write('hello\n');
    login.stdin?.write('https://client.example/callback?code=x&state=y\n');
    // As a browser shows it.
    login.stdin?.write(`${headers.get('location')?.replace('http://', '')}\n`);
    const { code, err } = await login.ended;
    expect([code, err]).toEqual([0, expect.stringContaining('This is not an address.')]);
    expect(err).toContain('it has another state');
    expect((await shell.run('print', sample)).code).toBe(0);
    expect(host.control.jobs()).toHaveLength(1);
  });

  it('says that the owner refused, or has no printer', async () => {
    const { host, shell } = await shellOn({ consent: 'deny' });
    const { login, url } = await startLogin(shell);
    expect(await (await fetch(url)).text()).toContain('<h1>Not connected</h1>');
    expect(await login.ended).toMatchObject({
      code: 3,
      lines: [{ outcome: 'failed', error: { code: 'access_denied' } }],
      err: expect.stringContaining('The person refused. Nothing is connected.'),
    });
    expect(host.control.journal.read({ operation: 'requestToken' })).toEqual([]);
  });

  it('says that the port is in use, and how to go on', async () => {
    const { shell, redirectUri } = await shellOn();
    const other = createServer().listen(Number(new URL(redirectUri).port), '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { code, err } = await shell.run('login');
    expect([code, err]).toEqual([2, expect.stringMatching(/another program uses it.*--no-receiver/)]);
  });

  it('ends at its deadline, and by Ctrl-C, and listens no longer', async () => {
    const { shell, redirectUri } = await shellOn();
    const late = await shell.run('login', '--deadline', '0.2');
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('Nobody consented within 0.2 s')]);
    const { login } = await startLogin(shell);
    login.kill('SIGINT');
    expect(await login.ended).toMatchObject({ code: 130, err: expect.stringContaining('ended before') });
    await expect(fetch(redirectUri)).rejects.toThrow('fetch failed');
  });

  it('does not wait for an address where standard input has ended, and nothing else can bring it', async () => {
    const { shell } = await shellOn();
    const ended = await shell.run('login', '--no-receiver');
    expect([ended.code, ended.err]).toEqual([2, expect.stringContaining('Standard input has ended')]);
    const { login, url } = await startLogin(shell);
    login.stdin?.end();
    await fetch(url);
    expect((await login.ended).code).toBe(0);
  });

  it('keeps connections apart, and forgets one of them', async () => {
    const { shell } = await connected();
    const { login, url } = await startLogin(shell, '--connection', 'office');
    await fetch(url);
    expect((await login.ended).lines[0]).toMatchObject({ connection: 'office' });
    expect((await shell.run('logout')).lines).toEqual([
      { command: 'logout', outcome: 'forgotten', connection: 'default' },
    ]);
    const gone = await shell.run('device');
    expect([gone.code, gone.err]).toEqual([3, expect.stringContaining('epson-connect login')]);
    expect((await shell.run('device', '--connection', 'office')).code).toBe(0);
    await shell.run('logout', '--connection', 'office');
    // Without its name the login would connect another one.
    const office = await shell.run('device', '--connection', 'office');
    expect(office.err).toContain('Connect the printer: epson-connect login --connection office\n');
    const odd = await shell.run('device', '--connection', 'the office');
    expect(odd.err).toContain('epson-connect login --connection "the office"\n');
  });
});
