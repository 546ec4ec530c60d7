import { describe, expect, it, vi } from 'vitest';
import type { Fetch, PrintDocument, Progress } from '../index.js';
import { fakeHost, jobId, rejection } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { deferred, settled } from '../test/settled.js';
import { bytes, pieces, uploaded, uploader, webStream } from '../test/upload.js';

describe('a stream that is uploaded', () => {
  it('reports how far it is, from the first byte to the last', async () => {
    const seen: Progress[] = [];
    await uploaded(
      { stream: pieces(100_000), name: 'a.pdf', sizeBytes: bytes.length },
      { onProgress: (progress) => seen.push(progress) },
    );
    const sent = [0, 65_536, 100_000, 165_536, 200_000, 265_536, 300_000, 300_000];
    expect(seen.map(({ sentBytes }) => sentBytes)).toEqual(sent);
    for (const progress of seen)
      expect(progress).toMatchObject({ step: 'upload', job_id: jobId, totalBytes: bytes.length });
  });

  it.each<[string, () => PrintDocument]>([
    ['bytes', () => ({ data: bytes, name: 'a.pdf' })],
    ['a File', () => new File([bytes], 'a.pdf')],
    [
      'a stream of one piece',
      () => ({ stream: pieces(bytes.length), name: 'a.pdf', sizeBytes: bytes.length }),
    ],
    ['a stream of unknown size', () => ({ stream: pieces(bytes.length), name: 'a.pdf' })],
  ])(
    'hands %s to the network piece by piece, so that a slow line is not taken for a stall',
    async (_, make) => {
      const told: (number | undefined)[] = [];
      await uploaded(make(), { onProgress: ({ sentBytes }) => told.push(sentBytes) });
      expect(told).toEqual([0, 65_536, 131_072, 196_608, 262_144, 300_000, 300_000]);
    },
  );

  it('throws what onProgress throws, as it is', async () => {
    const mine = new Error('mine');
    const onProgress = ({ sentBytes }: Progress) => {
      if (sentBytes === 200_000) throw mine;
    };
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const document = { stream: pieces(100_000), name: 'a.pdf', sizeBytes: bytes.length };
    expect(await rejection(uploader().upload(job, document, { onProgress }))).toBe(mine);
    expect(server.arrived).toEqual([]);
  });

  it.each([0, 200_000, bytes.length])(
    'throws what a promise of onProgress is rejected with at %i bytes, once and as it is',
    async (at) => {
      const mine = new Error('mine');
      const onProgress = async ({ sentBytes }: Progress) => {
        await settled();
        if (sentBytes === at) throw mine;
      };
      await using server = await startServer();
      const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
      const document = { stream: pieces(100_000), name: 'a.pdf', sizeBytes: bytes.length };
      expect(await rejection(uploader().upload(job, document, { onProgress }))).toBe(mine);
    },
  );

  it('goes on while a promise of onProgress is open, and waits for it at the end', async () => {
    const open = deferred<void>();
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    let ended = false;
    const uploading = uploader()
      .upload(job, { data: bytes, name: 'a.pdf' }, { onProgress: () => open.promise })
      .then(() => (ended = true));
    await expect.poll(() => server.arrived).toHaveLength(1);
    await settled();
    expect(ended).toBe(false);
    open.resolve();
    await uploading;
  });

  it.each([
    ['too short', bytes.length + 1],
    ['too long', bytes.length - 1],
  ])('stops when the stream is %s for its size', async (_, sizeBytes) => {
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const error = await rejection(uploader().upload(job, { stream: pieces(), name: 'a.pdf', sizeBytes }));
    expect(error).toMatchObject({
      name: 'DocumentError',
      code: 'unreadable_document',
      step: 'upload',
      job_id: jobId,
    });
    expect((error as Error).message).toContain(`${sizeBytes} bytes`);
    expect(server.arrived).toEqual([]);
  });

  it('lets go of the source when the upload breaks', async () => {
    const returned = vi.fn();
    const endless: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        async next() {
          await new Promise((resolve) => setImmediate(resolve));
          return { done: false, value: new Uint8Array(65_536) };
        },
        return: async () => {
          returned();
          return { done: true, value: undefined };
        },
      }),
    };
    await using server = await startServer((_arrived, _response, request) => request.socket.destroy());
    const controller = new AbortController();
    const document = { stream: endless, name: 'a.pdf', sizeBytes: 2 ** 40 };
    const onProgress = ({ sentBytes = 0 }: Progress) => {
      if (sentBytes > 1_000_000) controller.abort('enough');
    };
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    expect(await rejection(uploader().upload(job, document, { signal: controller.signal, onProgress }))).toBe(
      'enough',
    );
    await expect.poll(() => returned).toHaveBeenCalled();
  });

  it('lets go of a source that never answers', async () => {
    const destroyed = vi.fn();
    const cancelled = vi.fn();
    const deaf = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
      destroy: destroyed,
    };
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const silent = () => new ReadableStream<Uint8Array>({ cancel: cancelled });
    for (const stream of [deaf, silent()]) {
      for (const sizeBytes of [8, undefined]) {
        const controller = new AbortController();
        const document = { stream: stream === deaf ? deaf : silent(), name: 'a.pdf', sizeBytes };
        const ended = rejection(uploader().upload(job, document, { signal: controller.signal }));
        await settled();
        controller.abort('enough');
        expect(await ended).toBe('enough');
      }
    }
    await expect.poll(() => destroyed).toHaveBeenCalledTimes(2);
    await expect.poll(() => cancelled).toHaveBeenCalledTimes(2);
  });

  it('gathers a stream of unknown size, and sends it with its length', async () => {
    const seen: Progress[] = [];
    const { headers, bytes: arrived } = await uploaded(
      { stream: () => Promise.resolve(pieces()), name: 'a.pdf' },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(headers['content-length']).toBe(String(bytes.length));
    expect(arrived.equals(bytes)).toBe(true);
    expect(seen[0]).toMatchObject({ sentBytes: 0, totalBytes: undefined });
    const told = seen.slice(1).map(({ sentBytes, totalBytes }) => [sentBytes, totalBytes]);
    // Piece by piece, as of a stream whose size was known from the beginning.
    expect(told.length).toBeGreaterThan(2);
    expect(told.every(([, total]) => total === bytes.length)).toBe(true);
    expect(told.at(-1)).toEqual([bytes.length, bytes.length]);
  });

  it('refuses to gather more than 64 MiB, and says what to do', async () => {
    const large = async function* () {
      for (let n = 0; n < 65; n += 1) yield new Uint8Array(2 ** 20);
    };
    const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
    const host = fakeHost();
    const error = await rejection(uploader(host.options).upload(job, { stream: large(), name: 'a.pdf' }));
    expect(error).toMatchObject({
      code: 'unreadable_document',
      message: expect.stringContaining('larger than 64 MiB: pass sizeBytes'),
    });
    expect(host.seen).toEqual([]);
  });

  it('names a document that cannot be opened', async () => {
    const stream = () => {
      throw Object.assign(new Error('no such document'), { code: 'ENOENT' });
    };
    const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
    const error = await rejection(
      uploader(fakeHost().options).upload(job, { stream, name: 'a.pdf', sizeBytes: 8 }),
    );
    expect(error).toMatchObject({
      name: 'DocumentError',
      message: 'The document cannot be opened: no such document.',
      job_id: jobId,
    });
  });

  it('names a source that fails while it is read', async () => {
    const failing = async function* () {
      yield bytes;
      throw Object.assign(new Error('disk on fire'), { code: 'EIO' });
    };
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const error = await rejection(
      uploader().upload(job, { stream: failing(), name: 'a.pdf', sizeBytes: 2 * bytes.length }),
    );
    expect(error).toMatchObject({ name: 'DocumentError', code: 'unreadable_document', job_id: jobId });
    expect((error as Error).cause).toMatchObject({ message: 'disk on fire', code: 'EIO' });
  });

  it('says of a stream that was read before that it cannot be read', async () => {
    const stream = webStream();
    stream.getReader();
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const error = await rejection(uploader().upload(job, { stream, name: 'a.pdf', sizeBytes: bytes.length }));
    expect(error).toMatchObject({ name: 'DocumentError', code: 'unreadable_document' });
  });

  it('sends the length of a stream, and none of bytes, which have their own', async () => {
    const seen: RequestInit[] = [];
    const watched: Fetch = (url, init) => (seen.push(init), fetch(url, init));
    await using server = await startServer();
    const job = { id: jobId, upload_uri: `${server.url}/PostData?Key=k` };
    const epson = uploader({ fetch: watched, fetchStreams: true });
    await epson.upload(job, { data: bytes, name: 'a.pdf' });
    await epson.upload(job, { data: bytes.subarray(0, 65_536), name: 'a.pdf' });
    expect(seen.map(({ body }) => body?.constructor.name)).toEqual(['ReadableStream', 'Uint8Array']);
    expect(seen.map(({ headers }) => new Headers(headers).get('content-length'))).toEqual(['300000', null]);
    expect(server.arrived.map(({ headers }) => headers['content-length'])).toEqual(['300000', '65536']);
  });
});
