import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Shell } from '../support/sdk/cli.js';

const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));
const isPosix = process.platform !== 'win32';

async function shellOn(options: StartOptions = {}) {
  const host = await startMockHost({ pace: 'instant', ...options });
  onTestFinished(() => host.close());
  return { host, shell: new Shell(host) };
}

describe('epson-connect, when it ends before the job', () => {
  it('ends with 5 where nobody knows whether it prints, and with 1 where it is known not to be', async () => {
    const { host, shell } = await shellOn({ pace: 'real' });
    host.control.printer().setOnline(false);
    const waiting = await shell.run('print', sample, '--wait', '--deadline', '0.5');
    expect(waiting).toMatchObject({ code: 5, lines: [{ outcome: 'unknown', error: { code: 'deadline' } }] });
    expect(waiting.err).toMatch(/accepted as job .*, but it is not printed after 0\.5 s\./);
    const [job] = host.control.jobs();
    host.control.endJob(job?.id ?? '', 'attention_required', 'completed');
    expect(await shell.run('wait', job?.id ?? '')).toMatchObject({
      code: 1,
      lines: [{ command: 'wait', outcome: 'failed', error: { name: 'JobFailedError' } }],
      err: expect.stringContaining('attention_required'),
    });
  });

  it('does not call a job accepted that the host has told nothing of', async () => {
    const { host, shell } = await shellOn();
    host.control.faults.add({ operation: 'getPrintJob', effect: { kind: 'hang' } });
    expect(await shell.run('wait', 'a'.repeat(32), '--deadline', '0.5', '--no-json')).toMatchObject({
      code: 5,
      err: expect.stringMatching(
        /^job a+: it is not printed after 0\.5 s\. The host has not reported its status\. Go on with: /,
      ),
    });
  });

  it.skipIf(!isPosix)('says on Ctrl-C what became of the job, and ends with 130', async () => {
    const { host, shell } = await shellOn();
    host.control.faults.add({ operation: 'uploadPrintFile', effect: { kind: 'hang' } });
    const child = shell.start(['print', sample, sample]);
    await expect.poll(() => host.control.jobs()).toHaveLength(1);
    child.kill('SIGINT');
    const { code, lines, err } = await child.ended;
    const [job] = host.control.jobs();
    expect([code, lines]).toMatchObject([130, [{ outcome: 'canceled', job: { id: job?.id } }]]);
    expect(err).toContain(`canceled (job ${job?.id}) before it was executed. Nothing is printed.`);
    expect(job?.executed_at).toBeNull();
  });

  it.skipIf(!isPosix)('names the job to a second Ctrl-C, which does not wait for the answer', async () => {
    const { host, shell } = await shellOn();
    host.control.faults.add({ operation: 'executePrint', effect: { kind: 'hang' } });
    const child = shell.start(['print', sample]);
    let said = '';
    child.stderr?.on('data', (chunk) => (said += String(chunk)));
    await expect.poll(() => host.control.faults.all()).toMatchObject([{ struck: 1 }]);
    child.kill('SIGINT');
    await expect.poll(() => said).toContain(`executing (job ${host.control.jobs()[0]?.id}); waiting`);
    child.kill('SIGINT');
    expect((await child.ended).code).toBe(130);
  });

  it.skipIf(!isPosix).each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'ends with %s although standard input stays open, and has sent nothing',
    async (signal, exitCode) => {
      const { host, shell } = await shellOn();
      const child = shell.start(['print', '-', '--name', 'a.pdf', '--verbose'], null);
      // More than a pipe holds: what is written was read, and who reads heeds signals.
      await new Promise((read) => child.stdin?.write(Buffer.alloc(2 ** 22), read));
      child.kill(signal);
      expect(await child.ended).toMatchObject({
        code: exitCode,
        err: 'a.pdf: canceled before it was executed. Nothing is printed.\n',
        lines: [{ outcome: 'canceled' }],
      });
      expect(host.control.journal.read()).toEqual([]);
    },
  );

  it.skipIf(!isPosix)('ends at once where a pipe is named that nobody writes to', async () => {
    const { host, shell } = await shellOn();
    const pipe = join(shell.home, 'pipe.pdf');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    expect(await shell.run('device', '--credentials', pipe)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${pipe} is not a file: pass it by standard input`),
    });
    expect(await shell.run('print', pipe)).toMatchObject({ code: 1, lines: [{ outcome: 'failed' }] });
    const tokens = join(shell.home, '.cache/epson-connect/tokens.json');
    mkdirSync(dirname(tokens), { recursive: true });
    execFileSync('mkfifo', ['-m', '600', tokens]);
    expect(await shell.run('device')).toMatchObject({
      code: 0,
      err: expect.stringContaining('Tokens are not stored'),
    });
    expect(host.control.jobs()).toEqual([]);
  });

  it('ends after a failure although standard input stays open', async () => {
    const { shell } = await shellOn();
    shell.env['EPSON_CONNECT_API_CLIENT_SECRET'] = 'wrong';
    expect((await shell.start(['print', sample, '-', '--name', 'a.pdf'], null).ended).code).toBe(3);
    expect((await shell.start(['device'], null).ended).code).toBe(3);
  });

  it('says in a line that a proxy of the environment is not used', async () => {
    const shell = new Shell();
    const names = ['CLIENT_ID', 'CLIENT_SECRET', 'PRINTER_EMAIL'];
    for (const name of names) shell.env[`EPSON_CONNECT_API_${name}`] = 'a';
    shell.env['HTTPS_PROXY'] = 'http://user:s3cret@127.0.0.1:1';
    const ended = await shell.run('device', '--base-url', 'https://api.invalid', '--retries', '0');
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/^HTTPS_PROXY is not used: Node \d/) });
    expect(ended.err).not.toContain('s3cret');
  });
});
