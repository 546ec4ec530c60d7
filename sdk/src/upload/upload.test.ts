import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrintDocument } from '../index.js';
import { fileDocument } from '../node/index.js';
import { fetchFailed } from '../test/failing.js';
import { fakeClock } from '../test/fake-clock.js';
import { fakeHost, jobId, rejection, uploadKey } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { bytes, pieces, uploaded, uploader, webStream } from '../test/upload.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epson-connect-sdk-'));
  await writeFile(join(folder, 'scan.PDF'), bytes);
});
afterAll(() => rm(folder, { recursive: true }));

describe('upload', () => {
  it.each<[string, () => PrintDocument | Promise<PrintDocument>, string, string]>([
    ['a File', () => new File([bytes], 'Photo.JPG'), '1.jpg', 'image/jpeg'],
    ['bytes', () => ({ data: bytes, name: 'a.docx' }), '1.docx', 'application/octet-stream'],
    [
      'an ArrayBuffer',
      () => ({ data: bytes.buffer, name: 'scan.TIF' }),
      '1.tiff',
      'application/octet-stream',
    ],
    ['a photo of another ending', () => ({ data: bytes, name: 'a.jfif' }), '1.jpg', 'image/jpeg'],
    [
      'a Blob of a misleading type',
      () => ({ data: new Blob([bytes], { type: 'text/html' }), name: 'a.pdf' }),
      '1.pdf',
      'application/octet-stream',
    ],
    ['a file on disk', () => fileDocument(join(folder, 'scan.PDF')), '1.pdf', 'application/octet-stream'],
    [
      'a web stream',
      () => ({ stream: webStream(), name: 'a.png', sizeBytes: bytes.length }),
      '1.png',
      'application/octet-stream',
    ],
    [
      'a stream of Node',
      () => ({ stream: createReadStream(join(folder, 'scan.PDF')), name: 'a.pdf', sizeBytes: bytes.length }),
      '1.pdf',
      'application/octet-stream',
    ],
    [
      'an async iterable',
      () => ({ stream: pieces(), name: 'a.pdf', sizeBytes: bytes.length }),
      '1.pdf',
      'application/octet-stream',
    ],
  ])('sends %s byte by byte, with its length, its type and no bearer', async (_, make, file, type) => {
    for (const options of [{}, { onProgress: () => {} }]) {
      const { method, target, headers, bytes: arrived } = await uploaded(await make(), options);
      expect({ method, target }).toEqual({
        method: 'POST',
        target: `/c0/v1/storage/PostData?Key=${uploadKey}&File=${file}`,
      });
      expect(headers).toMatchObject({ 'content-type': type, 'content-length': String(bytes.length) });
      expect(headers).not.toHaveProperty('transfer-encoding');
      expect(headers).not.toHaveProperty('authorization');
      expect(arrived.equals(bytes)).toBe(true);
    }
  });

  it('keeps a signed query as it is on the wire', async () => {
    const query = '?Key=a+b%2Bc%2fd=&Sig=x%20y==&empty=&Z=%C3%A9';
    const { target } = await uploaded({ data: bytes, name: 'a.pdf' }, {}, query);
    expect(target).toBe(`/c0/v1/storage/PostData${query}&File=1.pdf`);
  });

  it('sends an empty document where that is asked for, since hosts take it', async () => {
    for (const document of [
      { data: new Uint8Array(), name: 'a.pdf' },
      { stream: new Blob().stream(), name: 'a.pdf' },
    ]) {
      const { headers, bytes: arrived } = await uploaded(document, { allowEmpty: true });
      expect(headers['content-length']).toBe('0');
      expect(arrived).toHaveLength(0);
    }
  });

  it('begins nothing when its signal is aborted by then', async () => {
    const host = fakeHost();
    const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
    let opened = 0;
    const document = { stream: () => ((opened += 1), pieces()), name: 'a.pdf' };
    const signal = AbortSignal.abort('enough');
    expect(await rejection(uploader(host.options).upload(job, document, { signal }))).toBe('enough');
    expect([opened, host.seen]).toEqual([0, []]);
  });

  it('refuses a stream that turns out to be empty, and sends nothing', async () => {
    const host = fakeHost();
    const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
    const document = { stream: () => new Blob().stream(), name: 'a.pdf' };
    expect(await rejection(uploader(host.options).upload(job, document))).toMatchObject({
      name: 'DocumentError',
      code: 'empty_document',
      step: 'upload',
      job_id: jobId,
    });
    expect(host.seen).toEqual([]);
  });

  it.each([
    ['an empty body', ''],
    ['an empty object', '{}'],
    ['text', 'OK'],
    ['HTML', '<html>'],
  ])('takes a 200 with %s for a success, and gives nothing back', async (_, body) => {
    await using server = await startServer((_arrived, response) => response.end(body));
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    expect(await uploader().upload(job, { data: bytes, name: 'a.pdf' })).toBeUndefined();
  });

  it('refuses a redirect, and sends nothing to its target', async () => {
    await using target = await startServer();
    await using server = await startServer((_arrived, response) =>
      response.writeHead(307, { location: target.url }).end(),
    );
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const error = await rejection(uploader().upload(job, { data: bytes, name: 'a.pdf' }));
    expect(error).toMatchObject({ name: 'ConnectionError', step: 'upload', job_id: jobId });
    expect(target.arrived).toEqual([]);
  });

  it.each([
    ['document', 12, 'Nothing is printed.'],
    ['document', 20_000_000, 'Nothing is printed.'],
    ['document', 20_000_001, 'The file may be too large.'],
    ['photo', 10_000_000, 'Nothing is printed.'],
    ['photo', 10_000_001, 'The file may be too large.'],
    [undefined, 10_000_001, 'The file may be too large.'],
  ])('says of a broken upload of a %s of %i bytes what is likely', async (print_mode, sizeBytes, said) => {
    const host = fakeHost().always('upload', () => Promise.reject(fetchFailed('ECONNRESET')));
    const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k', print_mode };
    const document = { data: new Uint8Array(sizeBytes), name: 'a.pdf' };
    const error = await rejection(uploader(host.options).upload(job, document));
    expect(error).toMatchObject({
      name: 'ConnectionError',
      message: `The upload call failed: no answer (fetch failed: ECONNRESET). ${said}`,
    });
  });

  it('gives a large file time: 30 seconds, and one more for every 64 kB', async () => {
    const clock = fakeClock();
    const host = fakeHost().always(
      'upload',
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
    let ended = false;
    const document = { data: new Uint8Array(640_000), name: 'a.pdf' };
    const waiting = rejection(uploader({ ...host.options, clock }).upload(job, document)).finally(
      () => (ended = true),
    );
    await expect.poll(() => host.requests('upload')).toHaveLength(1);
    clock.advance(39_999);
    await Promise.resolve();
    expect(ended).toBe(false);
    clock.advance(1);
    expect(await waiting).toMatchObject({ code: 'timeout', step: 'upload', job_id: jobId });
  });

  it('says what is missing when the job has lost its upload URI', async () => {
    const job = JSON.parse(JSON.stringify({ id: jobId })) as { id: string; upload_uri: string };
    const error = await rejection(uploader(fakeHost().options).upload(job, { data: bytes, name: 'a.pdf' }));
    expect(error).toMatchObject({ name: 'ConfigurationError', step: 'upload', job_id: jobId });
    expect((error as Error).message).toContain('upload_uri must be an absolute URL');
  });
});
