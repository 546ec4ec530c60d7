import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMockHost, type MockHostOptions, type Printed, type PrintNews } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, FULL_SETTING, PDF } from '../support/mock/client.js';

const isPosix = process.platform !== 'win32';
if (!isPosix) console.log('skipped: the commands of these tests are for a POSIX shell');

async function prepare(onPrint: MockHostOptions['onPrint'], options: MockHostOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  const news: PrintNews[] = [];
  const command = typeof onPrint === 'string' ? onPrint.replaceAll('FOLDER', folder) : onPrint;
  const host = createMockHost({
    pace: 'instant',
    ...(command === undefined ? {} : { onPrint: command }),
    onPrintNews: (each) => news.push(each),
    ...options,
  });
  onTestFinished(async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  });
  const client = new Client(host);
  const statusOf = () => host.control.jobs().map((job) => [job.status, job.status_reason]);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { host, client, news, statusOf, read, folder };
}

describe.runIf(isPosix)('a command on print', () => {
  it('finds the document and the job in its environment, and the job is completed when it has ended', async () => {
    const { client, statusOf, read, folder } = await prepare(
      'cp "$EPSON_MOCK_DOCUMENT" FOLDER/copy.pdf; env | grep ^EPSON_ | sort > FOLDER/env',
    );
    await client.print(PDF, { job_name: 'Grüße', print_mode: 'document', print_setting: FULL_SETTING });
    await expect.poll(statusOf).toEqual([['completed', '']]);
    expect(readFileSync(join(folder, 'copy.pdf'))).toEqual(PDF);
    const env = Object.fromEntries(
      read('env')
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const [job] = client.host.control.jobs();
    expect(env).toEqual({
      EPSON_MOCK_API_VERSION: '1',
      EPSON_MOCK_DOCUMENT: expect.stringMatching(/incoming.*\.pdf$/),
      EPSON_MOCK_JOB_ID: job?.id,
      EPSON_MOCK_JOB_NAME: 'Grüße',
      EPSON_MOCK_PRINTER_EMAIL: client.host.credentials.printerEmail,
      EPSON_MOCK_PRINT_MODE: 'document',
      EPSON_MOCK_PRINT_SETTING: JSON.stringify(FULL_SETTING),
      EPSON_MOCK_PAGES: '1',
      EPSON_MOCK_COPIES: '1',
    });
  });

  it('gets a hostile job name as a value, and none of the secrets of the mock', async () => {
    process.env['EPSON_MOCK_CONTROL_TOKEN'] = 'secret-of-the-mock';
    process.env['EPSON_CONNECT_API_CLIENT_SECRET'] = 'secret-of-a-client';
    onTestFinished(() => {
      delete process.env['EPSON_MOCK_CONTROL_TOKEN'];
      delete process.env['EPSON_CONNECT_API_CLIENT_SECRET'];
    });
    const { client, statusOf, read, folder, news } = await prepare(
      'env > FOLDER/env; printf %s "$EPSON_MOCK_JOB_NAME" > FOLDER/name; echo "$EPSON_MOCK_JOB_NAME"',
    );
    const job_name = `$(touch ${folder}/hit); \`touch ${folder}/hit\` "; touch ${folder}/hit; ' \u001b]0;title\u0007\0`;
    await client.print(PDF, { job_name, print_mode: 'document' });
    await expect.poll(statusOf).toEqual([['completed', '']]);
    expect(existsSync(join(folder, 'hit'))).toBe(false);
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    expect(read('name')).toBe(job_name.replace(/[\u0000-\u001f]/g, ' '));
    expect(read('env')).not.toMatch(/secret-of|CONTROL_TOKEN/);
    expect(news.map(({ line }) => line).join()).not.toContain('\u001b');
  });

  it('that fails lets the job end as completed with attention_required, and says why', async () => {
    const { client, statusOf, news } = await prepare('printf "\\033[31mout of paper\\033[0m\\n" >&2; exit 3');
    await client.print();
    await expect.poll(statusOf).toEqual([['completed', 'attention_required']]);
    expect(news).toEqual([
      { jobId: expect.any(String), line: 'out of paper', isFailure: false },
      {
        jobId: expect.any(String),
        line: expect.stringMatching(/^on print failed: exit code 3\./),
        isFailure: true,
      },
    ]);
  });

  it('runs once for each job, in the order of its printer, and the others wait', async () => {
    const { client, statusOf, read, folder } = await prepare(
      'while [ ! -e FOLDER/go ]; do sleep 0.02; done; echo "$EPSON_MOCK_JOB_NAME" >> FOLDER/order',
    );
    const caller = await client.authenticate();
    for (const name of ['a', 'b', 'c'])
      await client.executedJob(caller, { job_name: name, print_mode: 'document' });
    expect(statusOf().map(([status]) => status)).toEqual(['processing', 'pending', 'pending']);
    await writeFile(join(folder, 'go'), '');
    await expect.poll(statusOf).toEqual([1, 2, 3].map(() => ['completed', '']));
    expect(read('order')).toBe('a\nb\nc\n');
  });

  it('is ended with what it started when the host closes', async () => {
    const { client, host, folder, read } = await prepare(
      'sh -c "echo \\$\\$ > FOLDER/child; sleep 60" & wait',
    );
    await client.print();
    await expect.poll(() => existsSync(join(folder, 'child')) && read('child').endsWith('\n')).toBe(true);
    const child = Number(read('child'));
    await host.close();
    await expect.poll(() => isRunning(child)).toBe(false);
  });

  it('leaves a job processing on a clock that is moved by 73 hours, and through a paper jam', async () => {
    const { client, host, statusOf, folder } = await prepare('while [ ! -e FOLDER/go ]; do sleep 0.02; done');
    await client.print();
    host.control.clock.advance(73 * 3_600_000);
    expect(statusOf()).toEqual([['processing', null]]);
    host.control.printer().setTrouble('media_jam');
    expect(statusOf()).toEqual([['processing_stopped', 'media_jam']]);
    host.control.printer().setTrouble(null);
    await writeFile(join(folder, 'go'), '');
    await expect.poll(statusOf).toEqual([['completed', '']]);
  });
});

describe('a function on print', () => {
  it('gets a path that has the extension and holds when the document has moved', async () => {
    const paths: string[] = [];
    const { client, host } = await prepare(({ documentPath }) => {
      expect(readFileSync(documentPath)).toEqual(PDF);
      paths.push(documentPath);
    });
    await client.print();
    await host.control.waitFor({ kind: 'job_printed' });
    expect(paths).toEqual([expect.stringMatching(/\.pdf$/)]);
    expect(readFileSync(paths[0] ?? '')).toEqual(PDF);
    await host.close();
    expect(existsSync(paths[0] ?? '')).toBe(false);
  });

  it('gets the job, and its error lets the job fail', async () => {
    const printed: Printed[] = [];
    const { client, statusOf, news } = await prepare((each) => {
      printed.push(each);
      if (printed.length === 2) throw new Error('the drawer is open');
    });
    await client.print();
    await expect.poll(statusOf).toEqual([['completed', '']]);
    await client.print();
    await expect.poll(statusOf).toEqual([
      ['completed', ''],
      ['completed', 'attention_required'],
    ]);
    expect(printed[0]).toMatchObject({
      jobName: 'SampleJob1',
      printMode: 'document',
      printSetting: null,
      pages: 1,
    });
    expect(news).toMatchObject([{ line: expect.stringContaining('the drawer is open'), isFailure: true }]);
  });

  it('is not called for a document that does not print', async () => {
    const printed: Printed[] = [];
    const { client, statusOf } = await prepare((each) => void printed.push(each));
    await client.executedJob(await client.authenticate(), undefined, 'no PDF', '1.pdf');
    await expect.poll(statusOf).toEqual([['completed', 'attention_required']]);
    expect(printed).toEqual([]);
  });

  it('is told by its signal that a job was ended at the device', async () => {
    let signal: AbortSignal | undefined;
    const { client, host, statusOf } = await prepare((printed) => {
      signal = printed.signal;
      return new Promise(() => {});
    });
    await client.print();
    await expect.poll(() => signal).toBeDefined();
    host.control.endJob(host.control.jobs()[0]?.id ?? '', 'job_canceled_at_device');
    expect([signal?.aborted, statusOf()]).toEqual([true, [['canceled', 'job_canceled_at_device']]]);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // In a container without a reaper, one that has ended stays as a zombie.
    return !/\) Z /.test(existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '');
  } catch {
    return false;
  }
}
