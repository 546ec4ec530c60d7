// Takes pictures of the inspector in light, dark and narrow windows: all of them in test/report/screenshots, and the two of
// the READMEs in mock-server/screenshots.

import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import { launchChromium, WINDOWS } from '../support/processes/launch.js';

const document = readFileSync(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));
const sample = readFileSync(new URL('../../mock-server/sample.pdf', import.meta.url));
const all = fileURLToPath(new URL('../report/screenshots', import.meta.url));
const ofReadmes = fileURLToPath(new URL('../../mock-server/screenshots', import.meta.url));
/** The window of the pictures of the READMEs. */
const SMALL = { width: 1080, height: 530 };
/** The most bytes of a picture of the READMEs. */
const MOST_BYTES = 150_000;

const SETTING = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};

async function print(host: RunningMockHost, name: string, file: Buffer, setting: object = {}): Promise<void> {
  const form = new FormData();
  form.append('job_name', name);
  form.append('print_setting', JSON.stringify({ ...SETTING, ...setting }));
  form.append('file', new Blob([new Uint8Array(file)]), '1.pdf');
  const { status } = await fetch(`${host.url}/_mock/api/print`, { method: 'POST', body: form });
  if (status !== 201) throw new Error(`${name} was not printed: ${status}`);
}

/** Prints by the calls of a program that first names its upload wrongly, and is refused. */
async function printByCalls({ url, credentials }: RunningMockHost, setting: object): Promise<void> {
  const { clientId, clientSecret, printerEmail } = credentials;
  const Authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const form = new URLSearchParams({ grant_type: 'password', username: printerEmail, password: '' });
  const post = (address: string, headers: Record<string, string>, body?: BodyInit) =>
    fetch(address, { method: 'POST', headers, ...(body !== undefined && { body }) });
  const token = await post(
    `${url}/api/1/printing/oauth2/auth/token?subject=printer`,
    { Authorization },
    form,
  );
  const { access_token, subject_id } = (await token.json()) as Record<string, string>;
  const jobs = `${url}/api/1/printing/printers/${subject_id}/jobs`;
  const bearer = { Authorization: `Bearer ${access_token}` };
  const created = await post(
    jobs,
    { ...bearer, 'Content-Type': 'application/json' },
    JSON.stringify({
      job_name: 'four-steps',
      print_mode: 'document',
      print_setting: { ...SETTING, ...setting },
    }),
  );
  const { id, upload_uri } = (await created.json()) as Record<string, string>;
  for (const name of ['four-steps.pdf', '1.pdf'])
    await post(
      `${upload_uri}&File=${name}`,
      { 'Content-Type': 'application/octet-stream' },
      new Uint8Array(document),
    );
  await post(`${jobs}/${id}/print`, bearer);
}

/** Takes the pictures of one window. */
async function take(page: Page, host: RunningMockHost, name: string): Promise<void> {
  const picture = (what: string) => page.screenshot({ path: join(all, `${name}-${what}.png`) });
  const button = (text: string | RegExp) => page.getByRole('button', { name: text }).first();
  await host.control.reset();
  await page.goto(`${host.url}/_mock/ui/`);
  await page.getByText('Nothing was printed yet').waitFor();
  await picture('empty');

  await print(host, 'Lieferschein größe 請求書', sample, { copies: 3, color_mode: 'mono' });
  await print(host, 'menu', sample, { media_size: 'ms_a5' });
  await printByCalls(host, { '2_sided': 'long' });
  host.control.printer().setTrouble('media_jam');
  await print(host, 'invoice-19', sample);
  const row = button(/^(?!.*415).*four-steps/);
  await row.waitFor();
  // Jobs that were there when the page was opened are not marked as new.
  await page.reload();
  await row.locator('img').waitFor();
  await picture('tray');
  await row.click();
  // A canvas that nobody has drawn on is 300 dots wide.
  await page.waitForFunction(() => (globalThis.document.querySelector('canvas')?.width ?? 0) > 300);
  await picture('job');

  await button('Controls').click();
  await picture('controls');
  await page.keyboard.press('Escape');
  await button('Print a file').click();
  await button('Take the sample page').click();
  await page.getByLabel('Paper size').waitFor();
  await picture('print');
}

rmSync(all, { recursive: true, force: true });
mkdirSync(all, { recursive: true });
mkdirSync(ofReadmes, { recursive: true });
const host = await startMockHost({ pace: 'instant' });
const browser = await launchChromium();
try {
  const small = (['light', 'dark'] as const).map((colorScheme) => ({ colorScheme, viewport: SMALL }));
  for (const { colorScheme, viewport } of [...WINDOWS, ...small]) {
    const context = await browser.newContext({ colorScheme, viewport });
    await take(await context.newPage(), host, `${colorScheme}-${viewport.width}`);
    await context.close();
  }
} finally {
  await browser.close();
  await host.close();
}
for (const color of ['light', 'dark']) {
  const file = join(ofReadmes, `${color}.png`);
  copyFileSync(join(all, `${color}-${SMALL.width}-job.png`), file);
  const { size } = statSync(file);
  console.log(`${file}: ${size} bytes`);
  if (size > MOST_BYTES) throw new Error(`${file} has more than ${MOST_BYTES} bytes`);
}
console.log(`all pictures are in ${all}`);
