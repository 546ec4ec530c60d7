import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMockHost } from '../host/host.js';
import { folderWith } from '../test/configuration.js';
import { usage } from './usage.js';

const execute = promisify(execFile);
const SAMPLE = fileURLToPath(new URL('../../sample.pdf', import.meta.url));

describe('the lines to begin with', () => {
  it('name what is switched on, and nothing else', async () => {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    expect(usage(host)).not.toMatch(/https|HTTPS_PROXY|uploaded to/);
    const https = { url: 'https://127.0.0.1:8443', port: 8443, caFile: '/a b/ca.pem', isNewCa: true };
    const all = usage({ ...host, https, uploadUrl: 'http://127.0.0.1:8381' });
    expect(all).toContain("export NODE_EXTRA_CA_CERTS='/a b/ca.pem' ");
    expect(all).toContain(`export HTTPS_PROXY=${host.url}\n`);
    expect(all).toContain('# The same by https: https://127.0.0.1:8443\n');
    expect(all).toContain('# Files are uploaded to http://127.0.0.1:8381\n');
    expect(all).toContain('have to trust this one');
    expect(usage({ ...host, https: { ...https, isNewCa: false } })).not.toContain('just now');
  });

  it('are those of version 2 when that is asked for, with the page on which a person consents', async () => {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    expect(usage(host)).not.toMatch(/api\/2|authorize|EPSON_CONNECT_API_KEY/);
    const lines = usage(host, {}, 2);
    expect(lines).not.toMatch(/api\/1\/|PRINTER_EMAIL/);
    expect(lines).toContain("export EPSON_CONNECT_API_VERSION='2'\n");
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: host.credentialsV2.clientId,
      redirect_uri: host.credentialsV2.redirectUri,
      scope: 'device',
      state: 'first',
    });
    expect(lines).toContain(`${host.url}/auth/authorize?${String(query)}`);
    expect(lines).toContain('\nCODE=');
    const page = await fetch(`${host.url}/auth/authorize?${String(query)}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Mock Owner')]);
  });

  it('print by version 2 in a shell when consent is given at once', async () => {
    const host = await startMockHost({ consent: 'auto', pace: 'instant' });
    onTestFinished(() => host.close());
    const lines = usage(host, { consent: 'auto' }, 2);
    const steps = lines.slice(lines.indexOf('export EPSON'), lines.indexOf('# Or all'));
    const { stdout } = await execute('sh', ['-ec', steps]);
    expect(stdout).toMatch(/\n200\n/);
    host.control.assertJobs([{ job_name: 'first', status: 'completed' }]);
  });

  it('say where prints go, and what a data folder holds from before', async () => {
    const dataDir = folderWith();
    const first = await startMockHost({ dataDir });
    expect(usage(first)).toContain('# Prints go to a temporary folder, which is deleted when the mock stops');
    const lines = usage(first, { dataDir });
    expect(lines).toContain(`# Prints go to ${join(dataDir, 'printed')}\n`);
    expect(lines).not.toContain('kept');
    const body = new FormData();
    body.append('file', new Blob([readFileSync(SAMPLE)]), 'sample.pdf');
    expect((await fetch(`${first.url}/_mock/api/print`, { method: 'POST', body })).status).toBe(201);
    await first.close();
    await using again = await startMockHost({ dataDir });
    expect(usage(again, { dataDir })).toContain('printed (kept from before: 1 job)\n');
  });

  it('can be called where every address is listened on, with the control token that is demanded there', async () => {
    const host = await startMockHost({ host: '0.0.0.0' });
    onTestFinished(() => host.close());
    const lines = usage(host);
    expect(lines).not.toContain('0.0.0.0');
    const line = /^curl .*\/_mock\/api\/print; echo$/m.exec(lines)?.[0] ?? '';
    const { stdout } = await execute('sh', ['-c', `FILE='${SAMPLE}'; ${line}`]);
    expect(JSON.parse(stdout)).toMatchObject({ job: { print_mode: 'document' } });
    expect(usage({ ...host, controlTokenFile: "/it's/token" })).toContain(`$(cat '/it'\\''s/token')`);
  });

  it('leave the place of a control token that was given to whoever gave it', async () => {
    const host = await startMockHost({ controlToken: 'secret'.repeat(4) });
    onTestFinished(() => host.close());
    expect(usage(host, { controlToken: 'x' })).toContain('-H "Authorization: Bearer $CONTROL_TOKEN" -F ');
    expect(usage(host, { controlToken: 'x' })).not.toContain('secretsecret');
  });
});
