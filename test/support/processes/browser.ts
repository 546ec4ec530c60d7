import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { chromium } from './chromium.js';
import { launchChromium } from './launch.js';

/** Starts the browser of this machine for the tests of a suite. Returns what opens a page in it, which ends with the test. */
export function browserOfSuite(): (options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (chromium !== undefined) browser = await launchChromium();
  });
  afterAll(async () => browser?.close());
  return async (options = {}) => {
    if (browser === undefined) throw new Error('the browser could not be started');
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    onTestFinished(async () => {
      await context.close();
      expect(complaints).toEqual([]);
    });
    return page;
  };
}

/** Returns what keeps some people from reading a page, as axe judges; the page must have been opened with `bypassCSP`. */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Pick<axe.AxeResults, 'violations'>>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
