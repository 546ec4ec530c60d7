import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fetch, PrintDocument } from '../index.js';
import { fakeClock } from '../test/fake-clock.js';
import { jobId, rejection } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { deferred, settled } from '../test/settled.js';
import { bytes, pieces, uploader } from '../test/upload.js';

const job = { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' };
const empty = { done: false, value: new Uint8Array() };
const stalled = { name: 'TimeoutError', code: 'stalled', step: 'upload', job_id: jobId };

/** A fetch that takes some pieces of the body, then answers or hangs until it is aborted. */
function taking(count: number, answer?: () => Response) {
  const fetch: Fetch = async (_, { body, signal }) => {
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    for (let n = 0; n < count; n += 1) await reader.read();
    if (answer) return answer();
    return new Promise((__, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
  return fetch;
}

/** A source that gives one piece and then nothing, and tells when it is closed. */
function silent() {
  let isClosed = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    cancel: () => void (isClosed = true),
  });
  return { document: { stream, name: 'a.pdf', sizeBytes: 2 * bytes.length }, isClosed: () => isClosed };
}

function watched(document: PrintDocument, fetch: Fetch, options = {}) {
  const clock = fakeClock();
  onTestFinished(() => expect(clock.pending).toBe(0));
  const epson = uploader({ fetch, fetchStreams: true, clock });
  const upload = epson.upload(job, document, { timeoutMs: 1e9, ...options });
  return { clock, error: rejection(upload) };
}

describe('an upload that does not move', () => {
  it('ends when the network takes no byte for half a minute, and says so', async () => {
    const { clock, error } = watched({ data: bytes, name: 'a.pdf' }, taking(1));
    await settled();
    clock.advance(29_999);
    await settled();
    clock.advance(1);
    expect(await error).toMatchObject({
      ...stalled,
      message: expect.stringContaining('the network has taken no byte for 30000 ms (stallMs)'),
    });
  });

  it('ends when the document gives no byte, and is closed', async () => {
    const { document, isClosed } = silent();
    const { clock, error } = watched(document, taking(6), { stallMs: 7 });
    await settled();
    clock.advance(7);
    expect(await error).toMatchObject({
      ...stalled,
      message: expect.stringContaining('the document has given no byte for 7 ms'),
    });
    expect(isClosed()).toBe(true);
  });

  it('ends when a document of unknown size gives no byte, or is never opened', async () => {
    const { document, isClosed } = silent();
    const { stream, name } = document;
    const first = watched({ stream, name }, taking(0));
    await settled();
    first.clock.advance(30_000);
    expect(await first.error).toMatchObject(stalled);
    await settled();
    expect(isClosed()).toBe(true);
    const second = watched({ stream: () => new Promise(() => {}), name }, taking(0));
    await settled();
    second.clock.advance(30_000);
    expect(await second.error).toMatchObject(stalled);
  });

  it('ends when the network takes no byte of a document that was gathered first', async () => {
    const { clock, error } = watched({ stream: pieces(), name: 'a.pdf' }, taking(1));
    await settled();
    await expect.poll(() => clock.pending).toBe(2);
    clock.advance(30_000);
    expect(await error).toMatchObject({
      ...stalled,
      message: expect.stringContaining('the network has taken no byte'),
    });
  });

  it('leaves no timer behind when the document gives a byte after the end', async () => {
    const late = deferred<IteratorResult<Uint8Array>>();
    const stream = { [Symbol.asyncIterator]: () => ({ next: () => late.promise }) };
    const controller = new AbortController();
    const { error } = watched({ stream, name: 'a.pdf', sizeBytes: 9 }, taking(1), {
      signal: controller.signal,
    });
    await settled();
    controller.abort('enough');
    expect(await error).toBe('enough');
    late.resolve({ done: false, value: new Uint8Array(8) });
    await settled();
  });

  it.each<[string, () => AsyncIterator<Uint8Array>['next'], number | undefined]>([
    ['at once, of a known size', () => async () => empty, 300_000],
    ['at once, of an unknown size', () => async () => empty, undefined],
    ['one after the other', () => () => new Promise((give) => setImmediate(give, empty)), 300_000],
  ])('ends when the document gives nothing but empty pieces, %s', async (_, makeNext, sizeBytes) => {
    let isClosed = false;
    let asked = 0;
    const stream = (): AsyncIterable<Uint8Array> => ({
      [Symbol.asyncIterator]() {
        const next = makeNext();
        const count = () => {
          asked += 1;
          // A process that is frozen would not get as far as to fail by its time.
          if (asked === 20_000) throw new Error('asked without end');
          return next();
        };
        return { next: count, return: async () => ((isClosed = true), { done: true, value: undefined }) };
      },
    });
    const { clock, error } = watched({ stream, name: 'a.pdf', sizeBytes }, taking(9), { stallMs: 7 });
    await expect.poll(() => asked).toBeGreaterThan(3);
    clock.advance(6);
    const askedAt6 = asked;
    await expect.poll(() => asked).toBeGreaterThan(askedAt6 + 3);
    clock.advance(1);
    expect(await error).toMatchObject({
      ...stalled,
      message: expect.stringContaining('the document has given no byte for 7 ms'),
    });
    await expect.poll(() => isClosed).toBe(true);
  });

  it('lets others have their turn while it reads pieces that are there at once', async () => {
    let count = 0;
    const stream = (async function* () {
      for (; count < 100_000; count += 1) yield bytes.subarray(0, 1);
    })();
    const { clock, error } = watched({ stream, name: 'a.pdf' }, taking(9));
    await new Promise((resolve) => setTimeout(resolve));
    expect(count).toBeLessThan(100_000);
    clock.advance(1e9);
    expect(await error).toMatchObject({ name: 'TimeoutError' });
  });

  it('is not one that moves slowly, nor one whose host takes its time to answer', async () => {
    const clock = fakeClock();
    const fetch: Fetch = async (_, { body }) => {
      const reader = (body as ReadableStream<Uint8Array>).getReader();
      while (!(await reader.read()).done) clock.advance(20_000);
      clock.advance(300_000);
      return new Response(null);
    };
    const document = { stream: pieces(), name: 'a.pdf', sizeBytes: bytes.length };
    await uploader({ fetch, fetchStreams: true, clock }).upload(job, document, { timeoutMs: 1e9 });
    expect(clock.nowMs()).toBeGreaterThan(Date.UTC(2026, 0, 1) + 300_000);
  });

  it('ends on a real connection to a host that does not read', async () => {
    await using server = await startServer(undefined, (request) => request.pause());
    const clock = fakeClock();
    const document = { data: new Blob(Array<Uint8Array<ArrayBuffer>>(200).fill(bytes)), name: 'a.pdf' };
    let ended: unknown;
    // Node's own takes no timeoutMs as long as this.
    const wrapped: Fetch = (url, init) => fetch(url, init);
    void rejection(
      uploader({ clock, fetch: wrapped, fetchStreams: true }).upload(
        { id: jobId, upload_uri: `${server.url}/PostData?Key=k` },
        document,
        {
          timeoutMs: 1e12,
        },
      ),
    ).then((error) => (ended = error));
    await expect
      .poll(() => {
        clock.advance(30_000);
        return ended;
      })
      .toMatchObject(stalled);
  });
});
