import { spawnSync } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { commandFile, Shell } from '../support/sdk/cli.js';
import { example } from '../support/description/pages.js';
import { freePort } from '../support/http/free-port.js';
import { runProgram, type ProgramResult } from '../support/processes/programs.js';
import { newFolder } from '../support/folder.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A folder with an `invoice.pdf`, below this package so that its examples find the workspace's packages. */
async function folderWithInvoice(): Promise<string> {
  const folder = newFolder(fileURLToPath(new URL('.readme-', import.meta.url)));
  await copyFile(join(root, 'test/demo/epson-connect-in-four-steps.pdf'), join(folder, 'invoice.pdf'));
  return folder;
}

async function runExample(
  name: string,
  file: string,
  command: string,
  args: string[],
  host: RunningMockHost,
): Promise<ProgramResult> {
  const folder = await folderWithInvoice();
  await writeFile(join(folder, file), example(name).replaceAll('http://127.0.0.1:8380', host.url));
  const env = {
    ...process.env,
    EPSON_CONNECT_API_BASE_URL: host.url,
    EPSON_CONNECT_API_CLIENT_ID: host.credentials.clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: host.credentials.clientSecret,
    EPSON_CONNECT_API_PRINTER_EMAIL: host.credentials.printerEmail,
  };
  return runProgram(command, [...args, file], { cwd: folder, env });
}

const TSX = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];

describe('the examples of the READMEs', () => {
  it('print with the SDK, in twelve lines', async () => {
    expect(example('print').trimEnd().split('\n').length).toBeLessThanOrEqual(12);
    await using host = await startMockHost();
    const { code, output } = await runExample('print', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, expect.stringMatching(/^accepted as job [0-9a-f]{32}\n$/)]);
    expect(host.control.jobs()).toMatchObject([{ job_name: 'invoice-17', executed_at: expect.any(String) }]);
  });

  it('keep a world through a restart', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('restart', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, 'media_empty\n']);
  });

  it.each([
    ['v2-consent', 'completed 5\n'],
    ['v2-schedule', 'reserved\ncompleted\n'],
    ['v2-people', 'Ada\n'],
  ])('print with version 2 on a host that the program starts itself: %s', async (name, printed) => {
    await using host = await startMockHost();
    const { code, output } = await runExample(name, 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, printed]);
  });

  it('let things happen at the printer', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('printer', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, '']);
  });

  it('let a page in', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('pages', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, 'http://localhost:5173\n']);
  });

  it('hand what prints to a function', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('on-print', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, '']);
  });

  it('keep tokens in a file', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('tokens', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, expect.stringMatching(/^printer [0-9a-f]{32}\n$/)]);
  });

  it('print many documents', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('many', 'example.ts', process.execPath, TSX, host);
    expect([code, output]).toEqual([0, expect.stringMatching(/^invoice\.pdf is job [0-9a-f]{32}\n$/)]);
  });

  it.skipIf(spawnSync('curl', ['--version']).status !== 0)('drive the mock with curl', async () => {
    await using host = await startMockHost();
    const { code, output } = await runExample('control', 'example.sh', 'sh', ['-e'], host);
    expect(code, output).toBe(0);
    expect(host.control.faults.all()).toMatchObject([
      { fault: { operation: 'executePrint', call: 2 }, struck: 0 },
    ]);
    expect(host.control.clock.now() - Date.now()).toBeGreaterThan(3_599_000);
    expect(host.control.jobs()).toMatchObject([{ job_name: 'invoice.pdf', status: 'completed' }]);
    expect(output).toContain('"status":"processing_stopped","status_reason":"media_jam"');
  });

  it.skipIf(spawnSync('curl', ['--version']).status !== 0)(
    'drive version 2 of the mock with curl',
    async () => {
      await using host = await startMockHost();
      const { code, output } = await runExample('control-v2', 'example.sh', 'sh', ['-e'], host);
      expect(code, output).toBe(0);
      expect(host.control.accounts().at(-1)).toMatchObject({ email: 'ada@example.com', name: 'Ada' });
      expect(host.control.consent).toBe('auto');
      expect(host.control.jobs()).toMatchObject([{ api_version: 2, status: 'completed' }]);
      expect(output).toContain('&state=5bd1c7e2"');
    },
  );

  it.skipIf(spawnSync('curl', ['--version']).status !== 0)(
    'let the answers be lost for a minute',
    async () => {
      await using host = await startMockHost();
      const { code, output } = await runExample('outage', 'example.sh', 'sh', ['-e'], host);
      expect(code, output).toBe(0);
      const fault = { duration_ms: 60_000, effect: { kind: 'drop_after' } };
      expect(host.control.faults.all()).toMatchObject([{ fault, struck: 0, is_over: false }]);
      expect(output).toContain('"times":null');
    },
  );

  it.skipIf(process.platform === 'win32')('print from the command line', async () => {
    await using host = await startMockHost({ pace: 'instant' });
    const shell = new Shell(host);
    const script = example('command').replaceAll('epson-connect ', `"${process.execPath}" "${commandFile}" `);
    const { code, output } = await runProgram('sh', ['-e'], {
      cwd: await folderWithInvoice(),
      env: shell.env,
      input: script,
    });
    expect(code, output).toBe(0);
    const lines = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { outcome: string });
    expect(lines.map(({ outcome }) => outcome)).toEqual(['printed', 'accepted', 'ok', 'ok']);
  });

  it.skipIf(process.platform === 'win32')('print by version 2 from the command line', async () => {
    await using host = await startMockHost({ pace: 'instant', consent: 'auto' });
    const shell = new Shell();
    const folder = await folderWithInvoice();
    const browser = join(folder, 'browser');
    const visit = 'fetch(process.argv[1]).then((page) => page.text())';
    await writeFile(browser, `#!/bin/sh\nexec "${process.execPath}" --eval '${visit}' "$1"\n`, {
      mode: 0o755,
    });
    const { clientId, clientSecret, apiKey } = host.credentialsV2;
    const inAnHour = new Date(Math.ceil(Date.now() / 3_600_000 + 1) * 3_600_000).toISOString();
    const script = example('command-v2')
      .replaceAll('epson-connect ', `"${process.execPath}" "${commandFile}" `)
      .replace('"2027-05-03 14:30"', inAnHour);
    const { code, output } = await runProgram('sh', ['-e'], {
      cwd: folder,
      env: {
        ...shell.env,
        EPSON_CONNECT_API_BASE_URL: host.url,
        EPSON_CONNECT_API_CLIENT_ID: clientId,
        EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
        EPSON_CONNECT_API_KEY: apiKey,
        EPSON_CONNECT_API_REDIRECT_URI: `http://127.0.0.1:${await freePort()}/callback`,
        BROWSER: browser,
      },
      input: script,
    });
    expect(code, output).toBe(0);
    const outcomes = [...output.matchAll(/"outcome":"(\w+)"/g)].map(([, outcome]) => outcome);
    expect(outcomes).toEqual(['connected', 'printed', 'scheduled', 'ok', 'forgotten']);
  });

  for (const [name, file, command] of [
    ['python', 'example.py', 'python3'],
    ['v2-python', 'example.py', 'python3'],
    ['php', 'example.php', 'php'],
    ['curl', 'example.sh', 'sh'],
    ['first-v2', 'example.sh', 'sh'],
    ['v2-curl', 'example.sh', 'sh'],
  ] as const) {
    const needed = command === 'sh' ? 'curl' : command;
    const isMissing = spawnSync(needed, ['--version']).status !== 0;
    if (isMissing)
      process.stderr.write(`skipped: the example ${name} of the pages (there is no ${needed} here)\n`);

    it.skipIf(isMissing)(`print with ${name}`, async () => {
      await using host = await startMockHost({ consent: 'auto' });
      const args = command === 'sh' ? ['-e'] : [];
      const { code, output } = await runExample(name, file, command, args, host);
      expect(code, output).toBe(0);
      const [job] = host.control.jobs();
      expect([job?.api_version, job?.executed_at]).toEqual([name.includes('v2') ? 2 : 1, expect.any(String)]);
      const printed = await readFile(job?.document?.path ?? '');
      expect(printed).toEqual(await readFile(join(root, 'test/demo/epson-connect-in-four-steps.pdf')));
    });
  }
});
