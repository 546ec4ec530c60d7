import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSecureHost, temporaryCaDir } from '../support/secure.js';
import { runProgram } from '../support/programs.js';
import { binary, program, sample } from './watched.js';

/** What `epson-connect-mock env` says of a mock that runs. */
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

  it('says on stderr alone what keeps it from that', async () => {
    const caDir = temporaryCaDir();
    const { host } = await startSecureHost({ tls: { caDir } });
    const plain = await startAnother();
    const cases: [string[], RegExp][] = [
      [['--url', host.url, '--ca-dir', temporaryCaDir()], /no certificate of the authority in .*--ca-dir/],
      [['--url', plain], /what answers at \S+ is no epson-connect-mock/],
      [['--url', 'https://127.0.0.1'], /--url is "https:\/\/127\.0\.0\.1"/],
      [['--shell', 'csh'], /shell is "csh"/],
    ];
    for (const [args, told] of cases) {
      const { code, stdout, stderr } = await environment(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(told);
    }
  });
});

/** Something else that answers. */
async function startAnother(): Promise<string> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
