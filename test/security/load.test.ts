import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, PDF } from '../support/mock/client.js';
import { dial, uploadHead } from '../support/http/sockets.js';

async function start() {
  const host = await startMockHost({ pace: 'instant', callsPerMinute: Number.POSITIVE_INFINITY });
  onTestFinished(() => host.close());
  return { host, client: new Client(host) };
}

async function open(host: RunningMockHost): Promise<Socket> {
  const socket = connect(host.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

describe('under load', () => {
  it('a document prints while 1,000 connections idle', async () => {
    const { host, client } = await start();
    const idle = await Promise.all(Array.from({ length: 1000 }, () => open(host)));
    // Half of them have begun a request that never ends.
    for (const socket of idle.slice(0, 500)) socket.write('GET /_mock/health HTTP/1.1\r\nX-Slow: ');
    for (let count = 0; count < 20; count += 1) await client.print();
    expect(host.control.jobs().map(({ status }) => status)).toEqual(Array(20).fill('completed'));
    expect(idle.filter(({ destroyed }) => destroyed)).toEqual([]);
  });

  it('20 documents print while 100 uploads crawl, and those that are completed are whole', async () => {
    const { host, client } = await start();
    const caller = await client.authenticate();
    const slow = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const job = await client.job(caller);
        const dialled = await dial(host);
        const head = uploadHead(job.upload_uri, `Content-Length: ${PDF.length}\r\nConnection: close\r\n`);
        dialled.socket.write(head);
        dialled.socket.write(PDF.subarray(0, 100));
        return dialled;
      }),
    );
    for (let count = 0; count < 20; count += 1) await client.print();
    expect(host.control.jobs().filter(({ status }) => status === 'completed')).toHaveLength(20);
    for (const { socket } of slow) socket.write(PDF.subarray(100));
    const answers = await Promise.all(slow.map(({ answer }) => answer()));
    expect(answers.filter((text) => text.startsWith('HTTP/1.1 200 '))).toHaveLength(100);
    const whole = host.control.jobs().filter(({ document }) => document?.size_bytes === PDF.length);
    expect(whole).toHaveLength(120);
  });
});
