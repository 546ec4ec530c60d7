import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { EpsonConnect, type Fetch } from 'epson-connect-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProxyAgent, fetch } from 'undici';
import { document, journey } from '../support/mock/journey.js';

/** A proxy that opens tunnels and passes their bytes on; knows where they went. */
async function startProxy(): Promise<{ url: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const open = new Set<{ destroy(): void }>();
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const [host = '', port] = url.split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) {
      open.add(end);
      end.on('error', () => end.destroy());
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(async () => {
    for (const end of open) end.destroy();
    proxy.closeAllConnections();
    proxy.close();
    await once(proxy, 'close');
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
}

describe('the SDK behind a proxy', () => {
  it('prints through the tunnels of an agent that its fetch brings', async () => {
    const proxy = await startProxy();
    const { host } = await journey();
    const dispatcher = new ProxyAgent({ uri: proxy.url, proxyTunnel: true });
    onTestFinished(() => dispatcher.destroy());
    // As the README has it: without its cast, it does not compile.
    const proxied = ((url: string, init: object) => fetch(url, { ...init, dispatcher })) as unknown as Fetch;
    const epson = new EpsonConnect({
      ...host.credentials,
      baseUrl: host.url,
      fetch: proxied,
    });
    const job = await epson.print(document);
    expect(host.control.jobs()).toMatchObject([{ id: job.id, executed_at: expect.any(String) }]);
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${host.port}`]));
  });
});
