import { readFileSync } from 'node:fs';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { A4, bitmapOf, JPEG_2000, pdfOf, stream } from '../support/files/made.js';
import { Client, FULL_SETTING, PDF } from '../support/mock/client.js';
import { browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';

describe.skipIf(chromium === undefined)('the sheets of a job', () => {
  const open = browserOfSuite();

  interface Asked {
    readonly name?: string;
    readonly mode?: 'document' | 'photo';
    readonly setting?: object;
    readonly width?: number;
  }

  /** Prints a file, and opens its job. */
  async function show(
    file: Buffer,
    { name = 'a.pdf', mode = 'document', setting, width = 1280 }: Asked = {},
  ) {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    await request(host.url)
      .post('/_mock/api/print')
      .field('print_mode', mode)
      .field('job_name', 'the job')
      .field('print_setting', JSON.stringify({ ...FULL_SETTING, ...setting }))
      .attach('file', file, name)
      .expect(201);
    return { host, page: await openJob(host, width) };
  }

  async function openJob(host: RunningMockHost, width = 1280): Promise<Page> {
    const page = await open({ viewport: { width, height: 900 } });
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByRole('button', { name: /the job/ }).click();
    return page;
  }

  const sheets = (page: Page) => page.getByRole('region', { name: 'Sheets' });
  /** The captions that are seen. */
  const captions = (page: Page) =>
    sheets(page).locator('figcaption').filter({ visible: true }).allTextContents();
  /** The pages that are drawn at the moment. */
  const drawn = (page: Page) =>
    sheets(page)
      .locator('canvas')
      .evaluateAll((all) =>
        all
          .filter((canvas) => canvas instanceof HTMLCanvasElement && canvas.width > 0)
          .map((canvas) => canvas.getAttribute('aria-label')),
      );
  /** The dark dots of the first page. */
  const ink = (page: Page) =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas');
      if (canvas === null || canvas.width === 0) return 0;
      // Read from a copy: the browser warns of a canvas that is read again and again.
      const { width, height } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      if (copy === null) return 0;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      return data.filter((value, at) => at % 4 === 0 && value < 128 && data[at + 3] === 255).length;
    });

  it('has front and back where it is printed on two sides, and a button turns it', async () => {
    const { page } = await show(pdfOf([A4, A4, A4]), {
      setting: { '2_sided': 'short', copies: 2, color_mode: 'mono' },
    });
    await page.getByText('2 sets of 2 sheets, turned over the short edge').waitFor();
    await expect
      .poll(() => captions(page))
      .toEqual(['Sheet 1 of 2, front: page 1', 'Sheet 2 of 2, front: page 3']);
    for (const sheet of [1, 2])
      await page.getByRole('button', { name: `Show the back of Sheet ${sheet} of 2` }).press('Enter');
    expect(await captions(page)).toEqual(['Sheet 1 of 2, back: page 2', 'Sheet 2 of 2, back: blank']);
    await expect.poll(() => drawn(page)).toContain('Page 2');
    expect(await sheets(page).getByText('× 2').filter({ visible: true }).count()).toBe(2);
    const print = page.getByRole('img', { name: 'Page 2' }).locator('..');
    expect(await print.evaluate((element) => getComputedStyle(element).filter)).toBe('grayscale(1)');
  });

  it('lies last page first in reverse order', async () => {
    const { page } = await show(pdfOf([A4, A4]), {
      setting: { reverse_order: true, copies: 2, collate: false },
    });
    await page.getByText('2 sheets, page by page: each 2 times, last page first').waitFor();
    await expect.poll(() => captions(page)).toEqual(['Sheet 2 of 2: page 2', 'Sheet 1 of 2: page 1']);
  });

  it.each([1280, 390])('keeps the form of its paper, turned for a landscape page (%i px)', async (width) => {
    const { page } = await show(pdfOf([[842, 595], A4]), { width });
    const boxes = () =>
      sheets(page)
        .locator('.paper')
        .evaluateAll((all) =>
          all.map((paper) => paper.getBoundingClientRect()).map(({ width, height }) => ({ width, height })),
        );
    // The second paper has the form of the first one until its own page is drawn.
    await expect
      .poll(async () => (await boxes()).map(({ width, height }) => width > height))
      .toEqual([true, false]);
    const [turned, upright] = await boxes();
    if (turned === undefined || upright === undefined) throw new Error('there are no two sheets');
    expect(turned.width / turned.height).toBeCloseTo(297 / 210, 2);
    expect(upright.width).toBeCloseTo(turned.height, 0);
    expect(upright.height).toBeCloseTo(turned.width, 0);
  });

  it.each([
    [true, 'cover'],
    [false, 'contain'],
  ])('has a photo on turned paper, borderless %s: %s', async (borderless, fit) => {
    const { page } = await show(bitmapOf(40, 30), {
      name: 'a.bmp',
      mode: 'photo',
      setting: { media_size: 'ms_kg', media_type: 'mt_photopaper', borderless },
    });
    const image = sheets(page).getByRole('img', { name: 'the job' });
    const paper = sheets(page).locator('.paper');
    await expect
      .poll(async () => {
        const box = await paper.boundingBox();
        return box === null ? 0 : box.width / box.height;
      })
      .toBeCloseTo(153 / 102, 2);
    expect(await image.evaluate((element) => getComputedStyle(element).objectFit)).toBe(fit);
    expect(await sheets(page).locator('.print.margin').count()).toBe(borderless ? 0 : 1);
  });

  it.each([
    ['a broken PDF', PDF.subarray(0, 200), 'a.pdf', /not a whole PDF/],
    [
      'an encrypted PDF',
      readFileSync(new URL('../support/files/encrypted.pdf', import.meta.url)),
      'a.pdf',
      /is encrypted/,
    ],
    ['a broken image', Buffer.from('no image'), 'a.png', /image cannot be shown/],
    ['a TIFF', Buffer.from('II*\0no image'), 'a.tiff', /TIFF image, 12 bytes/],
    [
      'an SVG in disguise',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'a.jpg',
      /cannot be shown/,
    ],
  ])('are a message for %s, and the file is there as it was sent', async (_, file, name, text) => {
    const { page } = await show(file, { name });
    await sheets(page).getByText(text).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Original' }).click(),
    ]);
    expect(readFileSync(await download.path())).toEqual(file);
  });

  it('runs no script of a PDF', async () => {
    const catalog = '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>';
    const { page } = await show(pdfOf([A4], { catalog }));
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => dialogs.push(dialog.message()));
    await expect.poll(() => ink(page)).toBeGreaterThan(1000);
    expect(dialogs).toEqual([]);
  });

  it.each([
    [
      'Japanese text without its font',
      {
        content: 'BT /F 90 Tf 72 600 Td <90BF8B818F91> Tj ET',
        resources: '<</Font<</F 4 0 R>>>>',
        objects: [
          '<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/90ms-RKSJ-H/DescendantFonts[5 0 R]>>',
          '<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 6 0 R>>',
          '<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
        ],
      },
    ],
    [
      'JPEG 2000',
      {
        content: 'q 400 0 0 300 90 400 cm /I Do Q',
        resources: '<</XObject<</I 4 0 R>>>>',
        objects: [stream('/Type/XObject/Subtype/Image/Width 16/Height 12/Filter/JPXDecode', JPEG_2000)],
      },
    ],
  ])('show %s', async (_, parts) => {
    const { page } = await show(pdfOf([A4], parts));
    await expect.poll(() => ink(page)).toBeGreaterThan(200);
  });

  it('load the PDF engine for a PDF alone', async () => {
    const engineOf = (page: Page) =>
      page.evaluate<string[]>(
        "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /pdf[^/]*js$/.test(name))",
      );
    const { page } = await show(bitmapOf(40, 30), { name: 'a.bmp', mode: 'photo' });
    await page.getByText('Sheet 1 of 1').waitFor();
    await page
      .getByRole('button', { name: /the job/ })
      .locator('img')
      .waitFor();
    expect(await engineOf(page)).toEqual([]);
    const { page: other } = await show(pdfOf([A4]));
    await expect.poll(() => drawn(other)).toContain('Page 1');
    expect(await engineOf(other)).not.toEqual([]);
  });

  it('draws of 300 pages only those in view', async () => {
    const { page } = await show(pdfOf(Array.from({ length: 300 }, () => A4)));
    await expect.poll(() => drawn(page)).toContain('Page 1');
    expect((await drawn(page)).length).toBeLessThan(5);
    await page.getByRole('img', { name: 'Page 290', exact: true }).scrollIntoViewIfNeeded();
    await expect.poll(() => drawn(page)).toContain('Page 290');
    expect((await drawn(page)).length).toBeLessThan(7);
    expect(await drawn(page)).not.toContain('Page 1');
  });

  it('are told by a small picture, as soon as there is a document', async () => {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    const client = new Client(host);
    const job = await client.job(await client.authenticate(), {
      job_name: 'the job',
      print_mode: 'document',
    });
    const page = await openJob(host);
    await page.getByText('No file was uploaded for this job yet.').waitFor();
    const picture = page.getByRole('button', { name: /the job/ }).locator('img');
    expect(await picture.count()).toBe(0);
    await client.upload(job.upload_uri).expect(200);
    await picture.waitFor();
    await page.getByText('Sheet 1 of 1: page 1').waitFor();
  });
});
