import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { printAll } from '../many/index.js';
import { ConnectionError, RateLimitError, type EpsonConnect } from '../index.js';
import { clientOnFakeHost } from '../test/client.js';
import { fakeHost, hanging, jobId, rejection } from '../test/fake-host.js';
import { all, documents } from '../test/many.js';
import { settled } from '../test/settled.js';
import { pieces, uploader } from '../test/upload.js';
import { onAbort } from './limits.js';

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

describe('onAbort', () => {
  it('calls all that watch a signal, once, by one listener, and not those that have ended', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const called: string[] = [];
    const endA = onAbort(signal, () => called.push('a'));
    const push = () => called.push('b');
    onAbort(signal, push);
    const endB = onAbort(signal, push);
    expect(listeners(signal)).toBe(1);
    endA();
    endB();
    endB();
    expect(listeners(signal)).toBe(1);
    controller.abort();
    expect(called).toEqual(['b']);
  });

  it('leaves nothing on the signal after the last, and begins anew', () => {
    const controller = new AbortController();
    const { signal } = controller;
    let called = 0;
    const end = onAbort(signal, () => (called += 1));
    end();
    expect(listeners(signal)).toBe(0);
    onAbort(signal, () => (called += 10));
    end();
    expect(listeners(signal)).toBe(1);
    controller.abort();
    expect(called).toBe(10);
  });
});

type Work = (epson: EpsonConnect, signal: AbortSignal) => Promise<unknown>;
const document = () => ({ stream: pieces, name: 'a.pdf', sizeBytes: 300_000 });

describe.each<[string, Work]>([
  ['print', (epson, signal) => epson.print(document(), { signal })],
  [
    'upload',
    (epson, signal) =>
      epson.upload({ id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' }, document(), { signal }),
  ],
  [
    'an upload that is being read',
    (epson, signal) =>
      epson.upload(
        { id: jobId, upload_uri: 'https://storage.test/PostData?Key=k' },
        { stream: () => new ReadableStream(), name: 'a.pdf' },
        { signal },
      ),
  ],
  ['jobs.waitFor', (epson, signal) => epson.jobs.waitFor(jobId, { signal })],
  ['printAll', (epson, signal) => all(printAll(epson, documents(3), { signal }))],
])('a signal that many calls of %s share', (_, begin) => {
  it('has one listener while they run, ends all of them, and has none after', async () => {
    const host = fakeHost().always('create', hanging).always('upload', hanging).always('other', hanging);
    const epson = uploader({ ...host.options, fetchStreams: true });
    const controller = new AbortController();
    const ended = Array.from({ length: 30 }, () => rejection(begin(epson, controller.signal)));
    await settled();
    await settled();
    expect(listeners(controller.signal)).toBe(1);
    controller.abort('enough');
    expect(await Promise.all(ended)).toEqual(ended.map(() => 'enough'));
    expect(listeners(controller.signal)).toBe(0);
  });
});

it('a signal whose calls have ended by themselves has no listener', async () => {
  const epson = uploader(fakeHost().options);
  const { signal } = new AbortController();
  await Promise.all(
    Array.from({ length: 30 }, () => epson.print({ data: new Uint8Array(9), name: 'a.pdf' }, { signal })),
  );
  expect(listeners(signal)).toBe(0);
});

describe('a signal that is aborted with an error of this package', () => {
  const reasons = [
    new ConnectionError('The device call failed.', {
      code: 'connection_failed',
      step: 'device',
      notSent: true,
    }),
    new RateLimitError('Too many.', { code: 'rate_limit_exceeded', step: 'execute' }),
  ];
  it.each(
    reasons.flatMap((reason) =>
      (['print', 'execute', 'jobs.get', 'device'] as const).map((call) => [reason, call] as const),
    ),
  )('throws %s as it is from %s', async (reason, call) => {
    const { host, epson } = clientOnFakeHost({ retries: 3 });
    const controller = new AbortController();
    const { signal } = controller;
    const answering: Parameters<typeof host.always>[1] = (request) => {
      queueMicrotask(() => controller.abort(reason));
      return hanging(request);
    };
    host.always('upload', answering).always('execute', answering).always('other', answering);
    const calls = {
      print: () => epson.print({ data: new Uint8Array(8), name: 'a.pdf' }, { signal }),
      execute: () => epson.execute({ id: jobId }, { signal }),
      'jobs.get': () => epson.jobs.get(jobId, { signal }),
      device: () => epson.device({ signal }),
    };
    expect(await rejection(calls[call]())).toBe(reason);
  });
});
