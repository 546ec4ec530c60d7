import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { printAll, type LedgerEntry } from 'epson-connect-sdk/many';
import { fileDocument } from 'epson-connect-sdk/node';
import { EpsonConnectV2, memoryTokenStore, type Fetch, type PrintSettings } from 'epson-connect-sdk/v2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PDF } from '../support/mock/client.js';
import { document, rejection } from '../support/mock/journey.js';
import { consent, journeyV2 } from '../support/mock/journey-v2.js';

const file = fileURLToPath(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));

const SETTINGS: PrintSettings = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'auto',
  colorMode: 'mono',
  doubleSided: 'long',
  copies: 3,
};

/** A host without a connected printer, and clients of it. */
async function unconnected(options: Parameters<typeof startMockHost>[0] = {}) {
  const host = await startMockHost({ consent: 'auto', ...options });
  onTestFinished(() => host.close());
  const client = (more: object = {}) =>
    new EpsonConnectV2({ ...host.credentialsV2, baseUrl: host.url, ...more });
  return { host, client };
}

describe('the consent', () => {
  it('connects a printer, also when another machine gets the answer', async () => {
    const { host, client } = await unconnected();
    const tokenStore = memoryTokenStore();
    const { url, ...kept } = await client().authorizationUrl();
    const back = new URL(await consent(url));
    const other = client({ tokenStore });
    await other.authorize(back.pathname + back.search, JSON.parse(JSON.stringify(kept)) as typeof kept);
    await client({ tokenStore }).print(document);
    expect(host.control.jobs()).toHaveLength(1);
  });

  it('is needed before anything else, and the error says so', async () => {
    const { client } = await unconnected();
    const error = await rejection(client().print(document));
    expect(error).toMatchObject({ name: 'ReauthorizationRequiredError', code: 'not_authorized' });
    expect(error.message).toContain('authorizationUrl()');
  });

  it('of somebody else is refused before the code is used', async () => {
    const { client } = await unconnected();
    const epson = client();
    const { url, ...kept } = await epson.authorizationUrl();
    const back = await consent(url);
    const error = await rejection(epson.authorize(back, { ...kept, state: 'of-somebody-else' }));
    expect(error).toMatchObject({ name: 'AuthenticationError', code: 'state_mismatch', step: 'authorize' });
    await epson.authorize(back, kept);
  });

  it('of a program without the codeVerifier is refused by the host', async () => {
    const { client } = await unconnected();
    const epson = client();
    const { url, ...kept } = await epson.authorizationUrl();
    const other = await epson.authorizationUrl();
    const error = await rejection(
      epson.authorize(await consent(url), { ...kept, codeVerifier: other.codeVerifier }),
    );
    expect(error).toMatchObject({ name: 'AuthenticationError', code: 'invalid_grant' });
  });

  it('that a person refuses is told as that', async () => {
    const { client } = await unconnected({ consent: 'deny' });
    const epson = client();
    const { url, ...kept } = await epson.authorizationUrl();
    expect(await rejection(epson.authorize(await consent(url), kept))).toMatchObject({
      name: 'AuthenticationError',
      code: 'access_denied',
    });
  });
});

describe('the SDK on the mock in version 2', () => {
  it('prints a file from disk in three calls, byte for byte, with its settings', async () => {
    const { host, epson, exchanges, operations } = await journeyV2();
    const job = await epson.print(await fileDocument(file), {
      printSettings: Object.freeze({ ...SETTINGS }),
    });
    const [printed] = host.control.jobs();
    expect(printed).toMatchObject({
      id: job.jobId,
      job_name: 'epson-connect-in-four-steps.pdf',
      print_mode: 'document',
      print_setting: SETTINGS,
    });
    expect(readFileSync(printed?.document?.path ?? '')).toEqual(readFileSync(file));
    expect(operations()).toEqual(['createPrintJob', 'uploadPrintFile', 'executePrint']);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('takes the steps one by one, and waits for the paper', async () => {
    const { epson } = await journeyV2({ pace: 'instant' });
    const job = await epson.createJob({ jobName: 'by hand', printMode: 'photo' });
    expect(await epson.jobs.resume(job)).toMatchObject({
      executed: false,
      information: { jobId: job.jobId, status: 'preparing' },
    });
    await epson.upload(job, { data: new Uint8Array([0xff, 0xd8, 0xff]), name: 'cat.JPG' });
    await epson.execute(JSON.parse(JSON.stringify(job)) as typeof job);
    expect(await epson.jobs.waitFor(job)).toMatchObject({ status: 'completed', updatedAt: expect.any(Date) });
    expect((await epson.jobs.resume(job.jobId)).executed).toBe(true);
  });

  it('copies a job with other settings, and executes the copy', async () => {
    const { host, epson } = await journeyV2({ pace: 'instant' });
    const job = await epson.print(document, { printSettings: SETTINGS });
    const copy = await epson.jobs.copy(job, { jobName: 'again', printSettings: { copies: 2 } });
    await epson.execute(copy);
    await epson.jobs.waitFor(copy);
    expect(host.control.jobs().find(({ id }) => id === copy.jobId)).toMatchObject({
      job_name: 'again',
      document: { name: '1.pdf' },
    });
  });

  it('cancels a job, once', async () => {
    const { host, epson } = await journeyV2();
    host.control.printer().setOnline(false);
    const job = await epson.print(document);
    await epson.jobs.cancel(job);
    expect(await rejection(epson.jobs.cancel(job))).toMatchObject({
      name: 'StateError',
      code: 'operation_not_allowed',
    });
    expect(await rejection(epson.jobs.waitFor(job))).toMatchObject({
      name: 'JobFailedError',
      code: 'canceled',
      information: { jobId: job.jobId },
    });
  });

  it('renews the token after a 401, once, and goes on', async () => {
    const { host, epson, operations } = await journeyV2();
    host.control.faults.add({ operation: 'createPrintJob', code: 'unauthorized' });
    await epson.print(document);
    expect(operations()).toEqual([
      'createPrintJob',
      'requestToken',
      'createPrintJob',
      'uploadPrintFile',
      'executePrint',
    ]);
  });

  it('says of a wrong API key that it is the key', async () => {
    const { host, epson, client } = await wrongKey();
    const error = await rejection(epson.print(document));
    expect(error).toMatchObject({ name: 'ForbiddenError', code: 'api_key_refused', step: 'create' });
    expect(error.message).toContain('check apiKey');
    expect(error.message).not.toContain(client.apiKey);
    expect(host.control.jobs()).toEqual([]);
  });

  it('sends neither token nor API key with the upload', async () => {
    const sent: string[][] = [];
    const recording: Fetch = (url, init) => {
      const headers = new Headers(init.headers);
      const secrets = ['authorization', 'x-api-key'].filter((name) => headers.has(name));
      sent.push([new URL(url).pathname.replace(/[\da-f]{32}/, '{id}'), ...secrets]);
      return fetch(url, init);
    };
    const { epson } = await journeyV2({}, { fetch: recording });
    sent.length = 0;
    await epson.print(document);
    expect(sent).toEqual([
      ['/api/2/printing/jobs', 'authorization', 'x-api-key'],
      ['/data'],
      ['/api/2/printing/jobs/{id}/print', 'authorization', 'x-api-key'],
    ]);
  });

  it('takes the repeat of an upload whose answer was lost for what it is', async () => {
    const { host, epson, operations } = await journeyV2({}, { random: () => 0 });
    host.control.faults.add({ operation: 'uploadPrintFile', effect: { kind: 'drop_after' } });
    await epson.print(document);
    expect(operations().filter((id) => id === 'uploadPrintFile')).toHaveLength(2);
    expect(host.control.jobs()).toHaveLength(1);
  });

  it('answers by its plain client, typed by the description', async () => {
    const { epson } = await journeyV2();
    const { data } = await epson.api.GET('/api/2/printing/devices/info');
    expect(data?.serialNumber).toBe('MOCK000001');
    const { error, response } = await epson.api.GET('/api/2/printing/jobs/{jobId}', {
      params: { path: { jobId: '0'.repeat(32) } },
    });
    expect([error, response.status]).toEqual([{ error: 'job_not_found' }, 404]);
  });
});

async function wrongKey() {
  const tokenStore = memoryTokenStore();
  const { host } = await journeyV2({}, { tokenStore });
  const client = { ...host.credentialsV2, apiKey: 'k'.repeat(40) };
  return { host, client, epson: new EpsonConnectV2({ ...client, baseUrl: host.url, tokenStore }) };
}

describe('printAll in version 2', () => {
  it('prints each document once, and goes on after a crash before execute', async () => {
    const { host, epson } = await journeyV2({ pace: 'instant' });
    const entries: Record<string, LedgerEntry> = {};
    const ledger = {
      get: (id: string) => entries[id],
      record: (id: string, entry: LedgerEntry) => void (entries[id] = entry),
    };
    const documents = ['a', 'b', 'c'].map((id) => ({
      id,
      document: { data: new Uint8Array(PDF), name: `${id}.pdf` },
    }));
    const ids = [];
    for await (const { id, job, error } of printAll(epson, documents, { ledger }))
      ids.push([id, job?.id, error]);
    expect(ids).toEqual(['a', 'b', 'c'].map((id) => [id, entries[id]?.job.id, undefined]));
    expect(entries['a']).toMatchObject({
      state: 'done',
      job: { api_version: 2, device_id: 'default', job_name: 'a.pdf' },
    });
    const repeats = [];
    for await (const { isRepeat } of printAll(epson, documents, { ledger })) repeats.push(isRepeat);
    expect(repeats).toEqual([true, true, true]);
    expect(host.control.jobs()).toHaveLength(3);
  });
});
