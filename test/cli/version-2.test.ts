import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/http/free-port.js';
import { Shell } from '../support/sdk/cli.js';

const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));

async function shellOn(options: StartOptions = {}) {
  const host = await startMockHost({ pace: 'instant', consent: 'auto', ...options });
  onTestFinished(() => host.close());
  const shell = new Shell();
  const { clientId, clientSecret, apiKey } = host.credentialsV2;
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  Object.assign(shell.env, {
    EPSON_CONNECT_API_VERSION: '2',
    EPSON_CONNECT_API_BASE_URL: host.url,
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
    EPSON_CONNECT_API_KEY: apiKey,
    EPSON_CONNECT_API_REDIRECT_URI: redirectUri,
  });
  return { host, shell, redirectUri };
}

/** Starts a login, and waits for the address that it shows. */
async function startLogin(shell: Shell, ...flags: string[]) {
  const login = shell.start(['login', ...flags], null);
  let err = '';
  login.stderr?.on('data', (chunk) => (err += String(chunk)));
  const shown = /\n {2}(http\S+)\n[^]*\n(?:Waiting|Then)/;
  while (!shown.test(err)) await once(login.stderr as NonNullable<typeof login.stderr>, 'data');
  const url = shown.exec(err)?.[1] ?? '';
  return { login, url, state: new URL(url).searchParams.get('state') ?? '' };
}

/** A shell whose printer is connected. */
async function connected(options: StartOptions = {}) {
  const on = await shellOn(options);
  const { login, url } = await startLogin(on.shell);
  expect((await fetch(url)).status).toBe(200);
  expect((await login.ended).code).toBe(0);
  return on;
}

const tokensFile = (shell: Shell) => join(shell.home, '.config/epson-connect/connections.json');

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
    login.stdin?.write(`${headers.get('location')}\n`);
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
  });
});

describe('every command of version 2', () => {
  it("prints with the printer's defaults below the flags, follows the job and cancels one", async () => {
    const { host, shell } = await connected();
    const flags = '--copies 2 --double-sided long --color-mode mono --job-name x --wait';
    const printed = await shell.run('print', sample, ...flags.split(' '));
    const [job] = host.control.jobs();
    expect([printed.code, printed.lines]).toEqual([
      0,
      [
        {
          command: 'print',
          file: sample,
          outcome: 'printed',
          job: expect.objectContaining({ jobId: job?.id, jobName: 'x' }),
          information: expect.objectContaining({ jobId: job?.id, status: 'completed' }),
        },
      ],
    ]);
    expect(job?.print_setting).toMatchObject({
      paperSize: 'ps_a4',
      paperType: 'pt_plainpaper',
      colorMode: 'mono',
      doubleSided: 'long',
      copies: 2,
    });
    const status = await shell.run('status', job?.id ?? '', '--no-json');
    expect([status.code, status.out]).toEqual([0, expect.stringContaining(`job ${job?.id}: completed`)]);
    host.control.printer().setOnline(false);
    const held = (await shell.run('print', sample)).lines[0] as { job: { jobId: string } };
    expect((await shell.run('cancel', held.job.jobId)).lines).toEqual([
      { command: 'cancel', outcome: 'canceled', job: { jobId: held.job.jobId } },
    ]);
    expect(await shell.run('wait', held.job.jobId)).toMatchObject({
      code: 1,
      lines: [{ outcome: 'failed', job: { jobId: held.job.jobId } }],
    });
    expect(host.control.jobs().map(({ status }) => status)).toEqual(['completed', 'canceled']);
  });

  it('sends no setting where none is asked for', async () => {
    const { host, shell } = await connected();
    expect((await shell.run('print', sample)).code).toBe(0);
    expect(host.control.jobs()[0]?.print_setting).toBeNull();
  });

  it('schedules a file, lists it, and cancels it', async () => {
    const { host, shell } = await connected();
    const at = new Date(Math.ceil(Date.now() / 3_600_000 + 1) * 3_600_000)
      .toISOString()
      .replace(':00.000Z', 'Z');
    const scheduled = await shell.run('schedule', sample, '--at', at, '--copies', '2');
    const [job] = host.control.jobs();
    expect([scheduled.code, scheduled.lines]).toEqual([
      0,
      [
        {
          command: 'schedule',
          file: sample,
          outcome: 'scheduled',
          schedule: expect.objectContaining({ scheduleJobId: job?.id }),
        },
      ],
    ]);
    expect(job).toMatchObject({ status: 'reserved', scheduled_at: new Date(at).toISOString() });
    const listed = await shell.run('schedules', '--no-json');
    expect(listed.out).toMatch(new RegExp(`^${job?.id} {2}\\d{4}-\\d\\d-\\d\\d \\d\\d:00 {2}sample.pdf\n$`));
    expect((await shell.run('schedules', 'cancel', job?.id ?? '')).code).toBe(0);
    expect((await shell.run('schedules', '--no-json')).out).toContain('Nothing is scheduled.');
    host.control.clock.advance(7_200_000);
    expect(host.control.jobs()[0]?.executed_at).toBeNull();
  });

  it('shows capability and device, and keeps destinations', async () => {
    const { shell } = await connected();
    const capability = await shell.run('capability', '--no-json');
    expect(capability.out).toMatch(/^ps_a4\n {2}pt_plainpaper: /m);
    const register = '--alias-name Books --destination-service mail --destination books@client.example';
    const registered = await shell.run('destinations', 'register', ...register.split(' '));
    const { destination } = registered.lines[0] as { destination: { destinationId: string } };
    const update = ['--alias-name', 'Accounts', '--destination', 'a@client.example'];
    expect((await shell.run('destinations', 'update', destination.destinationId, ...update)).code).toBe(0);
    expect((await shell.run('destinations', '--no-json')).out).toBe(
      `${destination.destinationId}  Accounts  mail  a@client.example\n`,
    );
    expect((await shell.run('destinations', 'delete', destination.destinationId)).code).toBe(0);
    expect((await shell.run('destinations')).lines[0]).toMatchObject({ destinations: [] });
  });

  it('renews once where two commands share the connection', async () => {
    const { host, shell } = await connected();
    for (let count = 0; count < 3; count += 1) {
      host.control.expireTokens();
      const both = await Promise.all([shell.run('device'), shell.run('device')]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
    }
    expect(host.control.journal.read({ rule: 'refresh-token-used' })).toEqual([]);
    const refused = host.control.journal
      .read({ operation: 'requestToken' })
      .filter(({ response }) => response.status !== 200);
    expect(refused).toEqual([]);
  });
});

describe('a call that is wrong sends nothing', () => {
  it.each([
    ['print a.pdf --media-size ms_a4', /--media-size is a flag of version 1 .* use --paper-size/],
    ['print a.pdf --printer a@b.c', /--printer is a flag of version 1 .* --connection/],
    ['--api 1 print a.pdf --paper-size ps_a4', /--paper-size is a flag of version 2 .* use --media-size/],
    ['--api 1 login', /login is a command of version 2 of the API: add --api 2/],
    ['--api 3 device', /--api must be 1 or 2, not "3"/],
    ['schedule a.pdf', /schedule needs the time/],
    ['schedule a.pdf --at tomorrow', /--at must be a date and a time/],
    ['schedule a.pdf --at 2020-01-01T10:00Z', /nearest such time is \d{4}-/],
    ['schedules cancel', /schedules cancel takes the ID of one/],
    ['destinations update 1 --destination-service mail', /does not take --destination-service/],
    ['destinations register --alias-name a', /needs --destination-service, --destination/],
    ['print a.pdf --copies 100', /--copies must be a whole number from 1 to 99/],
  ])('%s', async (line, said) => {
    const { host, shell } = await shellOn();
    const { code, err } = await shell.run(...line.split(' '));
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
    expect(host.control.journal.read()).toEqual([]);
  });

  it('says which version the credentials look like', async () => {
    const { shell } = await shellOn();
    delete shell.env['EPSON_CONNECT_API_KEY'];
    shell.env['EPSON_CONNECT_API_PRINTER_EMAIL'] = 'a@b.c';
    expect((await shell.run('device')).err).toMatch(/API_KEY\. They look like those of version 1/);
    delete shell.env['EPSON_CONNECT_API_PRINTER_EMAIL'];
    shell.env['EPSON_CONNECT_API_KEY'] = 'k'.repeat(40);
    shell.env['EPSON_CONNECT_API_VERSION'] = '1';
    expect((await shell.run('device')).err).toMatch(
      /PRINTER_EMAIL\. They look like those of version 2: add --api 2/,
    );
  });

  it('shows the help of its version', async () => {
    const { shell } = await shellOn();
    expect((await shell.run('--help')).out).toContain('login         Connect a printer');
    expect((await shell.run('--api', '1', '--help')).out).not.toContain('login  ');
    expect((await shell.run('print', '--help')).out).toContain('--paper-size');
  });
});
