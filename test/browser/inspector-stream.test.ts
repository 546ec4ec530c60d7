import { startMockHost, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';
import { Client } from '../support/mock/client.js';

/** The most streams that the mock keeps open at the same time. */
const MOST_STREAMS = 100;

async function start(options: StartOptions = {}) {
  const host = await startMockHost(options);
  onTestFinished(() => host.close());
  return host;
}

async function createJob(host: RunningMockHost, job_name: string): Promise<void> {
  const client = new Client(host);
  await client.job(await client.authenticate(), { job_name, print_mode: 'document' });
}

/** Opens streams until the mock refuses one. Returns their number, and what closes them. */
async function fillStreams(host: RunningMockHost): Promise<{ count: number; close: () => void }> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  for (let count = 0; ; count += 1) {
    const { status } = await fetch(`${host.url}/_mock/api/journal/stream`, { signal: stop.signal });
    if (status !== 200) return { count, close: () => stop.abort() };
  }
}

const seeJob = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(name) }).waitFor();

describe.skipIf(chromium === undefined)('the stream of the inspector', () => {
  const open = browserOfSuite();

  async function openTabs(host: RunningMockHost, count: number): Promise<Page[]> {
    const first = await open();
    // The browser itself tells of each answer that is a refusal, or does not come.
    first.removeAllListeners('console');
    const tabs = [first];
    while (tabs.length < count) tabs.push(await first.context().newPage());
    for (const tab of tabs) {
      await tab.goto(`${host.url}/_mock/ui/`);
      await tab.getByText('Nothing was printed yet').waitFor();
    }
    return tabs;
  }

  it('is one for eight tabs, goes on without the first one, and comes again when the mock is started again', async () => {
    const host = await start();
    const tabs = await openTabs(host, 8);
    await createJob(host, 'for-all');
    for (const tab of tabs) await seeJob(tab, 'for-all');
    const { count, close } = await fillStreams(host);
    expect(count).toBe(MOST_STREAMS - 1);
    close();

    await tabs.shift()?.close();
    await createJob(host, 'for-the-others');
    for (const tab of tabs) await seeJob(tab, 'for-the-others');

    const { port } = new URL(host.url);
    await host.close();
    for (const tab of tabs) await tab.getByText('The mock does not answer').waitFor();
    const again = await start({ port: Number(port) });
    await createJob(again, 'of-the-next');
    for (const tab of tabs) {
      await seeJob(tab, 'of-the-next');
      expect(await tab.getByRole('button', { name: /for-all/ }).count()).toBe(0);
      expect(await tab.getByText('The mock does not answer').count()).toBe(0);
    }
  });

  it('is replaced by questions where the mock has no stream left, until it has one again', async () => {
    const host = await start();
    const { close } = await fillStreams(host);
    const [page] = await openTabs(host, 1);
    if (page === undefined) throw new Error('there is no page');
    await createJob(host, 'asked-for');
    await seeJob(page, 'asked-for');
    host.control.printer().setTrouble('media_jam');
    await page.getByRole('button', { name: 'Mend: Paper jam' }).waitFor();
    close();
    await createJob(host, 'sent');
    await seeJob(page, 'sent');
    await expect
      .poll(async () => {
        const { count, close: leaveRoom } = await fillStreams(host);
        leaveRoom();
        return count;
      })
      .toBe(MOST_STREAMS - 1);
  });

  it('is the own one of a tab in a browser without shared workers', async () => {
    const host = await start();
    const page = await open();
    await page.addInitScript('delete window.SharedWorker');
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByText('Nothing was printed yet').waitFor();
    await createJob(host, 'alone');
    await seeJob(page, 'alone');
    expect((await fillStreams(host)).count).toBe(MOST_STREAMS - 1);
  });

  it('asks for the token again where the mock that was started again wants it', async () => {
    const controlToken = 'a-token-of-this-test-that-is-long';
    const host = await start();
    const [page] = await openTabs(host, 1);
    if (page === undefined) throw new Error('there is no page');
    const { port } = new URL(host.url);
    await host.close();
    const again = await start({ port: Number(port), controlToken });
    await page.getByRole('link', { name: 'Enter it' }).click();
    await page.getByLabel('Token').fill(controlToken);
    await page.getByRole('button', { name: 'Enter' }).click();
    await createJob(again, 'let-in');
    await seeJob(page, 'let-in');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows each world to the tabs of its client alone', async () => {
    const host = await start();
    host.control.seedClient({ clientId: 'b'.repeat(32), clientSecret: 'c'.repeat(64) });
    const [first] = await openTabs(host, 1);
    const other = await first?.context().newPage();
    await other?.goto(`${host.url}/_mock/ui/?client_id=${'b'.repeat(32)}`);
    await other?.getByText('Nothing was printed yet').waitFor();
    host.control.world('b'.repeat(32)).printer().setTrouble('media_jam');
    await other?.getByRole('button', { name: 'Mend: Paper jam' }).waitFor();
    host.control.printer().setTrouble('media_empty');
    await first?.getByRole('button', { name: 'Mend: Out of paper' }).waitFor();
    expect(await first?.getByRole('button', { name: 'Mend: Paper jam' }).count()).toBe(0);
  });
});
