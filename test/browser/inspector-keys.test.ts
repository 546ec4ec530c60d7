import { startMockHost } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';
import { Client } from '../support/mock/client.js';

describe.skipIf(chromium === undefined)('the output tray', () => {
  const open = browserOfSuite();

  async function start(count: number) {
    const host = await startMockHost({ callsPerMinute: Infinity });
    onTestFinished(() => host.close());
    const client = new Client(host);
    const caller = await client.authenticate();
    const create = (job_name: string) => client.job(caller, { job_name, print_mode: 'document' });
    for (let number = 1; number <= count; number += 1) await create(`job-${number}-`);
    const page = await open();
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByRole('button', { name: new RegExp(`job-${count}-`) }).waitFor();
    return { page, create };
  }

  const title = (page: Page) => page.getByRole('heading', { level: 2 });
  const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent');
  const row = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(name) });

  it('is used by j, k, /, Enter and Escape', async () => {
    const { page } = await start(3);
    await page.keyboard.press('Enter');
    await expect.poll(() => title(page).textContent()).toBe('job-3-');
    await page.keyboard.press('j');
    await expect.poll(() => focused(page)).toContain('job-2-');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('job-2-');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H2');
    await page.keyboard.press('k');
    await expect.poll(() => title(page).textContent()).toBe('job-3-');
    await page.keyboard.press('Escape');
    await expect.poll(() => title(page).count()).toBe(0);
    await expect.poll(() => focused(page)).toContain('job-3-');
    await page.keyboard.press('/');
    await page.keyboard.type('job-1');
    await expect.poll(() => row(page, 'job-').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => title(page).textContent()).toBe('job-1-');
    await expect.poll(() => focused(page)).toContain('job-1-');
  });

  it('leaves Enter to what has the focus, and all keys to a dialog', async () => {
    const { page } = await start(2);
    await page.getByRole('button', { name: 'Print a file' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await title(page).count()).toBe(0);
  });

  it('brings the row of the job into view that is reached by keys', async () => {
    const { page } = await start(40);
    for (let count = 0; count < 30; count += 1) await page.keyboard.press('j');
    await expect.poll(() => title(page).textContent()).toBe('job-11-');
    const at = row(page, 'job-11-');
    await expect.poll(() => focused(page)).toContain('job-11-');
    const [box, view] = [await at.boundingBox(), page.viewportSize()];
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(view?.height ?? 0);
    // Scrolled out of view, the row is not drawn at all.
    await page.mouse.move(100, 400);
    await page.mouse.wheel(0, -4000);
    await expect.poll(() => at.count()).toBe(0);
    await page.keyboard.press('k');
    await expect.poll(() => focused(page)).toContain('job-12-');
  });

  it('is a touch away from an open job on a narrow screen, however far that is scrolled', async () => {
    const { page } = await start(2);
    await page.setViewportSize({ width: 390, height: 500 });
    await row(page, 'job-2-').click();
    await title(page).scrollIntoViewIfNeeded();
    await expect.poll(() => row(page, 'job-1-').isVisible()).toBe(false);
    const back = page.getByRole('button', { name: 'All jobs' });
    expect((await back.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await back.click();
    await row(page, 'job-1-').waitFor();
  });

  it('marks jobs that come until somebody opens them', async () => {
    const { page, create } = await start(1);
    expect(await page.getByText('new', { exact: true }).count()).toBe(0);
    for (const name of ['second-', 'third-', 'fourth-']) await create(name);
    await expect.poll(() => page.title()).toBe('(3) Epson Connect mock');
    await row(page, 'third-').getByText('new', { exact: true }).waitFor();
    await row(page, 'third-').click();
    await expect.poll(() => row(page, 'third-').getByText('new', { exact: true }).count()).toBe(0);
    await expect.poll(() => page.title()).toBe('(2) Epson Connect mock');
    await page.getByRole('button', { name: '2 new: mark all jobs as seen' }).click();
    await expect.poll(() => page.title()).toBe('Epson Connect mock');
    expect(await page.getByText('new', { exact: true }).count()).toBe(0);
  });
});
