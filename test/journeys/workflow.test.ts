import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { OPENAPI } from '../support/description/description.js';
import { HOUR_MS, printDateTimeOf } from '../support/mock/client-v2.js';
import { runProgram } from '../support/processes/programs.js';

const redocly = fileURLToPath(new URL('../../openapi/node_modules/@redocly/cli/bin/cli.js', import.meta.url));
/** Runs a workflow of a description against a server. */
const respect = (url: string, workflow = 'v1/workflows/print', ...more: string[]) => {
  const args = [redocly, 'respect', `${workflow}.arazzo.yaml`, '--server', `epson-connect=${url}`, ...more];
  return runProgram(process.execPath, args, {
    cwd: OPENAPI,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  });
};

describe('the workflow of the four steps', () => {
  it('runs against the mock', async () => {
    await using host = await startMockHost();
    const { code, output } = await respect(host.url);
    expect(code, output).toBe(0);
    const path = host.control.jobs()[0]?.document?.path ?? '';
    expect(readFileSync(path)).toEqual(readFileSync(`${OPENAPI}examples/sample.pdf`));
  });

  it('follows the job to its end', async () => {
    await using host = await startMockHost({ pace: 'instant' });
    const { code, output } = await respect(host.url, 'v1/workflows/follow');
    expect(code, output).toBe(0);
    expect(host.control.jobs()).toMatchObject([{ status: 'completed', status_reason: '' }]);
  });

  it('fails when a step does', async () => {
    await using host = await startMockHost({ faults: [{ operation: 'executePrint', status: 503 }] });
    const { code, output } = await respect(host.url);
    expect(code, output).toBe(1);
  });
});

describe('the workflows of version 2', () => {
  const PRINT = 'v2/workflows/consent-and-print';

  it('open the page, exchange a code, print and follow the job to its end', async () => {
    await using host = await startMockHost({ pace: 'instant' });
    const { code } = host.control.issueCode();
    const { code: exit, output } = await respect(host.url, PRINT, '--input', `code=${code}`);
    expect(exit, output).toBe(0);
    const jobs = host.control.jobs();
    expect(jobs).toMatchObject([{ api_version: 2, job_name: 'sample', status: 'completed' }]);
    expect(readFileSync(jobs[0]?.document?.path ?? '')).toEqual(
      readFileSync(`${OPENAPI}examples/sample.pdf`),
    );
  });

  it('need no page where the host redirects at once', async () => {
    await using host = await startMockHost({ consent: 'auto', pace: 'instant' });
    const { code } = host.control.issueCode();
    const only = ['--workflow', 'print', '--input', `code=${code}`];
    const { code: exit, output } = await respect(host.url, PRINT, ...only);
    expect(exit, output).toBe(0);
    expect(host.control.jobs()).toMatchObject([{ status: 'completed' }]);
  });

  it('fail with a code that has expired', async () => {
    await using host = await startMockHost({ assume: { 'v2-code-seconds': 60 } });
    const { code } = host.control.issueCode();
    host.control.clock.advance(60_001);
    const { code: exit, output } = await respect(host.url, PRINT, '--input', `code=${code}`);
    expect(exit, output).toBe(1);
    expect(host.control.jobs()).toEqual([]);
  });

  it('reserve, find and delete a schedule', async () => {
    await using host = await startMockHost();
    const inAnHour = Math.ceil(host.control.clock.now() / HOUR_MS + 1) * HOUR_MS;
    const inputs = [
      '--input',
      `access_token=${await deviceToken(host)}`,
      '--input',
      `print_date_time=${printDateTimeOf(inAnHour)}`,
    ];
    const { code, output } = await respect(host.url, 'v2/workflows/schedule', ...inputs);
    expect(code, output).toBe(0);
    // After the token.
    expect(host.control.journal.read().slice(1)).toMatchObject([
      { operation: 'createSchedule', response: { status: 201 } },
      { operation: 'uploadScheduleFile', response: { status: 200 } },
      { operation: 'reserveSchedule', response: { status: 202 } },
      { operation: 'listSchedules', response: { status: 200 } },
      { operation: 'getSchedule', response: { status: 200 } },
      { operation: 'deleteSchedule', response: { status: 204 } },
    ]);
  });
});

/** Returns an access token of the printer, from a code. */
async function deviceToken(host: RunningMockHost): Promise<string> {
  const { clientId, clientSecret, redirectUri } = host.credentialsV2;
  const { code } = host.control.issueCode();
  const response = await fetch(`${host.url}/auth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
