import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { startMockHost, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { A4, pdfOf } from '../support/files/made.js';
import { Client } from '../support/mock/client.js';
import { browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';

const SCRIPT = '<script>window.evil=1</script>';
const IMAGE = '"><img src=x onerror=window.evil=1>';

/** The address of this machine that others reach it by. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

async function start(options: StartOptions = {}) {
  const host = await startMockHost({ callsPerMinute: Number.POSITIVE_INFINITY, ...options });
  onTestFinished(() => host.close());
  return { host, client: new Client(host) };
}

const print = (host: RunningMockHost, name: string, file: Buffer, fileName = 'a.pdf', mode = 'document') =>
  request(host.url)
    .post('/_mock/api/print')
    .field('job_name', name)
    .field('print_mode', mode)
    .attach('file', file, fileName)
    .expect(201);

describe.skipIf(chromium === undefined)('the inspector, shown what is hostile', () => {
  const open = browserOfSuite();

  async function openPage(host: RunningMockHost, width = 1280): Promise<Page> {
    const page = await open({ viewport: { width, height: 900 } });
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => expect.fail(dialog.message())));
    await page.goto(`${host.url}/_mock/ui/`);
    return page;
  }

  /** Nothing ran, and nothing is wider than the window. */
  async function expectCalm(page: Page): Promise<void> {
    expect(await page.evaluate('window.evil')).toBeUndefined();
    expect(await page.locator('script:not([src])').count()).toBe(0);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }

  const story = (page: Page) => page.getByRole('region', { name: 'What happened' });

  it.each([1280, 390])('shows names as they are, each for itself (%i px)', async (width) => {
    const { host } = await start({ pace: 'instant' });
    const names = [
      SCRIPT,
      IMAGE,
      'gnp.\u202Efdp evil',
      '\u2067\u05d0\u05d1 fdp',
      'größe 請求書 한국어',
      'x'.repeat(256),
    ];
    for (const name of names) await print(host, name, pdfOf([A4]));
    const page = await openPage(host, width);
    for (const name of names) {
      const row = page.getByRole('list', { name: 'Jobs' }).getByRole('button').filter({ hasText: name });
      await row.click();
      const title = page.getByRole('heading', { level: 2, name, exact: true });
      await title.waitFor();
      // A mark for another direction ends with the name, which is apart from what stands beside it.
      expect(await title.locator('bdi').textContent()).toBe(name);
      expect(await page.locator('.job .name > bdi').count()).toBe(names.length);
      if (width === 390) await page.getByRole('button', { name: 'All jobs' }).click();
    }
    await expectCalm(page);
  });

  it('shows names, bodies, targets and headers that were refused as text, however long', async () => {
    const { host, client } = await start();
    const caller = await client.authenticate();
    const long = 'Ü'.repeat(10_000);
    const token = { Authorization: `Bearer ${caller.token}` };
    const jobs = `/api/1/printing/printers/${caller.deviceId}/jobs`;
    for (const body of [
      { job_name: long, print_mode: 'document' },
      { job_name: 'a', print_mode: SCRIPT, [IMAGE]: 1 },
    ])
      await request(host.url).post(jobs).set(token).send(body).expect(400);
    const job = await client.job(caller, { job_name: 'the-job', print_mode: 'document' });
    for (const name of [`${'y'.repeat(10_000)}.pdf`, `${SCRIPT}.pdf`, 'a\u202Efdp.exe'])
      await client.upload(job.upload_uri, `&File=${encodeURIComponent(name)}`).expect(415);
    await request(host.url)
      .get(`/api/1/${encodeURIComponent(SCRIPT)}`)
      .set({ 'X-Evil': `${SCRIPT}${IMAGE}`, 'X-Long': 'z'.repeat(8000), 'User-Agent': SCRIPT })
      .expect(404);
    const page = await openPage(host);
    await page.getByRole('button', { name: /^Calls/ }).click();
    const calls = page.locator('.calls .exchange > button');
    await expect.poll(() => calls.count()).toBe(host.control.journal.read().length);
    for (const call of await calls.all()) await call.click();
    await page.getByText(`${SCRIPT}${IMAGE}`, { exact: true }).waitFor();
    // The form of a member is told with its name, as it was sent.
    await page.locator('pre').filter({ hasText: SCRIPT }).first().waitFor();
    await expect.poll(() => page.locator('.corrected pre').count()).toBeGreaterThan(4);
    await expectCalm(page);
    await page.getByRole('button', { name: /^All/ }).click();
    await page.getByRole('button', { name: /the-job/ }).click();
    for (const call of await story(page)
      .getByRole('button', { name: /file-name-wrong/ })
      .all())
      await call.click();
    await story(page).locator('.corrected pre').first().waitFor();
    await expectCalm(page);
  });

  it('shows bytes in headers that are no text, and a request that is no HTTP', async () => {
    const { host } = await start();
    const { port } = new URL(host.url);
    const raw = async (bytes: Buffer) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.end(bytes).resume();
      await once(socket, 'close');
    };
    await raw(
      Buffer.concat([
        Buffer.from(`GET /api/1/x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nX-Bytes: `),
        Buffer.from([0xe2, 0x80, 0xae, 0xff, 0x3c, 0x62, 0x3e]),
        Buffer.from('\r\n\r\n'),
      ]),
    );
    await raw(Buffer.from(`${SCRIPT}\r\n\r\n`));
    const page = await openPage(host);
    await page.getByRole('button', { name: /^Calls/ }).click();
    await expect
      .poll(() => page.locator('.calls .exchange').count())
      .toBe(host.control.journal.read().length);
    await page.getByRole('button', { name: /\/api\/1\/x/ }).click();
    await page.locator('dt', { hasText: 'X-Bytes' }).waitFor();
    await expectCalm(page);
  });

  it.each<[string, Buffer, string, 'document' | 'photo', RegExp]>([
    ['a PDF that is cut off', pdfOf([A4]).subarray(0, 80), 'a.pdf', 'document', /not a whole PDF/],
    [
      'a page of HTML called a PDF',
      Buffer.from(`<!doctype html>${SCRIPT}`),
      'a.pdf',
      'document',
      /not a whole PDF/,
    ],
    [
      'an SVG called a JPEG',
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="window.evil=1">${SCRIPT}</svg>`),
      'a.jpg',
      'photo',
      /cannot be shown/,
    ],
    [
      'a PDF that opens with a script',
      pdfOf([A4], { catalog: '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' }),
      'a.pdf',
      'document',
      /Sheet 1 of 1/,
    ],
  ])('has sheets or a clear message for %s, and opens it as no page', async (_, file, name, mode, text) => {
    const { host } = await start({ pace: 'instant' });
    await print(host, 'the-job', file, name, mode);
    const page = await openPage(host);
    await page.getByRole('button', { name: /the-job/ }).click();
    await page.getByRole('region', { name: 'Sheets' }).getByText(text).first().waitFor();
    await expectCalm(page);
    const id = host.control.jobs()[0]?.id ?? '';
    const { headers } = await request(host.url).get(`/_mock/api/jobs/${id}/document`).expect(200);
    expect(headers).toMatchObject({
      'content-type': name === 'a.pdf' ? 'application/pdf' : 'image/jpeg',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'|sandbox/);
  });

  it('cannot be driven, framed or read by a page of another origin', async () => {
    const { host, client } = await start();
    await client.print();
    const attack = `
      const mock = ${JSON.stringify(host.url)};
      const tries = [
        ['/_mock/api/reset', { method: 'POST', mode: 'no-cors' }],
        ['/_mock/api/reset', { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: '{}' }],
        ['/_mock/api/printers/mock.printer@print.epsonconnect.com', { method: 'PATCH', body: '{"trouble":"media_jam"}' }],
        ['/_mock/api/jobs', {}],
      ];
      window.read = [];
      window.done = Promise.all(tries.map(([path, options]) =>
        fetch(mock + path, { ...options, credentials: 'include' })
          .then((answer) => answer.text()).then((text) => window.read.push(text), () => {})))
        .then(() => new Promise((resolve) => {
          const stream = new EventSource(mock + '/_mock/api/events');
          stream.onopen = () => { window.read.push('stream'); resolve(); };
          stream.onerror = () => { stream.close(); resolve(); };
        }))
        .then(() => new Promise((resolve) => {
          document.querySelector('iframe').onload = resolve;
          const form = document.querySelector('form');
          form.action = mock + '/_mock/api/reset';
          form.submit();
        }));`;
    const foreign = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><iframe name="hidden"></iframe><form method="post" target="hidden" enctype="text/plain"></form><iframe src="${host.url}/_mock/ui/"></iframe><script>${attack}</script>`,
      );
    });
    await once(foreign.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void foreign.close());
    const page = await open();
    // The browser says of each try that it was kept from it.
    page.removeAllListeners('console');
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
    await page.evaluate('window.done');
    const read = await page.evaluate<string[]>('window.read');
    expect(read.filter((text) => text !== '')).toEqual([]);
    expect(page.frames().filter((frame) => frame.url().startsWith(`${host.url}/_mock/ui`))).toEqual([]);
    expect(host.control.jobs()).toHaveLength(1);
    expect(host.control.printers()[0]?.trouble).toBeNull();
  });

  it.skipIf(outside === undefined)('asks on other interfaces for the token, as the API does', async () => {
    const { host } = await start({ host: '0.0.0.0' });
    const url = `http://${outside}:${new URL(host.url).port}`;
    const page = await open();
    page.removeAllListeners('console');
    expect((await page.goto(`${url}/_mock/ui/`))?.status()).toBe(401);
    expect((await fetch(`${url}/_mock/api/jobs`)).status).toBe(401);
    await page.getByLabel('Token').fill('a-wrong-token-of-this-test');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('alert').getByText('This is not the token.').waitFor();
    await page.getByLabel('Token').fill(readFileSync(host.controlTokenFile ?? '', 'utf8').trim());
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('Nothing was printed yet').waitFor();
    host.control.printer().setTrouble('media_jam');
    // The stream, and a call that changes something, have the cookie.
    await page.getByRole('button', { name: 'Mend: Paper jam' }).click();
    await expect.poll(() => host.control.printers()[0]?.trouble).toBeNull();
  });
});
