import { readFileSync } from 'node:fs';
import { startMockHost, type MockHostOptions, type RunningMockHost } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, FULL_SETTING } from '../support/mock/client.js';
import { barriersOf, browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';
import { WINDOWS } from '../support/processes/launch.js';

const sample = readFileSync(new URL('../../mock-server/sample.pdf', import.meta.url));

async function start(options: MockHostOptions = {}) {
  const host = await startMockHost(options);
  onTestFinished(() => host.close());
  return { host, client: new Client(host) };
}

const printSample = (host: RunningMockHost, name: string, setting?: object) =>
  request(host.url)
    .post('/_mock/api/print')
    .field('job_name', name)
    .field('print_setting', JSON.stringify(setting ?? SETTING))
    .attach('file', sample, 'a.pdf')
    .expect(201);

const SETTING = { ...FULL_SETTING, color_mode: 'mono' };

/** The dark dots of the canvas that is seen first. */
const inkOf = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[aria-label=Sheets] canvas');
    const dots = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return dots.filter((value, at) => at % 4 === 0 && value < 100).length;
  });

describe.skipIf(chromium === undefined)('the inspector', () => {
  const open = browserOfSuite();

  async function openPage(host: RunningMockHost, options: Parameters<typeof open>[0] = {}): Promise<Page> {
    const page = await open(options);
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    onTestFinished(() => expect([...asked].filter((origin) => origin !== host.url)).toEqual([]));
    await page.goto(`${host.url}/`);
    expect(new URL(page.url()).pathname).toBe('/_mock/ui/');
    return page;
  }

  it('shows how to print where nothing was printed, and then each job as it comes, with its sheet', async () => {
    const { host } = await start();
    const page = await openPage(host);
    await page.getByText('Nothing was printed yet').waitFor();
    await printSample(host, 'Lieferschein größe 請求書');
    const row = page
      .getByRole('list', { name: 'Jobs' })
      .getByRole('button', { name: /Lieferschein größe 請求書/ });
    await row.getByText('printed', { exact: true }).waitFor();
    await row.click();
    await page.getByText('Sheet 1 of 1').waitFor();
    await expect.poll(() => inkOf(page)).toBeGreaterThan(50);
  });

  it('says beside the tray why a call was refused, and tells the story of a job', async () => {
    const { host, client } = await start();
    const page = await openPage(host);
    const caller = await client.authenticate();
    const job = await client.job(caller, { job_name: 'the-job', print_mode: 'document' });
    await client.upload(job.upload_uri, '&File=invoice.pdf').expect(415);
    await page.getByText('file-name-wrong', { exact: true }).waitFor();
    await page
      .getByText(/File=1\.pdf/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /the-job/ }).click();
    const story = page.getByRole('region', { name: 'What happened' });
    await story.getByText('createPrintJob').waitFor();
    await story.getByText('waits for its file').waitFor();
    await client.upload(job.upload_uri).expect(200);
    await client.execute(caller, job.id).expect(200);
    await story.getByText('executePrint').waitFor();
    await story.getByText('printed', { exact: true }).waitFor();
    await story.getByRole('button', { name: /createPrintJob/ }).click();
    await story.getByText('"job_name": "the-job"').waitFor();
    expect(await story.textContent()).not.toContain(caller.token);
  });

  it('jams the printer, shows it in the top row, and mends it there', async () => {
    const { host } = await start();
    const page = await openPage(host);
    await page.getByRole('button', { name: 'Controls' }).click();
    await page.getByRole('button', { name: 'Paper jam', exact: true }).click();
    await expect.poll(() => host.control.printers()[0]?.trouble).toBe('media_jam');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Mend: Paper jam' }).click();
    await expect.poll(() => host.control.printers()[0]?.trouble).toBeNull();
    await expect.poll(() => page.getByRole('button', { name: 'Mend: Paper jam' }).count()).toBe(0);
  });

  it('forgets what a reset forgets', async () => {
    const { host } = await start();
    await printSample(host, 'gone');
    const page = await openPage(host);
    await page.getByRole('button', { name: /gone/ }).click();
    // A document that is gone while it is read is an error that the browser logs.
    await page.getByText('Sheet 1 of 1').waitFor();
    await host.control.reset();
    await page.getByText('Nothing was printed yet').waitFor();
    expect(await page.getByRole('button', { name: /gone/ }).count()).toBe(0);
  });

  it('shows hostile names as text, and runs nothing of them', async () => {
    const { host } = await start();
    const names = [
      '<img src=x onerror=window.evil=1>',
      '"><script>window.evil=1</script>',
      'gnp.\u202Efdp evil',
      'x'.repeat(256),
    ];
    for (const name of names) await printSample(host, name);
    await request(host.url).get('/api/1/%3Cscript%3Ewindow.evil=1%3C/script%3E').expect(404);
    const page = await openPage(host);
    for (const name of names) {
      const row = page.getByRole('list', { name: 'Jobs' }).getByText(name, { exact: true });
      await row.click();
      await expect.poll(() => page.getByRole('heading', { level: 2 }).textContent()).toBe(name);
    }
    expect(await page.evaluate('window.evil')).toBeUndefined();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('asks for the control token where one is demanded, and goes on with its cookie', async () => {
    const { host } = await start({ controlToken: 'a-token-of-this-test-that-is-long' });
    const page = await open();
    // The browser itself says that the first answer was a refusal.
    page.removeAllListeners('console');
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByLabel('Token').fill('a-token-of-this-test-that-is-long');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('Nothing was printed yet').waitFor();
    host.control.printer().setTrouble('media_jam');
    await page.getByRole('button', { name: 'Mend: Paper jam' }).click();
    await expect.poll(() => host.control.printers()[0]?.trouble).toBeNull();
  });

  it.each(WINDOWS)('can be read by everybody ($colorScheme, $viewport.width px)', async (options) => {
    const { host, client } = await start();
    await printSample(host, 'a-job');
    host.control.printer().setTrouble('media_empty');
    await client.createJob({ token: 'wrong', refreshToken: '', deviceId: 'x' }).expect(401);
    const page = await openPage(host, { ...options, bypassCSP: true });
    await page.getByText('bearer-unknown').first().waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: /a-job/ }).click();
    await page.getByText(/Sheet 1 of 1/).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
