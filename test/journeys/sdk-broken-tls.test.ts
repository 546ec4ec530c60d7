import { connect, createServer } from 'node:net';
import { Agent } from 'node:https';
import { EpsonConnect, type Fetch } from 'epson-connect-sdk';
import fetch from 'node-fetch-3';
import { expect, it, onTestFinished } from 'vitest';
import { document } from '../support/mock/journey.js';
import { startSecureHost } from '../support/mock/secure.js';
import { listen } from '../support/http/listen.js';

/** A TLS host behind a relay that writes plain text in the place of its next answer. */
async function startRelay(targetPort: number): Promise<{ url: string; spoilNextAnswer(): void }> {
  let isSpoiled = false;
  const relay = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    client.pipe(target);
    target.on('data', (bytes) => {
      if (isSpoiled) client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      else client.write(bytes);
      isSpoiled = false;
    });
    client.on('error', () => {}).on('close', () => target.destroy());
    target.on('error', () => client.destroy());
  });
  return { url: `https://localhost:${await listen(relay)}`, spoilNextAnswer: () => (isSpoiled = true) };
}

it('does not take an answer that is no TLS for a request that was never sent', async () => {
  const { host, https, ca } = await startSecureHost();
  const relay = await startRelay(https.port);
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const failures: unknown[] = [];
  const watched = async (url: string, init: object) => {
    try {
      return await fetch(url, { ...init, agent });
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };
  const epson = new EpsonConnect({
    ...host.credentials,
    baseUrl: relay.url,
    fetch: watched as unknown as Fetch,
  });
  // The host executes; its answer is lost on the way. A look at the job finds it executed.
  const job = await epson.print(document, { beforeExecute: relay.spoilNextAnswer });
  // OpenSSL of later versions of Node names it by the type of the record.
  const code = expect.stringMatching(/^ERR_SSL_(?:WRONG_VERSION_NUMBER|BAD_RECORD_TYPE)$/);
  expect(failures).toMatchObject([{ code }]);
  expect(host.control.jobs()).toMatchObject([{ id: job.id, executed_at: expect.any(String) }]);
});
