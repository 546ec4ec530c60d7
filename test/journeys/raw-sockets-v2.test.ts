import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { PDF } from '../support/mock/client.js';
import { ClientV2 } from '../support/mock/client-v2.js';

/** A host with a job of version 2 that has no file, and a connection to it. */
async function dial(options: StartOptions = {}) {
  const dataDir = newFolder();
  const host = await startMockHost({ dataDir, consent: 'auto', ...options });
  onTestFinished(() => host.close());
  const client = new ClientV2(host);
  const token = await client.deviceToken();
  const { jobId, uploadUri } = await client.job(token);
  const socket = connect(host.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => (text += part));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const answer = async (until?: RegExp) => {
    while (until?.test(text) !== true && !socket.closed)
      await Promise.race([once(socket, 'data').catch(() => {}), closed]);
    return text;
  };
  const head = (headers: string, type = 'Content-Type: application/pdf\r\n') => {
    const { pathname, search, host: authority } = new URL(uploadUri);
    return `POST ${pathname}${search}&File=1.pdf HTTP/1.1\r\nHost: ${authority}\r\n${type}${headers}\r\n`;
  };
  const stored = () => {
    const incoming = join(dataDir, 'incoming');
    return existsSync(incoming) ? readdirSync(incoming) : [];
  };
  return { host, client, token, jobId, uploadUri, socket, answer, head, stored };
}

describe('an upload of version 2 on a bare socket', () => {
  it('is asked for by 100 Continue, and answered by an empty 200', async () => {
    const { socket, answer, head, client, token, jobId } = await dial();
    socket.write(head(`Content-Length: ${PDF.length}\r\nExpect: 100-continue\r\nConnection: close\r\n`));
    expect(await answer(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write(PDF);
    expect(await answer()).toMatch(/HTTP\/1\.1 200 OK\r\n[^]*Content-Length: 0\r\n[^]*\r\n\r\n$/);
    await client.execute(token, jobId).expect(202);
  });

  it.each([
    ['of a length over the limit', `Content-Length: ${20 * 1024 * 1024 + 1}\r\n`, undefined, 413],
    ['without a type', 'Content-Length: 4\r\n', '', 400],
    ['of text', 'Content-Length: 4\r\n', 'Content-Type: text/plain;charset=UTF-8\r\n', 400],
  ])('%s is refused before it is asked for', async (_what, headers, type, status) => {
    const { socket, answer, head, stored } = await dial();
    socket.write(head(`${headers}Expect: 100-continue\r\nConnection: close\r\n`, type));
    expect(await answer()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*x-epson-mock-hint: upload-`, 'i'));
    expect(stored()).toEqual([]);
  });

  it('of no declared length is refused while it still arrives, and the job takes the next one', async () => {
    const { socket, answer, head, stored, client, uploadUri } = await dial({ limitBytes: { v2: 1000 } });
    socket.write(head('Transfer-Encoding: chunked\r\n'));
    socket.write(`7d0\r\n${'a'.repeat(2000)}\r\n`);
    expect(await answer(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 [^]*upload-too-large/);
    expect(stored()).toEqual([]);
    await client.upload(uploadUri).expect(200);
  });

  it('that breaks off leaves nothing, and does not count as the one file of its job', async () => {
    const { socket, head, stored, host, client, uploadUri, token, jobId } = await dial();
    socket.write(head('Content-Length: 1000000\r\n'));
    socket.write('a'.repeat(500_000), () => socket.destroy());
    await host.control.waitFor({ kind: 'exchanges', operation: 'uploadPrintFile', count: 1 }, 60_000);
    await expect.poll(stored).toEqual([]);
    expect(host.control.jobs()[0]?.document).toBeNull();
    await client.upload(uploadUri).expect(200);
    await client.execute(token, jobId).expect(202);
  });

  it('that is refused leaves its connection to the next one', async () => {
    const { socket, answer, head } = await dial();
    socket.write(head('Content-Length: 100000\r\n').replace('Key=', 'Key=0') + 'a'.repeat(100_000));
    socket.write(`${head('Content-Length: 4\r\nConnection: close\r\n')}%PDF`);
    expect((await answer()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
  });
});
