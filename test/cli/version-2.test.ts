import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { connected, shellOn } from '../support/sdk/cli-v2.js';

const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));

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

  it.each([
    ['2027-02-30 10:00', /there is no such day/],
    ['2027-02-30T10:00Z', /there is no such day/],
    // In Berlin the clocks go on from 2 to 3 in that night, and back from 3 to 2 in the other one.
    ['2027-03-28 02:30', /"2027-03-28 02:30" is skipped by the clocks: .* 03:30/],
    ['2026-10-25 02:30', /is there twice.*: 2026-10-25T00:30Z or 2026-10-25T01:30Z/],
    ['2026-10-25T02:30+01:00', /nearest such time/],
    ['2027-03-28 03:00', /nearest such time/],
  ])('schedule a.pdf --at %s', async (at, said) => {
    const { shell } = await shellOn();
    shell.env['TZ'] = 'Europe/Berlin';
    const { code, err } = await shell.run('schedule', 'a.pdf', '--at', at);
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
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
