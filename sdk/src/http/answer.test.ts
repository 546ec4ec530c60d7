import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fakeHost, rejection, type StepName } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { transportOn } from '../test/transport.js';
import { uploader } from '../test/upload.js';
import { LONGEST_ANSWER_BYTES } from './answer.js';
import { operations } from '../v1/operations.js';
import { send } from './send.js';
import type { Answer, Fetch } from './transport.js';

const call = { limits: {}, about: { step: 'create' } } as const;
const tooLong = {
  name: 'ResponseFormatError',
  code: 'bad_response',
  status: 200,
  step: 'create',
  message: expect.stringContaining('the host answered 200 but with more than 1 MiB'),
};

/** Sends to a server of its own that answers so, and looks whether the server is let go. */
async function sent(respond: (response: ServerResponse) => void, own: Fetch = fetch): Promise<Answer> {
  let closed: Promise<unknown> | undefined;
  await using server = await startServer((_, response) => {
    closed = once(response, 'close');
    respond(response);
  });
  try {
    return await send(transportOn(own), call, {
      operation: operations.createPrintJob,
      url: server.url,
      headers: {},
    });
  } finally {
    await closed;
  }
}

/** Writes for as long as the other side reads. */
function endless(response: ServerResponse, piece = Buffer.alloc(65_536, ' ')): void {
  const write = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
}

describe('an answer', () => {
  it('is read to its end up to 1 MiB, whatever its characters', async () => {
    const text = `${'ü'.repeat(LONGEST_ANSWER_BYTES / 2 - 2)}🖨`;
    expect(Buffer.byteLength(text)).toBe(LONGEST_ANSWER_BYTES);
    expect((await sent((response) => response.end(text))).text).toBe(text);
    expect((await sent((response) => response.end(`\uFEFF{}`))).text).toBe('{}');
    expect(await rejection(sent((response) => response.end(`${text}x`)))).toMatchObject(tooLong);
  });

  it('without an end is not read on, and the connection is let go', async () => {
    expect(await rejection(sent((response) => endless(response)))).toMatchObject(tooLong);
  });

  it('that grows when it is unpacked is measured as it comes out', async () => {
    const packed = gzipSync(Buffer.alloc(300 * LONGEST_ANSWER_BYTES));
    expect(packed.byteLength).toBeLessThan(LONGEST_ANSWER_BYTES);
    const beforeBytes = process.memoryUsage().arrayBuffers;
    const error = await rejection(
      sent((response) => response.setHeader('content-encoding', 'gzip').end(packed)),
    );
    expect(error).toMatchObject(tooLong);
    expect(process.memoryUsage().arrayBuffers - beforeBytes).toBeLessThan(32 * LONGEST_ANSWER_BYTES);
  });

  it('of a fetch that gives no stream is measured when it is there', async () => {
    const whole =
      (text: string): Fetch =>
      async () =>
        ({ status: 200, ok: true, headers: new Headers(), text: async () => text }) as Response;
    const request = { operation: operations.createPrintJob, url: 'https://api.test', headers: {} };
    expect((await send(transportOn(whole('{}')), call, request)).text).toBe('{}');
    const long = whole(' '.repeat(LONGEST_ANSWER_BYTES + 1));
    expect(await rejection(send(transportOn(long), call, request))).toMatchObject(tooLong);
  });

  it.each<[StepName, number]>([
    ['authenticate', 200],
    ['authenticate', 500],
    ['create', 201],
    ['create', 400],
    ['upload', 200],
    ['execute', 200],
  ])('to %s with %i is bounded', async (step, status) => {
    const endlessBody = () => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) });
    const host = fakeHost().always(step, () => new Response(endlessBody(), { status }));
    const epson = uploader({ ...host.options, retries: 0 });
    const error = (await rejection(
      epson.print({ data: new Uint8Array(9), name: 'a.pdf' }, { deadlineMs: 300 }),
    )) as Error;
    if (step === 'execute') expect(error.cause).toMatchObject({ name: 'ResponseFormatError' });
    else expect(error).toMatchObject({ name: 'ResponseFormatError', step, status });
  });

  it.each(['device', 'capability', 'jobs.get', 'destinations.list', 'api'] as const)(
    'to %s is bounded',
    async (operation) => {
      const endlessBody = () => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) });
      const host = fakeHost().always('other', () => new Response(endlessBody()));
      const epson = uploader({ ...host.options, retries: 0 });
      const calls = {
        device: () => epson.device(),
        capability: () => epson.capability('document'),
        'jobs.get': () => epson.jobs.get('j1'),
        'destinations.list': () => epson.destinations.list(),
        api: () =>
          epson.api.GET('/api/1/printing/printers/{device_id}', { params: { path: { device_id: 'd1' } } }),
      };
      expect(await rejection(calls[operation]())).toMatchObject({ name: 'ResponseFormatError', status: 200 });
    },
  );
});
