import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { startSecureHost, temporaryCaDir } from '../support/mock/secure.js';
import { runProgram } from '../support/processes/programs.js';
import { binary, program, sample } from './watched.js';

/** Returns the output of `epson-connect-mock env` for a running mock. */
async function environment(...args: string[]) {
  const { ended, stdout, stderr } = binary(['env', ...args]);
  return { code: await ended, stdout: stdout(), stderr: stderr() };
}

describe('epson-connect-mock env', () => {
  it('leads programs of a shell that reads it to a mock that runs', async () => {
    const caDir = temporaryCaDir();
    const { host } = await startSecureHost({ tls: { caDir } });
    const { code, stdout, stderr } = await environment('--url', host.url, '--ca-dir', caDir);
    expect(code, stderr).toBe(0);
    const { clientId, clientSecret, printerEmail } = host.credentials;
    const { output } = await runProgram(
      'sh',
      ['-ec', `eval "$LINES_OF_IT"; node '${program('job.mjs')}' '${sample}' fetch`],
      {
        env: {
          PATH: process.env['PATH'],
          LINES_OF_IT: stdout,
          EPSON_CONNECT_API_CLIENT_ID: clientId,
          EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
          EPSON_CONNECT_API_PRINTER_EMAIL: printerEmail,
        },
      },
    );
    expect(output).toBe('{}');
    expect(host.control.jobs()).toMatchObject([{ job_name: 'by fetch', executed_at: expect.any(String) }]);
    expect(stdout).not.toMatch(/EPSON_CONNECT_API_/);
  });

  it('sets the credentials of version 2 when it is told to, those of the config file too', async () => {
    const caDir = temporaryCaDir();
    const { host } = await startSecureHost({ tls: { caDir } });
    const args = ['--url', host.url, '--ca-dir', caDir, '--api', '2'];
    const usual = await environment(...args);
    expect(usual.code, usual.stderr).toBe(0);
    const shown = spawnSync('sh', ['-ec', 'eval "$LINES_OF_IT"; env | grep ^EPSON_CONNECT_API_ | sort'], {
      env: { PATH: process.env['PATH'], LINES_OF_IT: usual.stdout },
      encoding: 'utf8',
    });
    const { clientId, clientSecret, apiKey, redirectUri } = host.credentialsV2;
    expect(shown.stdout.trim().split('\n')).toEqual([
      `EPSON_CONNECT_API_BASE_URL=${host.url}`,
      `EPSON_CONNECT_API_CLIENT_ID=${clientId}`,
      `EPSON_CONNECT_API_CLIENT_SECRET=${clientSecret}`,
      `EPSON_CONNECT_API_KEY=${apiKey}`,
      `EPSON_CONNECT_API_REDIRECT_URI=${redirectUri}`,
      'EPSON_CONNECT_API_VERSION=2',
    ]);
    const config = join(newFolder(), 'mock.json');
    const app = { clientId: 'a'.repeat(32), clientSecret: 's'.repeat(86), apiKey: 'k'.repeat(40) };
    const redirectUris = ['https://shop.example/callback'];
    writeFileSync(config, JSON.stringify({ apps: [{ ...app, redirectUris }] }), { mode: 0o600 });
    const own = await environment(...args, '--config', config);
    expect(own.stdout).toContain(`export EPSON_CONNECT_API_KEY='${app.apiKey}'`);
    expect(own.stdout).toContain("export EPSON_CONNECT_API_REDIRECT_URI='https://shop.example/callback'");
  });
});
