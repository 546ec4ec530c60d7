import { EpsonConnectV2, memoryTokenStore, type JobInformation } from 'epson-connect-sdk/v2';
import { printAll } from 'epson-connect-sdk/many';
import { parseJobNotification } from 'epson-connect-sdk/receive';
import { completeSettings, fitSettings } from 'epson-connect-sdk/settings';
import type { MockHostOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startReceiver } from '../support/http/receiver.js';
import { basicOf } from '../support/mock/authorization.js';
import { document, rejection } from '../support/mock/journey.js';
import { connect, journeyV2 } from '../support/mock/journey-v2.js';
import { MemoryLedger } from '../support/sdk/memory-ledger.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';
import { hostInVirtualTime } from '../support/sdk/virtual-time.js';

/** A host and a client with a connected printer, in a time that goes by by itself; both go with the test. */
async function printing(options: MockHostOptions = {}) {
  const time = await hostInVirtualTime({ consent: 'auto', ...options });
  onTestFinished(() => time.close());
  const { host, url, clock, fetch } = time;
  const tokenStore = memoryTokenStore();
  const epson = new EpsonConnectV2({ ...host.credentialsV2, baseUrl: url, clock, fetch, tokenStore });
  await time.pass(connect(epson));
  return { ...time, epson };
}

const v1Settings = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'mono',
};
const settings = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'auto',
  colorMode: 'mono',
} as const;

describe('a print of version 2', () => {
  it('S1: names and words of version 1 are rejected before any request, with those of version 2', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journeyV2({}, { fetch: wire.fetch });
    const before = wire.sent.length;
    for (const [options, meant] of [
      [{ job_name: 'a' }, 'jobName'],
      [{ print_setting: v1Settings }, 'printSettings'],
      [{ printSettings: v1Settings }, 'paperSize'],
      [{ printSettings: { ...settings, paperSize: 'ms_a4' } }, 'ps_a4'],
      [{ printSettings: { ...settings, '2_sided': 'long' } }, 'doubleSided'],
    ] as const) {
      const error = await rejection(epson.print(document, options as object));
      expect([error.name, error.message]).toEqual([
        expect.stringMatching(/^(Setting|Configuration)Error$/),
        expect.stringContaining(meant),
      ]);
    }
    expect(wire.sent).toHaveLength(before);
    await epson.print(document);
    expect(wire.grants()).not.toContain('password');
    expect(wire.sent.map(({ path }) => path).filter((path) => path.includes('/printers/'))).toEqual([]);
    // A program without the SDK is told by the mock.
    const form = new URLSearchParams({ grant_type: 'password', username: 'a@b.example', password: '' });
    const { clientId, clientSecret } = host.credentialsV2;
    const headers = { Authorization: basicOf(clientId, clientSecret) };
    const answer = await fetch(`${host.url}/auth/token`, { method: 'POST', body: form, headers });
    expect(answer.headers.get('x-epson-mock-hint')).toContain('grant-of-version-1');
  });

  it('S7: a 401 is answered by one renewal and one repeat of the call, in the same job', async () => {
    for (const operation of ['createPrintJob', 'executePrint', 'getPrintJob'] as const) {
      const { host, epson, operations } = await journeyV2({ pace: 'instant' });
      host.control.faults.add({ operation, code: 'unauthorized' });
      await epson.jobs.get(await epson.print(document));
      expect(host.control.jobs()).toHaveLength(1);
      expect(operations().filter((each) => each === operation)).toHaveLength(2);
      expect(operations().filter((each) => each === 'requestToken')).toHaveLength(1);
    }
  });

  it('S8: the file is called 1 whatever its name was, and what does not print is rejected before any request', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journeyV2({ pace: 'instant' }, { fetch: wire.fetch });
    await epson.print({ ...document, name: 'Zusammenfassung März (2).PDF' });
    const upload = wire.sent.find(({ path }) => path === '/data');
    expect(new URL(upload?.url ?? '').searchParams.get('File')).toBe('1.pdf');
    expect(upload?.headers.get('content-type')).toBe('application/octet-stream');
    const before = wire.sent.length;
    for (const name of ['a.webp', 'a.gif', 'a.docx', 'a'])
      expect((await rejection(epson.print({ ...document, name }))).name).toBe('DocumentError');
    expect(wire.sent).toHaveLength(before);
    await host.control.settled();
    expect(host.control.jobs()).toMatchObject([{ status: 'completed' }]);
  });

  it('S9: a stopped job is waited for, and given up by name', async () => {
    const { host, epson, pass } = await printing({ pace: 'fast' });
    const printer = host.control.printer();
    const stops = {
      media_empty: 'media_empty',
      media_jam: 'media_jam',
      marker_supply_empty: 'marker_supply_empty',
      stopped_other: 'cover_open',
    } as const;
    for (const [stop, trouble] of Object.entries(stops)) {
      const seen: string[] = [];
      const onStatus = ({ status }: JobInformation) => {
        seen.push(status);
        if (status === 'processing' && !seen.includes(stop)) printer.setTrouble(trouble);
        if (status === stop) printer.setTrouble(null);
      };
      const job = await pass(epson.print(document));
      expect(await pass(epson.jobs.waitFor(job, { onStatus }))).toMatchObject({ status: 'completed' });
      expect(seen).toContain(stop);
    }
    printer.setTrouble('media_empty');
    const stuck = await pass(epson.print(document));
    expect(await pass(rejection(epson.jobs.waitFor(stuck, { deadlineMs: 600_000 })))).toMatchObject({
      name: 'TimeoutError',
      code: 'deadline',
      information: { jobId: stuck.jobId, status: 'media_empty' },
    });
  });

  it('S10: a notification is read by its own version', async () => {
    const { host, epson } = await journeyV2({ pace: 'instant' });
    const { url, received } = await startReceiver();
    await epson.notifications.set({ notification: true, callbackUri: `${url}/told` });
    const { jobId } = await epson.print(document);
    await host.control.settled();
    const told = received.map(({ body }) => parseJobNotification(String(body)));
    expect(told).toMatchObject([{ api_version: 2, jobId, status: 'completed', updatedAt: expect.any(Date) }]);
  });

  it('S11: a success has no body to rely on', async () => {
    for (const body of ['json', 'empty'] as const) {
      const { host, epson } = await journeyV2({ assume: { 'v2-execute-body': body } });
      host.control.printer().setOnline(false);
      await epson.jobs.cancel(await epson.print(document));
      await epson.notifications.set({ notification: false });
      expect(host.control.jobs()).toMatchObject([{ status: 'canceled' }]);
    }
  });

  it('S12: whatever becomes of the answer, and however many workers print, a document comes out once', async () => {
    const { host, clock, epson, pass } = await printing();
    for (const kind of ['drop_after', 'hang'] as const) {
      host.control.faults.add({ operation: 'executePrint', effect: { kind } });
      const outcome = await pass(epson.print(document, { timeoutMs: 5_000 }).catch(() => 'unknown'));
      // A request that hangs has not reached the printer: the user is told to look.
      expect(outcome === 'unknown').toBe(kind === 'hang');
    }
    expect(host.control.jobs().filter(({ executed_at }) => executed_at !== null)).toHaveLength(1);
    const ledger = new MemoryLedger(clock.nowMs);
    const worker = async () => {
      for await (const { error } of printAll(epson, [{ id: '17', document }], { ledger }))
        expect(error).toBeUndefined();
    };
    await pass(Promise.all([worker(), worker(), worker()]));
    expect(host.control.jobs().filter(({ executed_at }) => executed_at !== null)).toHaveLength(2);
  });

  it('S14: a setting that the printer lacks is found before, completed for it, and refused when the job is created', async () => {
    const { host, epson, operations } = await journeyV2({
      printers: [{ email: 'p@print.epsonconnect.com', capability: 'mono-laser' }],
    });
    const wanted = { ...settings, colorMode: 'color' } as const;
    const capability = await epson.capability('document');
    expect(fitSettings(wanted, capability)).toMatchObject({
      fits: false,
      problems: [{ field: 'colorMode', legal: ['mono'] }],
    });
    const before = operations().length;
    const error = await rejection(epson.print(document, { printSettings: wanted }));
    expect(error).toMatchObject({ name: 'RequestError', code: 'invalid_print_settings', step: 'create' });
    expect(operations().slice(before)).toEqual(['createPrintJob']);
    await epson.print(document, { printSettings: completeSettings({ copies: 2 }, capability) });
    expect(host.control.jobs()).toHaveLength(1);
  });

  it("S15: a printer's address leads to the consent, and a connected printer needs none", async () => {
    const { host, epson } = await journeyV2({ pace: 'instant' });
    const given = { ...host.credentialsV2, printerEmail: 'mock.printer@print.epsonconnect.com' };
    expect(() => new EpsonConnectV2(given)).toThrow(/a person chooses the printer, see authorizationUrl\(\)/);
    expect((await epson.jobs.waitFor(await epson.print(document))).status).toBe('completed');
  });

  it('S17: a job can be recorded before it is executed, and is not executed when that fails', async () => {
    const { host, epson, operations } = await journeyV2();
    const rows: string[] = [];
    const job = await epson.print(document, {
      beforeExecute({ jobId }) {
        rows.push(jobId, ...operations());
      },
    });
    expect(rows).toEqual([job.jobId, 'createPrintJob', 'uploadPrintFile']);
    const full = new Error('the table is full');
    const beforeExecute = () => Promise.reject(full);
    expect(await epson.print(document, { beforeExecute }).catch((error: unknown) => error)).toBe(full);
    expect(host.control.jobs().filter(({ executed_at }) => executed_at !== null)).toHaveLength(1);
  });

  it('S19: the extension says what a file is, and no content type contradicts it', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journeyV2({ pace: 'instant' }, { fetch: wire.fetch });
    // Signature, and the header of a picture of one point.
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64');
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff]);
    await epson.print({ data: new Blob([png], { type: 'application/pdf' }), name: 'cat.png' });
    await epson.print({ data: jpeg, name: 'cat.JPEG' });
    const uploads = wire.sent.filter(({ path }) => path === '/data');
    expect(
      uploads.map(({ url, headers }) => [new URL(url).searchParams.get('File'), headers.get('content-type')]),
    ).toEqual([
      ['1.png', 'application/octet-stream'],
      ['1.jpeg', 'image/jpeg'],
    ]);
    await host.control.settled();
    expect(host.control.jobs().map(({ status }) => status)).toEqual(['completed', 'completed']);
  });
});
