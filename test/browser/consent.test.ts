import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APP } from '../support/mock/authorization.js';
import { chromium } from '../support/processes/chromium.js';
import { WINDOWS } from '../support/processes/launch.js';
import { browserOfSuite } from '../support/processes/browser.js';

const LONG = 'Verwaltungsgebäudeerdgeschossdruckerraumfarblaserdrucker-日本語の名前のプリンター';

const LOOPBACK = ['127.0.0.1', '::1'].filter((address) =>
  Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address)),
);
if (!LOOPBACK.includes('::1')) process.stderr.write('skipped: [::1] (this machine has no IPv6)\n');

/** The program that a browser comes back to, on this machine. */
async function startProgram(address: string) {
  const calls: { url: string; referer: string | undefined }[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    if (url.startsWith('/callback')) calls.push({ url, referer: headers.referer });
    if (url.includes('code=')) {
      // On to another origin, as programs do.
      response.writeHead(302, { location: `http://localhost:${port}/home` }).end();
    } else {
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>back</title><link rel="icon" href="data:,">');
    }
  });
  server.listen(0, address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    redirectUri: `http://${address.includes(':') ? `[${address}]` : address}:${port}/callback`,
  };
}

async function startHost() {
  const host = await startMockHost({
    printers: [{ email: 'one@print.epsonconnect.com' }, { email: 'two@print.epsonconnect.com', name: LONG }],
    accounts: [
      { email: 'a@example.com', name: LONG },
      { email: 'b@example.com', printers: [] },
    ],
  });
  onTestFinished(() => host.close());
  const address = (redirectUri: string) =>
    `${host.url}/auth/authorize?${new URLSearchParams({ response_type: 'code', client_id: APP.clientId, redirect_uri: redirectUri, scope: 'device', state: 'the state' })}`;
  return { address };
}

const brightness = `(() => { const [r, g, b] = getComputedStyle(document.querySelector('main')).backgroundColor.match(/\\d+/g).map(Number); return r + g + b; })()`;

describe.skipIf(chromium === undefined)('the consent page in Chromium', () => {
  const open = browserOfSuite();

  it.each(WINDOWS)('leads a person to a printer: %j', async (window) => {
    const [{ address }, program] = [await startHost(), await startProgram('127.0.0.1')];
    const page = await open(window);
    /** Looks at the page as a person does: is it styled, of the right brightness, and does it fit? */
    const look = async () => {
      expect(await page.evaluate("getComputedStyle(document.querySelector('form')).display")).toBe('grid');
      const isBright = Number(await page.evaluate(brightness)) > 384;
      expect(isBright).toBe(window.colorScheme === 'light');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(window.viewport.width);
    };
    await page.goto(address(program.redirectUri));
    await look();
    await page.click('button[value="a@example.com"]');
    await page.getByRole('heading', { name: 'Choose a printer' }).waitFor();
    await look();
    await page.click('button[value="two@print.epsonconnect.com"]');
    await expect.poll(() => page.title()).toBe('back');
    expect(program.calls).toEqual([
      { url: expect.stringMatching(/^\/callback\?code=[\w-]{43}&state=the\+state$/), referer: undefined },
    ]);
  });

  it.each(LOOPBACK)('comes back with a refusal to %s', async (name) => {
    const [{ address }, program] = [await startHost(), await startProgram(name)];
    const page = await open();
    for (const button of ['button[value="refuse"]', 'button[value="b@example.com"]']) {
      await page.goto(address(program.redirectUri));
      await page.click(button);
      await expect.poll(() => page.title()).toBe('back');
    }
    expect(program.calls.map(({ url }) => url)).toEqual([
      '/callback?error=access_denied&state=the+state',
      '/callback?error=not_registered&state=the+state',
    ]);
  });
});
