import { startMockHost } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ClientV2, JOB } from '../support/mock/client-v2.js';
import { Client, PDF } from '../support/mock/client.js';
import { barriersOf, browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';
import { WINDOWS } from '../support/processes/launch.js';

describe.skipIf(chromium === undefined)('the story of a job', () => {
  const open = browserOfSuite();

  /** A job that was refused twice, stopped, and printed after the clock was moved. */
  async function stage(options: Parameters<typeof open>[0] = {}) {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    const client = new Client(host);
    const caller = await client.authenticate();
    const job = await client.job(caller, { job_name: 'the-job', print_mode: 'document' });
    await client.execute(caller, job.id).expect(405);
    await client.upload(job.upload_uri, '&File=invoice.pdf').expect(415);
    await client.upload(job.upload_uri).expect(200);
    host.control.printer().setTrouble('media_jam');
    await client.execute(caller, job.id).expect(200);
    host.control.clock.advance(60_000);
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByRole('button', { name: /the-job/ }).click();
    const story = page.getByRole('region', { name: 'What happened' });
    return { host, client, caller, job, page, story };
  }

  const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  it('is one timeline of states and calls, each with its time, that grows', async () => {
    const { host, story } = await stage();
    const lines = story.locator('ol > li');
    const told = async () =>
      (await lines.locator('b, .what').allTextContents()).filter((text) => !/^\d+$/.test(text));
    await expect
      .poll(told)
      .toEqual([
        'createPrintJob',
        'created',
        'execute-before-upload',
        'file-name-wrong',
        'uploadPrintFile',
        'executePrint',
        'being prepared',
        'in the queue',
        'stopped: paper jam',
      ]);
    host.control.printer().setTrouble(null);
    host.control.clock.advance(60_000);
    await expect
      .poll(async () => (await told()).slice(-3))
      .toEqual(['stopped: paper jam', 'prints', 'printed']);
    const times = await lines
      .locator('time')
      .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
    expect(times).toHaveLength(11);
    expect(times).toEqual(times.toSorted());
    const [job] = host.control.jobs();
    // The clock was moved, so the time of the world is told too.
    const printedAt = job?.updated_at.slice(0, 19).replace('T', ' ') ?? '';
    await story.getByText(`${printedAt} on the clock of the mock`).waitFor();
    await story.getByText(`last change ${printedAt} UTC`).waitFor();
  });

  it('has for a refused call the remedy and the corrected call, to be copied and run', async () => {
    const { page, story, job, caller } = await stage();
    await story.getByRole('button', { name: /execute-before-upload/ }).click();
    await story.getByRole('button', { name: 'Copy it corrected' }).click();
    expect(await copied(page)).toContain('"$UPLOAD_URI&File=1.pdf"');
    await story.getByRole('button', { name: /execute-before-upload/ }).click();
    await story.getByRole('button', { name: /file-name-wrong/ }).click();
    await story.getByText(/Send File=1\.<extension>, whatever the name of the file is\./).waitFor();
    await story.getByText('UPLOAD_URI', { exact: true }).waitFor();
    await story.getByRole('button', { name: 'Copy as curl' }).click();
    const line = await copied(page);
    expect(line).toContain('Key=\'"$UPLOAD_KEY"\'&File=invoice.pdf');
    expect(line).not.toContain(new URL(job.upload_uri).searchParams.get('Key'));
    expect(await story.textContent()).not.toContain(caller.token);
  });

  it('shows a file by its size, its hash and its first bytes', async () => {
    const { host, story } = await stage();
    await story.getByRole('button', { name: /uploadPrintFile/ }).click();
    await story.getByText(`${PDF.length} bytes, not text`).waitFor();
    const told = (await story.locator('.hash').allTextContents()).join(' ');
    expect(told).toContain(`SHA-256 ${host.control.jobs()[0]?.document?.sha256}`);
    expect(told).toMatch(/Begins with 25 50 44 46 2d [0-9a-f ]+, as text %PDF-/);
  });

  it('tells of a schedule of version 2 when it was reserved, and that it was printed at its time', async () => {
    const host = await startMockHost();
    onTestFinished(() => host.close());
    const client = new ClientV2(host);
    const token = await client.deviceToken();
    const quarter = 15 * 60_000;
    const printAt = new Date(Math.ceil(Date.now() / quarter) * quarter + 2 * quarter);
    const printDateTime = printAt.toISOString().slice(0, 16).replace(/\D/g, '');
    const { body } = await client
      .call(token, 'post', '/scheduling/schedules', { ...JOB, jobName: 'the-job', printDateTime })
      .expect(201);
    await client.upload(body.uploadUri).expect(200);
    await client.call(token, 'post', `/scheduling/schedules/${body.scheduleJobId}/reserve`).expect(202);
    host.control.clock.advance(3_600_000);
    const page = await open();
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByRole('button', { name: /the-job/ }).click();
    const steps = page.getByRole('region', { name: 'What happened' }).locator('.step');
    await expect
      .poll(() => steps.locator('b').allTextContents())
      .toEqual(['created', 'scheduled', 'being prepared', 'in the queue', 'prints', 'printed']);
    const printed = printAt.toISOString().slice(0, 19).replace('T', ' ');
    expect(await steps.nth(2).locator('small').textContent()).toBe(`${printed} on the clock of the mock`);
  });

  it('leaves calls that belong to no job to a view of their own', async () => {
    const { page, client } = await stage();
    await client.createJob({ token: 'wrong', refreshToken: '', deviceId: 'x' }).expect(401);
    await page.getByRole('button', { name: /^Calls/ }).click();
    const calls = page.locator('.calls .exchange');
    await expect.poll(() => calls.count()).toBe(7);
    await page.getByLabel('Only calls that belong to no job').check();
    await expect
      .poll(() => calls.locator('.what').allTextContents())
      .toEqual(['bearer-unknown', 'authenticate']);
    await page.getByRole('searchbox').fill('nothing is called so');
    await page.getByText('No call is like that.').waitFor();
  });

  it.each(WINDOWS)('can be read by everybody ($colorScheme, $viewport.width px)', async (options) => {
    const { page, story } = await stage({ ...options, bypassCSP: true });
    for (const name of [/file-name-wrong/, /uploadPrintFile/])
      await story.getByRole('button', { name }).click();
    await story.getByText('The corrected call').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
