import { describe, expect, it } from 'vitest';
import { EpsonConnect } from './index.js';
import { clientOnFakeHost } from './test/client.js';
import { jobId, json, rejection, uploadUri } from './test/fake-host.js';

type Epson = EpsonConnect;
/** As a program without types calls it. */
type Call = (...args: unknown[]) => Promise<unknown>;
type Untyped = Record<'createJob' | 'execute' | 'upload' | 'print', Call> & {
  jobs: { get: Call; waitFor: Call };
  destinations: Record<'register' | 'update' | 'delete', Call>;
  notifications: { set: Call };
};
const job = { id: jobId, upload_uri: uploadUri };
const pdf = { data: new TextEncoder().encode('%PDF-1.4'), name: 'a.pdf' };
const calls: [string, (epson: Epson, options: never) => Promise<unknown>][] = [
  ['print', (epson, options) => epson.print(pdf, options)],
  ['authenticate', (epson, options) => epson.authenticate(options)],
  ['createJob', (epson, options) => epson.createJob(Object.assign({ job_name: 'a' }, options))],
  ['upload', (epson, options) => epson.upload(job, pdf, options)],
  ['execute', (epson, options) => epson.execute(job, options)],
  ['device', (epson, options) => epson.device(options)],
  ['jobs.waitFor', (epson, options) => epson.jobs.waitFor(jobId, options)],
  ['destinations.list', (epson, options) => epson.destinations.list(options)],
];

describe('what no call takes', () => {
  for (const value of [NaN, -1, 0, null, '10', -Infinity]) {
    it.each(calls)(`%s refuses ${String(value)} as a time, naming option and value`, async (_, call) => {
      const { host, epson } = clientOnFakeHost();
      for (const name of ['timeoutMs', 'deadlineMs'])
        expect(await rejection(call(epson, { [name]: value } as never))).toMatchObject({
          name: 'ConfigurationError',
          code: 'invalid_configuration',
          message: expect.stringMatching(`^${name} must be .* not "?${String(value)}"?\\.$`) as string,
        });
      expect(host.seen).toEqual([]);
    });
  }

  it.each(calls)('%s refuses a controller as its signal', async (_, call) => {
    const { host, epson } = clientOnFakeHost();
    expect(await rejection(call(epson, { signal: new AbortController() } as never))).toMatchObject({
      code: 'invalid_configuration',
      message: 'signal must be an AbortSignal.',
    });
    expect(host.seen).toEqual([]);
  });

  it.each(calls)('%s refuses an option that nobody knows, and says which it may be', async (_, call) => {
    const { host, epson } = clientOnFakeHost();
    for (const [name, meant] of [
      ['timeout', 'timeoutMs'],
      ['deadline_ms', 'deadlineMs'],
      ['abortSignal', 'signal'],
      ['retry', 'retries'],
    ])
      expect(await rejection(call(epson, { [name as string]: 1 } as never))).toMatchObject({
        name: 'ConfigurationError',
        code: 'invalid_configuration',
        message: `${name} is not an option here; use ${meant}.`,
      });
    expect(host.seen).toEqual([]);
  });

  it.each([
    ['jobName', 'job_name'],
    ['printMode', 'print_mode'],
    ['settings', 'print_setting'],
    ['copies', 'print_setting.copies'],
    ['colour_mode', 'print_setting.color_mode'],
    ['duplex', 'print_setting.2_sided'],
  ])('print and createJob refuse %s, and say that it is %s', async (name, meant) => {
    const { host, epson } = clientOnFakeHost();
    const options = { job_name: 'a', [name]: 'x' };
    for (const call of [() => epson.print(pdf, options), () => epson.createJob(options)])
      expect(await rejection(call())).toMatchObject({
        message: `${name} is not an option here; use ${meant}.`,
      });
    expect(host.seen).toEqual([]);
  });

  it.each<[object, string]>([
    [{ '2_sided': true }, 'print_setting.2_sided must be none, long or short, not true.'],
    [{ color_mode: 1 }, 'print_setting.color_mode must be color or mono, not 1.'],
    [{ print_quality: '' }, 'print_setting.print_quality must be high, normal or draft, not "".'],
    [{ media_size: 4 }, 'print_setting.media_size must be a word such as ms_a4, not 4.'],
  ])('a setting of another type is told which words there are: %j', async (print_setting, message) => {
    const { host, epson } = clientOnFakeHost();
    const options = { print_setting } as object;
    expect(await rejection(epson.print(pdf, options))).toMatchObject({ name: 'SettingError', message });
    expect(host.seen).toEqual([]);
  });

  it.each([
    [undefined, 'The job must be an object with an id, not undefined: pass the result of createJob().'],
    [null, 'The job must be an object with an id, not null: pass the result of createJob().'],
    [7, 'The job must be an object with an id, not this number: pass the result of createJob().'],
    [{}, 'The job must be an object with an id, not this object: pass the result of createJob().'],
  ])('what is not a job is told so: %j', async (reference, message) => {
    const { host, epson } = clientOnFakeHost();
    const calls = [epson.jobs.waitFor, epson.jobs.get, epson.jobs.cancel, epson.jobs.resume];
    for (const call of calls)
      expect(await rejection(call(reference as never))).toMatchObject({ name: 'SettingError', message });
    expect(host.seen).toEqual([]);
  });

  it.each<[string, string, (epson: Epson, options: object) => Promise<unknown>]>([
    ['onProgress', 'print', (epson, options) => epson.print(pdf, options)],
    ['beforeExecute', 'print', (epson, options) => epson.print(pdf, options)],
    ['onProgress', 'upload', (epson, options) => epson.upload(job, pdf, options)],
    ['onStatus', 'jobs.waitFor', (epson, options) => epson.jobs.waitFor(jobId, options)],
    ['onResponse', 'execute', (epson, options) => epson.execute(job, options)],
  ])('%s of %s must be a function', async (name, _, call) => {
    const { host, epson } = clientOnFakeHost();
    expect(await rejection(call(epson, { [name]: 'x' }))).toMatchObject({
      name: 'ConfigurationError',
      message: `${name} must be a function.`,
    });
    expect(host.seen).toEqual([]);
  });

  it('what belongs to one call is refused by another', async () => {
    const { host, epson } = clientOnFakeHost();
    const wrong: object = { operated_by: 'operator', onStatus() {} };
    for (const call of [() => epson.jobs.get(jobId, wrong), () => epson.device(wrong)])
      expect(await rejection(call())).toMatchObject({ code: 'invalid_configuration' });
    expect(await rejection(epson.jobs.cancel(jobId, { operatedBy: 'operator' } as object))).toMatchObject({
      message: 'operatedBy is not an option here; use operated_by.',
    });
    expect(host.seen).toEqual([]);
  });

  it.each(calls)('%s takes null for no options at all', async (name, call) => {
    const { host, epson } = clientOnFakeHost();
    host.always('other', () => json(200, { status: 'completed', ec_connected: true, destinations: [] }));
    await call(epson, null as never);
    expect(host.seen.length, name).toBeGreaterThan(0);
  });

  it('the constructor says of null what is missing', () => {
    expect(() => new EpsonConnect(null as never)).toThrow(/^clientId is missing/);
  });

  it.each(['0', 0, -1, NaN, null, ''])('the constructor refuses %j calls a minute', (callsPerMinute) => {
    const { host } = clientOnFakeHost();
    const options = { ...host.options, callsPerMinute: callsPerMinute as never };
    expect(() => new EpsonConnect(options)).toThrow(/^callsPerMinute must be/);
  });

  it('the constructor refuses a time that is none', () => {
    const { host } = clientOnFakeHost();
    for (const timeoutMs of [NaN, -1, 0, null as never])
      expect(() => new EpsonConnect({ ...host.options, timeoutMs })).toThrow(/^timeoutMs must be/);
  });

  it.each<[string, (epson: Untyped) => Promise<unknown>, string]>([
    ['createJob', (epson) => epson.createJob(), 'SettingError'],
    ['execute', (epson) => epson.execute(), 'SettingError'],
    ['upload', (epson) => epson.upload(), 'DocumentError'],
    ['upload of no job', (epson) => epson.upload(undefined, pdf), 'SettingError'],
    ['jobs.get', (epson) => epson.jobs.get(), 'SettingError'],
    ['jobs.waitFor', (epson) => epson.jobs.waitFor(), 'SettingError'],
    ['destinations.register', (epson) => epson.destinations.register(), 'SettingError'],
    ['destinations.update', (epson) => epson.destinations.update({ id: 'a' }), 'SettingError'],
    ['destinations.delete', (epson) => epson.destinations.delete(), 'SettingError'],
    ['destinations.delete of nothing', (epson) => epson.destinations.delete(null), 'SettingError'],
    ['notifications.set', (epson) => epson.notifications.set(), 'SettingError'],
    [
      'notifications.set of text',
      (epson) => epson.notifications.set({ notification: 'yes', callback_uri: 'https://a' }),
      'SettingError',
    ],
    ['print of a Promise', (epson) => epson.print(Promise.resolve(pdf)), 'DocumentError'],
    ['print of a Buffer', (epson) => epson.print(Buffer.from('a')), 'DocumentError'],
    ['print of text', (epson) => epson.print({ data: 'a', name: 'a.pdf' }), 'DocumentError'],
  ])('%s without what it needs says what to pass', async (_, call, name) => {
    const { host, epson } = clientOnFakeHost();
    const error = await rejection(call(epson as unknown as Untyped));
    expect(error).toMatchObject({ name, code: expect.any(String) as string });
    expect((error as Error).message).toMatch(/[Pp]ass|^\w+ must be (a non-empty string|text|true or false)/);
    expect(host.seen).toEqual([]);
  });
});
