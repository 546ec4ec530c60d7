import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { environment, Shell } from '../support/sdk/cli.js';

const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));
async function shellOn(options: StartOptions = {}) {
  const host = await startMockHost({ pace: 'instant', ...options });
  onTestFinished(() => host.close());
  return { host, shell: new Shell(host) };
}

describe('epson-connect print', () => {
  it('prints with the settings of its flags, under their wire names, and tells the job as JSON', async () => {
    const { host, shell } = await shellOn();
    const flags = '--copies 2 --2-sided long --color-mode mono --media-size ms_a5 --no-collate --job-name x';
    const { code, lines, err } = await shell.run('print', sample, ...flags.split(' '), '--wait');
    expect([code, err]).toEqual([0, '']);
    const [job] = host.control.jobs();
    expect(lines).toEqual([
      {
        command: 'print',
        file: sample,
        outcome: 'printed',
        job: { id: job?.id, device_id: expect.any(String), job_name: 'x', print_mode: 'document' },
        information: expect.objectContaining({ id: job?.id, status: 'completed' }),
      },
    ]);
    expect(job?.print_setting).toMatchObject({
      media_size: 'ms_a5',
      media_type: 'mt_plainpaper',
      borderless: false,
      color_mode: 'mono',
      '2_sided': 'long',
      copies: 2,
    });
    expect(
      host.control.journal.read({}).find(({ operation }) => operation === 'createPrintJob')?.request,
    ).toMatchObject({ body_text: expect.stringContaining('"collate":false') });
  });

  it('sends no setting where none is asked for, and speaks to people', async () => {
    const { host, shell } = await shellOn();
    const { code, out } = await shell.run('print', sample, '--no-json');
    const [job] = host.control.jobs();
    expect([code, out]).toEqual([
      0,
      `${sample}: accepted as job ${job?.id}. Check it with: epson-connect status ${job?.id}\n`,
    ]);
    expect(job?.print_setting).toBeNull();
  });

  it('goes on behind a file that fails, and ends with the worst', async () => {
    const { host, shell } = await shellOn();
    const { code, lines, err } = await shell.run('print', 'nothing.pdf', sample);
    expect([code, lines.map(({ outcome }) => outcome)]).toEqual([1, ['failed', 'accepted']]);
    expect(err).toBe(
      'nothing.pdf: not printed. The file nothing.pdf cannot be read: there is no such file.\n',
    );
    expect(host.control.jobs()).toHaveLength(1);
  });

  it('prints what it reads', async () => {
    const { host, shell } = await shellOn();
    const bytes = readFileSync(sample);
    expect((await shell.start(['print', '-', '--name', 'a.pdf'], bytes).ended).code).toBe(0);
    expect(host.control.jobs()).toMatchObject([
      { job_name: 'a.pdf', document: { size_bytes: bytes.length } },
    ]);
  });

  it.each([[['print', '-', '--name', 'a.pdf']], [['print', 'empty.pdf']]])(
    'prints nothing of a document without a byte: %j',
    async (args) => {
      const { host, shell } = await shellOn();
      const path = join(shell.home, 'empty.pdf');
      writeFileSync(path, '');
      const named = args.map((word) => (word === 'empty.pdf' ? path : word));
      expect(await shell.run(...named)).toMatchObject({ code: 1, err: expect.stringContaining('is empty') });
      // Not even a job that nobody executes is left behind.
      expect([host.control.jobs(), host.control.journal.read()]).toEqual([[], []]);
    },
  );

  it('says with its exit code what went wrong', async () => {
    const { host, shell } = await shellOn();
    host.control.faults.add({ operation: 'createPrintJob', code: 'invalid_resource' });
    expect(await shell.run('print', sample)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'not printed. Creating the job failed: the host answered 400 invalid_resource',
      ),
    });
    shell.env['EPSON_CONNECT_API_CLIENT_SECRET'] = 'wrong';
    expect(await shell.run('print', sample, sample, '--no-token-cache')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/invalid_client[^]*1 more file was not begun\.\n$/),
    });
  });
});

describe('epson-connect', () => {
  it('follows, shows and cancels a job', async () => {
    const { host, shell } = await shellOn({ pace: 'real' });
    const { lines } = await shell.run('print', sample);
    const { id } = (lines[0] as { job: { id: string } }).job;
    expect((await shell.run('status', id, '--no-json')).out).toMatch(new RegExp(`^job ${id}: pending`));
    expect((await shell.run('cancel', id)).lines).toEqual([
      { command: 'cancel', outcome: 'canceled', job: { id } },
    ]);
    expect((await shell.run('wait', id)).code).toBe(1);
    expect(host.control.jobs()).toMatchObject([{ status: 'canceled' }]);
  });

  it('tells of the printer, and as whom it asks, without a secret', async () => {
    const { host, shell } = await shellOn();
    const { clientId, clientSecret, printerEmail } = host.credentials;
    const [device, capability, whoami] = [
      await shell.run('device'),
      await shell.run('capability', 'photo'),
      await shell.run('whoami'),
    ];
    expect(device.lines).toMatchObject([{ device: { ec_connected: true } }]);
    expect(capability.lines).toMatchObject([
      { print_mode: 'photo', capability: { media_sizes: expect.any(Array) } },
    ]);
    expect(whoami.lines).toMatchObject([{ printer_email: printerEmail, base_url: host.url }]);
    expect(whoami.out).not.toContain(clientSecret);
    expect(whoami.out).not.toContain(clientId);
    expect((await shell.run('capability', '--no-json')).out).toMatch(/ms_a4\n {2}mt_plainpaper: /);
  });

  it('registers, lists, updates and deletes where scans go', async () => {
    const { shell } = await shellOn();
    const flags = ['--alias-name', 'Books', '--type', 'mail', '--destination', 'books@client.example'];
    expect((await shell.run('destinations', 'register', ...flags)).code).toBe(0);
    const { lines } = await shell.run('destinations');
    const [{ id = '' } = {}] = (lines[0] as { destinations: { id?: string }[] }).destinations;
    expect((await shell.run('destinations', 'update', id, ...flags.with(1, 'Bills'))).code).toBe(0);
    const other = flags.with(1, 'All my scans');
    expect((await shell.run('destinations', 'register', ...other)).code).toBe(0);
    const listed = (await shell.run('destinations', 'list', '--no-json')).out;
    expect(listed).toMatch(/ {2}Bills {9}mail {2}books@client\.example$/m);
    expect(listed).toMatch(/ {2}All my scans {2}mail {2}books@client\.example$/m);
    expect((await shell.run('destinations', 'delete', id)).code).toBe(0);
    expect(await shell.run('destinations', 'drop')).toMatchObject({ code: 2 });
  });

  it('keeps its tokens for itself from one call to the next, unless it is told not to', async () => {
    const { host, shell } = await shellOn();
    const asked = () =>
      host.control.journal.read().filter(({ operation }) => operation === 'authenticate').length;
    for (const args of [['destinations'], ['device']]) expect((await shell.run(...args)).code).toBe(0);
    expect(asked()).toBe(1);
    if (process.platform === 'linux') {
      const folder = join(shell.home, '.cache/epson-connect');
      expect(
        [folder, join(folder, 'tokens.json')].map((path) => (statSync(path).mode & 0o777).toString(8)),
      ).toEqual(['700', '600']);
    }
    await shell.run('device', '--no-token-cache');
    expect(asked()).toBe(2);
    // Stored tokens do not hide that the secret is wrong.
    shell.env['EPSON_CONNECT_API_CLIENT_SECRET'] = 'f'.repeat(64);
    expect((await shell.run('whoami')).code).toBe(3);
  });

  it('reads credentials from standard input and then leaves nothing on the disk, and prints where no cache can be', async () => {
    const { host } = await shellOn();
    const stranger = new Shell();
    const lines = Object.entries(environment(host)).map(([name, value]) => `${name}=${value}\n`);
    expect((await stranger.start(['whoami', '--credentials', '-'], lines.join('')).ended).code).toBe(0);
    expect(() => statSync(join(stranger.home, '.cache'))).toThrow();
    writeFileSync(join(stranger.home, '.cache'), 'no folder');
    stranger.env['XDG_CACHE_HOME'] = join(stranger.home, '.cache');
    Object.assign(stranger.env, environment(host));
    expect(await stranger.run('device')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Tokens are not stored: /),
    });
  });

  it.each([
    [['print'], 'Usage: epson-connect print FILE…'],
    [['prnt'], 'Unknown command "prnt"'],
    [['print', '--copis', '2', 'a.pdf'], 'Unknown flag --copis; did you mean --copies?'],
    [['print', '--copies', 'two', 'a.pdf'], '--copies must be a number, not "two"'],
    [['print', '-'], '--name report.pdf'],
    [['print', '-', '--name', 'a.pdf', '--credentials', '-'], 'not both'],
    [['print', 'a.pdf', '--deadline', '5'], '--deadline is only valid with --wait'],
    [['whoami'], 'Credentials are missing: EPSON_CONNECT_API_CLIENT_ID'],
  ])('ends with 2 and a line on %j', async (args, words) => {
    const shell = new Shell();
    const { code, err } = await shell.run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('takes a call without a command for a mistake, and shows the help on stderr', async () => {
    const { code, out, err } = await new Shell().run();
    expect([code, out, err]).toEqual([2, '', expect.stringContaining('Exit codes')]);
  });

  it('shows help with examples for itself and for each command', async () => {
    const shell = new Shell();
    const { code, out } = await shell.run('--help');
    expect([code, out]).toEqual([0, expect.stringContaining('Exit codes')]);
    const names = [...out.matchAll(/^ {2}(\w+) {2,}[A-Z]/gm)].map(([, name = '']) => name);
    expect(names).toEqual([
      'print',
      'status',
      'wait',
      'cancel',
      'device',
      'capability',
      'destinations',
      'whoami',
    ]);
    for (const name of ['print', 'destinations'])
      expect((await shell.run(name, '--help')).out).toMatch(
        new RegExp(`Examples:\\n {2}epson-connect ${name}`),
      );
  });
});
