import { readFileSync } from 'node:fs';
import { startMockHost, type MockHostOptions, type RunningMockHost } from 'epson-connect-mock';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { barriersOf, browserOfSuite } from '../support/processes/browser.js';
import { chromium } from '../support/processes/chromium.js';
import { WINDOWS } from '../support/processes/launch.js';

const pdf = readFileSync(new URL('../../mock-server/sample.pdf', import.meta.url));

describe.skipIf(chromium === undefined)('the inspector controls the mock', () => {
  const open = browserOfSuite();

  async function start(options: MockHostOptions = {}) {
    const host = await startMockHost(options);
    onTestFinished(() => host.close());
    return host;
  }

  async function openPage(host: RunningMockHost, options: Parameters<typeof open>[0] = {}): Promise<Page> {
    const page = await open(options);
    await page.goto(`${host.url}/_mock/ui/`);
    await page.getByText('Nothing was printed yet').waitFor();
    return page;
  }

  it('shows everything that is switched on in the top row, and undoes all of it at once', async () => {
    const host = await start({ pace: 'real', consent: 'auto' });
    const page = await openPage(host);
    expect(await page.locator('header .chip.on').count()).toBe(0);
    await page.getByRole('button', { name: 'Controls' }).click();
    for (const name of ['Out of paper', 'Offline', 'Remote printing off', 'Freeze', '60 ×', 'Instant'])
      await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('button', { name: 'Refuses at once' }).click();
    await page.getByRole('combobox', { name: 'Operation', exact: true }).selectOption('createPrintJob');
    await page.getByRole('combobox', { name: 'How', exact: true }).selectOption('503 service_unavailable');
    await page.getByRole('button', { name: 'Each call fails', exact: true }).click();
    await page.getByRole('combobox', { name: 'How', exact: true }).selectOption({ index: 0 });
    await page.getByRole('button', { name: 'Each call fails for a minute' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Controls');
    const chips = page.locator('header .chip.on b');
    await expect.poll(() => chips.count()).toBe(9);
    const texts = await chips.allTextContents();
    expect(texts).toContain('Each createPrintJob: 503 service_unavailable');
    expect(texts).toContain('Each createPrintJob for 60 s: answer lost');
    await page.getByRole('button', { name: 'Undo all' }).click();
    await expect.poll(() => chips.count()).toBe(0);
    const { control } = host;
    expect(control.printers()[0]).toMatchObject({ trouble: null, online: true, remote_printing: true });
    expect([control.pace, control.consent, control.clock.speed, control.clock.isFrozen]).toEqual([
      'real',
      'auto',
      1,
      false,
    ]);
    expect(control.faults.all()).toEqual([]);
  });

  it('controls the printer that is chosen', async () => {
    const emails = Array.from({ length: 20 }, (_, at) => `printer-${at}@print.epsonconnect.com`);
    const host = await start({ printers: emails.map((email) => ({ email })) });
    const page = await openPage(host);
    await page.getByRole('button', { name: 'Controls' }).click();
    await page
      .getByRole('combobox', { name: 'Printer', exact: true })
      .selectOption('printer-7@print.epsonconnect.com');
    await page.getByRole('button', { name: 'Paper jam', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Mend: Paper jam (printer-7@print.epsonconnect.com)' }).waitFor();
    expect(host.control.printers().filter(({ trouble }) => trouble !== null)).toHaveLength(1);
  });

  it('says where a scan went, and asks before it resets', async () => {
    const host = await start();
    const page = await openPage(host);
    await page.getByRole('button', { name: 'Controls' }).click();
    await page.getByRole('button', { name: 'Scan the sample page' }).click();
    await page.getByText('The printer has no destination').waitFor();
    host.control.setPace('real');
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    expect(host.control.pace).toBe('real');
    await page.getByRole('button', { name: 'Yes, reset' }).click();
    await expect.poll(() => host.control.pace).toBe('fast');
  });

  it.each(['1', '2'])('prints a file by the calls of version %s', async (version) => {
    const host = await start({ pace: 'instant' });
    const page = await openPage(host);
    await page.getByRole('button', { name: 'Print a file' }).click();
    await page.getByLabel('Choose a file').setInputFiles({
      name: 'Größe 請求書.pdf',
      mimeType: 'application/pdf',
      buffer: pdf,
    });
    await page.getByLabel('Version of the API').selectOption(version);
    await page.getByLabel('Paper size').selectOption({ label: 'A5' });
    await page.getByLabel('Color').selectOption('mono');
    await page.getByLabel('Copies').fill('2');
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await page.getByRole('button', { name: 'Show the job' }).click();
    await page.getByText('Sheet 1 of 1').waitFor();
    const { control } = host;
    const [job] = control.jobs();
    expect(job).toMatchObject({
      job_name: 'Größe 請求書.pdf',
      status: 'completed',
      api_version: Number(version),
      print_setting: { copies: 2 },
    });
    expect(Object.values(job?.print_setting ?? {})).toEqual(expect.arrayContaining(['mono']));
    const calls = control.journal.read({ jobId: job?.id ?? '' }).map(({ operation }) => operation);
    expect(calls).toEqual(['createPrintJob', 'uploadPrintFile', 'executePrint']);
    control.assertNoWarnings();
  });

  it('shows a call that was refused where it happened, with its rule and what to do', async () => {
    const host = await start();
    const page = await openPage(host);
    // The browser itself tells of each refusal.
    page.removeAllListeners('console');
    await page.getByRole('button', { name: 'Print a file' }).click();
    await page.getByLabel('Choose a file').setInputFiles({
      name: 'notes.exe',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('MZ'),
    });
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    const step = page.getByRole('dialog').getByRole('listitem').last();
    await step.getByRole('link', { name: /^About / }).waitFor();
    const refused = host.control.journal.read().find((entry) => entry.rule !== null);
    expect(await step.textContent()).toContain(refused?.hint);
    expect(await step.getByRole('link').textContent()).toBe(`About ${refused?.rule}`);
  });

  it('stops a print that gets no answer, and does not begin another one', async () => {
    const host = await start();
    const page = await openPage(host);
    await page.getByRole('button', { name: 'Print a file' }).click();
    await page.getByText('Choose a file first.').waitFor();
    await page.getByRole('button', { name: 'Take the sample page' }).click();
    await page.getByLabel('Paper size').waitFor();
    await expect.poll(() => page.getByText('Choose a file first.').count()).toBe(0);
    host.control.faults.add({ operation: 'createPrintJob', effect: { kind: 'hang' } });
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await expect.poll(() => host.control.faults.all()[0]?.struck).toBe(1);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('It was stopped here').waitFor();
    await page.getByRole('button', { name: 'Print', exact: true }).waitFor();
    expect(host.control.jobs()).toEqual([]);
  });

  it('asks for the credentials of a client that are not public', async () => {
    const clientId = 'c'.repeat(32);
    const clientSecret = 's'.repeat(64);
    const host = await start({ clients: [{ clientId, clientSecret }] });
    const page = await open();
    await page.goto(`${host.url}/_mock/ui/?client_id=${clientId}`);
    await page.getByText("'YOUR CLIENT SECRET'").waitFor();
    await page.getByRole('button', { name: 'Print a file' }).click();
    await page.getByRole('button', { name: 'Take the sample page' }).click();
    expect(await page.getByRole('button', { name: 'Print', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('Client secret').fill(clientSecret);
    await page.getByRole('button', { name: 'Use these' }).click();
    await page.getByLabel('Paper size').waitFor();
    await page.getByRole('button', { name: 'Print', exact: true }).click();
    await page.getByRole('button', { name: 'Show the job' }).waitFor();
    expect(await page.evaluate('document.body.textContent')).not.toContain(clientSecret);
  });

  it('shows the world of the client that is chosen', async () => {
    const host = await start();
    host.control.seedClient({ clientId: 'b'.repeat(32), clientSecret: 'c'.repeat(64) });
    host.control.world('b'.repeat(32)).printer().setTrouble('media_jam');
    const page = await openPage(host);
    await page.getByLabel('Client').selectOption('b'.repeat(32));
    await page.getByRole('button', { name: 'Mend: Paper jam' }).click();
    await expect.poll(() => host.control.world('b'.repeat(32)).printers()[0]?.trouble).toBeNull();
    expect(new URL(page.url()).searchParams.get('client_id')).toBe('b'.repeat(32));
  });

  it.each(WINDOWS)(
    'in dialogs that everybody can read ($colorScheme, $viewport.width px)',
    async (options) => {
      const host = await start();
      const page = await openPage(host, { ...options, bypassCSP: true });
      expect(await barriersOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Controls' }).click();
      await page.getByRole('button', { name: 'Paper jam', exact: true }).click();
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      expect(await barriersOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Print a file' }).click();
      await page.getByRole('button', { name: 'Take the sample page' }).click();
      await page.getByLabel('Paper size').waitFor();
      await page.getByRole('button', { name: 'Print', exact: true }).click();
      await page.getByRole('button', { name: 'Show the job' }).waitFor();
      expect(await barriersOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  );
});
