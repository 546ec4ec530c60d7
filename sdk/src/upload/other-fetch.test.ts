import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Fetch, LogEntry, PrintDocument } from '../index.js';
import { fakeHost, jobId, rejection } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { bytes, pieces, uploader, webStream } from '../test/upload.js';

describe('a fetch that is not known to send streams', () => {
  const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
  const LOGGED = 'holds more than 16 MiB in memory';

  it.each<[string, () => PrintDocument]>([
    ['bytes', () => ({ data: bytes, name: 'a.pdf' })],
    ['a File', () => new File([bytes], 'a.pdf')],
    ['a stream', () => ({ stream: webStream(), name: 'a.pdf', sizeBytes: bytes.length })],
    ['a stream of unknown size', () => ({ stream: pieces(100), name: 'a.pdf' })],
  ])('gets %s as bytes, without a length of ours', async (_, make) => {
    const host = fakeHost();
    const told: (number | undefined)[] = [];
    await uploader(host.options).upload(job, make(), { onProgress: ({ sentBytes }) => told.push(sentBytes) });
    const [{ body, headers }] = host.requests('upload') as unknown as [
      { body: Uint8Array; headers: Headers },
    ];
    expect(Buffer.from(body).equals(bytes)).toBe(true);
    expect(headers.has('content-length')).toBe(false);
    expect(told).toEqual([0, bytes.length]);
  });

  it('is logged when a document above 16 MiB is held in memory for it, and no other', async () => {
    const lines: LogEntry[] = [];
    const host = fakeHost();
    const log = (more = {}) => uploader({ ...host.options, logger: (line) => lines.push(line), ...more });
    const document = (sizeBytes: number) => ({ data: new Uint8Array(sizeBytes), name: 'a.pdf' });
    await log().upload(job, document(2 ** 24));
    await log({ fetchStreams: true }).upload(job, document(2 ** 24 + 1));
    expect(lines.filter(({ message }) => message.startsWith(LOGGED))).toEqual([]);
    await log().upload(job, document(2 ** 24 + 1));
    expect(lines.filter(({ message }) => message.startsWith(LOGGED))).toMatchObject([
      { level: 'warn', operation: 'uploadPrintFile', job_id: jobId },
    ]);
  });

  it('is one that has replaced the global one, and so is one for which the user says so', async () => {
    const bodies: unknown[] = [];
    const host = fakeHost();
    const { fetch: _, ...options } = host.options;
    const own = globalThis.fetch;
    onTestFinished(() => void vi.unstubAllGlobals());
    const document = { data: bytes, name: 'a.pdf' };
    await using server = await startServer();
    const real = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const seen: Fetch = (url, init) => (bodies.push(init.body), own(url, init));
    const epson = uploader(options);
    vi.stubGlobal('fetch', seen);
    await epson.upload(real, document);
    vi.unstubAllGlobals();
    await uploader({ ...options, fetch: own, fetchStreams: false }).upload(real, document);
    await uploader({ ...options, fetch: own }).upload(real, document);
    expect(bodies).toEqual([expect.any(Uint8Array)]);
    expect(server.arrived.map(({ bytes: arrived }) => arrived.equals(bytes))).toEqual([true, true, true]);
  });

  it('and that is said to send them but does not, is told of before the job is executed', async () => {
    const host = fakeHost();
    const older: Fetch = (url, init) =>
      host.fetch(url, {
        ...init,
        ...(init.body instanceof ReadableStream && { body: '[object ReadableStream]' }),
      });
    const epson = uploader({ ...host.options, fetch: older, fetchStreams: true });
    expect(await rejection(epson.print({ data: bytes, name: 'a.pdf' }))).toMatchObject({
      name: 'UploadError',
      code: 'upload_incomplete',
      step: 'upload',
      job_id: jobId,
      status: 200,
      message: expect.stringContaining('has taken only 0 of 300000 bytes'),
    });
    expect(host.steps()).toEqual(['authenticate', 'create', 'upload']);
  });
});
