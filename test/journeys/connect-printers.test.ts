import { createServer } from 'node:http';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { memoryTokenStore } from 'epson-connect-sdk/v2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { printSite } from '../examples/connect-printers.js';
import { listen } from '../support/http/listen.js';
import { PDF } from '../support/mock/client.js';
import { consent } from '../support/mock/journey-v2.js';

const OFFICE = 'office@print.epsonconnect.com';
const SHOP = 'shop@print.epsonconnect.com';

/** A site with its mock, and the browsers of its customers. */
async function site(given: StartOptions = {}) {
  const host = await startMockHost({
    consent: 'auto',
    printers: [OFFICE, SHOP],
    accounts: [
      { email: 'ada@example.com', printers: [OFFICE] },
      { email: 'bob@example.com', printers: [SHOP] },
      { email: 'new@example.com', printers: [] },
    ],
    ...given,
  });
  onTestFinished(() => host.close());
  const server = createServer();
  const port = await listen(server);
  const redirectUri = `http://127.0.0.1:${port}/printer/callback`;
  const app = printSite({
    epson: { ...host.credentialsV2, baseUrl: host.url, redirectUri, tokenStore: memoryTokenStore() },
    customerOf: (request) => request.get('x-customer'),
    secret: 'a secret of the site, which is not one of the mock',
  });
  server.on('request', (request, response) => void app(request, response));
  /** Makes a browser in which a customer is signed in, with its cookie. */
  const browserOf = (customer: string) => {
    let cookie = '';
    const open = async (path: string, init: RequestInit = {}) => {
      const headers = { 'x-customer': customer, cookie };
      const response = await fetch(new URL(path, redirectUri), { redirect: 'manual', ...init, headers });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return response;
    };
    const print = (body: BodyInit, name = 'invoice.pdf') =>
      open(`/print?name=${name}`, { method: 'POST', body });
    /** Follows the link, and returns where the consent of an account leads. */
    const consentOf = async (account: string): Promise<string> => {
      const { headers } = await open('/printer/connect');
      const asked = new URL(headers.get('location') ?? '').searchParams;
      const { redirect_to } = host.control.issueCode({
        account,
        redirect_uri: redirectUri,
        state: asked.get('state') ?? '',
        code_challenge: asked.get('code_challenge') ?? '',
        code_challenge_method: 'S256',
      });
      return redirect_to;
    };
    return { open, print, consentOf, cookie: () => cookie };
  };
  return { host, browserOf };
}

const pdf = new Uint8Array(PDF);

describe('the site on which customers connect their printers', () => {
  it('prints for each customer on their own printer, from one store', async () => {
    const { host, browserOf } = await site();
    const [ada, bob] = [browserOf('17'), browserOf('18')];
    for (const [browser, account] of [
      [ada, 'ada@example.com'],
      [bob, 'bob@example.com'],
    ] as const) {
      const connected = await browser.open(await browser.consentOf(account));
      expect([connected.status, connected.headers.get('location')]).toEqual([302, '/printer']);
    }
    expect(await (await ada.open('/printer')).text()).toMatch(/^Your printer is .*, which is on\.$/);
    for (const browser of [bob, ada]) expect((await browser.print(pdf)).status).toBe(202);
    expect(host.control.jobs().map(({ printer, executed_at }) => [printer, executed_at !== null])).toEqual([
      [SHOP, true],
      [OFFICE, true],
    ]);
  });

  it('sends a customer to the link before the first consent, and again when the connection has ended', async () => {
    const { host, browserOf } = await site();
    const ada = browserOf('17');
    const before = await ada.print(pdf);
    expect([before.status, await before.text()]).toEqual([
      409,
      'You have no printer here yet. <a href="/printer/connect">Connect your printer</a>',
    ]);
    await ada.open(await ada.consentOf('ada@example.com'));
    expect((await ada.print(pdf)).status).toBe(202);
    host.control.revokeTokens();
    const ended = await ada.print(pdf);
    expect([ended.status, await ended.text()]).toEqual([409, expect.stringContaining('has ended')]);
    await ada.open(await ada.consentOf('ada@example.com'));
    expect((await ada.print(pdf)).status).toBe(202);
    expect(host.control.jobs()).toHaveLength(2);
  });

  it('connects nothing for an answer that another customer, another browser or nobody asked for', async () => {
    const { browserOf } = await site();
    const [ada, bob] = [browserOf('17'), browserOf('18')];
    const answer = await ada.consentOf('ada@example.com');
    expect((await bob.open(answer)).status).toBe(400);
    const planted = await fetch(answer, { headers: { 'x-customer': '18', cookie: ada.cookie() } });
    expect(planted.status).toBe(400);
    expect((await fetch(answer)).status).toBe(401);
    const forged = new URL(answer);
    forged.searchParams.set('state', 'of-another-consent');
    const refused = await ada.open(forged.href);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('not the page that you began with'),
    ]);
    expect((await bob.print(pdf)).status).toBe(409);
  });

  it.each<[StartOptions, string]>([
    [{ consent: 'deny' }, 'You have refused. Nothing was connected.'],
    [{ accounts: [{ email: 'new@example.com', printers: [] }] }, 'That Epson account has no printer.'],
  ])('shows a customer why nothing was connected: %j', async (options, text) => {
    const { browserOf } = await site(options);
    const ada = browserOf('17');
    const { headers } = await ada.open('/printer/connect');
    const refused = await ada.open(await consent(headers.get('location') ?? ''));
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining(text)]);
  });

  it('shows a customer what is wrong with a document, and nothing else', async () => {
    const { host, browserOf } = await site();
    const ada = browserOf('17');
    await ada.open(await ada.consentOf('ada@example.com'));
    const refused = await ada.print('MZ', '<b>.exe');
    expect(refused.status).toBe(400);
    const text = await refused.text();
    expect(text).toContain('exe');
    expect(text).not.toContain('<b>');
    expect((await ada.print('not a PDF')).status).toBe(400);
    host.control.faults.add({ operation: 'createPrintJob', status: 500, times: null });
    expect((await ada.print(pdf)).status).toBe(502);
    expect(host.control.jobs().filter(({ executed_at }) => executed_at !== null)).toEqual([]);
  });
});
