import { describe, expect, it } from 'vitest';
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
  });
});
