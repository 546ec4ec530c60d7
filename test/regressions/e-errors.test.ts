import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as door from 'epson-connect-sdk';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { clientInVirtualTime, hostInVirtualTime } from '../support/sdk/virtual-time.js';
import { document, journey, rejection } from '../support/mock/journey.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';
import { scan } from '../support/secrets/secrets.js';

const operations = ['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint'] as const;

/** The error of a `createJob` that is answered so. */
async function errorOf(answer: () => Response): Promise<door.EpsonConnectError> {
  const wire = recordingFetch(({ path }) => (path.endsWith('/jobs') ? answer() : undefined));
  const { epson } = await journey({}, { fetch: wire.fetch, retries: 0, callsPerMinute: Infinity });
  return rejection(epson.createJob({ job_name: 'a' }));
}

describe('errors', () => {
  it('E1: the status is looked at before the body', async () => {
    expect(await errorOf(() => new Response('<html>', { status: 502 }))).toMatchObject({
      name: 'ServerError',
      status: 502,
      code: 'status_502',
    });
    expect(await errorOf(() => new Response(null, { status: 500 }))).toMatchObject({
      name: 'ServerError',
      status: 500,
    });
    expect(await errorOf(() => new Response('Too many', { status: 429 }))).toMatchObject({
      name: 'RateLimitError',
      status: 429,
    });
  });

  it('E2: no status of failure is a success, and no success without its body', async () => {
    expect(await errorOf(() => Response.json({}, { status: 500 }))).toMatchObject({ name: 'ServerError' });
    expect(await errorOf(() => Response.json({ id: 'a' }, { status: 404 }))).toMatchObject({
      name: 'NotFoundError',
    });
    for (const answer of ['<html>', '', '{}', '[]', 'null'])
      expect(await errorOf(() => new Response(answer, { status: 200 }))).toMatchObject({
        name: 'ResponseFormatError',
        code: 'bad_response',
        status: 200,
      });
  });

  it('E3: no error shows a secret, however it is read', async () => {
    const { host, epson } = await journey({}, { retries: 0, callsPerMinute: Infinity });
    await epson.authenticate();
    for (const operation of operations) {
      const isApi = operation === 'createPrintJob' || operation === 'executePrint';
      const effects = [
        { kind: 'drop_after' },
        { kind: 'html' },
        { kind: 'truncate', after_bytes: 1 },
      ] as const;
      for (const effect of isApi ? effects : effects.slice(0, 1)) {
        if (operation === 'authenticate') host.control.expireTokens();
        const fault = host.control.faults.add({ operation, times: null, effect });
        const unasked = host.control.faults.add({ operation: 'getPrintJob', times: null, status: 400 });
        const error = await rejection(epson.print(document));
        host.control.faults.remove(fault.id);
        host.control.faults.remove(unasked.id);
        expect(error).toBeInstanceOf(door.EpsonConnectError);
        expect(scan(error)).toEqual([]);
      }
    }
    const { upload_uri } = await epson.createJob({ job_name: 'a' });
    expect(scan(upload_uri)).not.toEqual([]);
  });

  it('E4: no line of a log shows a secret, and nothing is logged that nobody asked for', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => {}),
    );
    onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
    const lines: unknown[] = [];
    const { host, epson } = await journey(
      { faults: [{ operation: 'createPrintJob', code: 'internal_server_error' }] },
      {
        logger: (entry) => lines.push(entry),
        onExchange: (exchange) => lines.push(exchange),
        random: () => 0,
      },
    );
    await epson.print(document);
    host.control.expireTokens();
    await epson.device();
    expect(lines.length).toBeGreaterThan(12);
    expect(lines.flatMap((line) => scan(line))).toEqual([]);
    expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
  });

  it('E5: every class of error is exported under the name that it bears', () => {
    const classes = Object.entries(door).filter(
      ([, value]) => typeof value === 'function' && value.prototype instanceof Error,
    ) as [string, new (message: string, details: door.ErrorDetails) => Error][];
    expect(classes.length).toBeGreaterThanOrEqual(17);
    for (const [name, Class] of classes) {
      const error = new Class('It failed.', { code: 'some_code' });
      expect([error.name, error instanceof door.EpsonConnectError]).toEqual([name, true]);
      expect(door.isEpsonConnectError(error, name as keyof door.ErrorFamily)).toBe(true);
    }
  });

  it('E6: an empty success is nothing, and not a made-up message', async () => {
    const { epson } = await journey();
    const job = await epson.createJob({ job_name: 'a' });
    const callback_uri = 'https://client.example/told';
    const mail = { alias_name: 'Books', type: 'mail', destination: 'books@client.example' };
    const answers = [
      await epson.upload(job, document),
      await epson.jobs.cancel(job),
      await epson.notifications.set({ notification: true, callback_uri }),
      await epson.destinations.register(mail),
      await epson.cancelAuthentication(),
    ];
    expect(answers).toEqual(answers.map(() => undefined));
  });

  it.each([...operations, 'getPrintJob'] as const)(
    'E7: a host that hangs at %s is not waited for',
    async (operation) => {
      const time = await hostInVirtualTime({
        faults: [{ operation, times: null, effect: { kind: 'hang' } }],
      });
      onTestFinished(() => time.close());
      const epson = clientInVirtualTime(time, { retries: 1 });
      const work = (options?: door.CallOptions) =>
        epson.print(document, options).then((job) => epson.jobs.waitFor(job, options));
      const name = operation === 'executePrint' ? 'OutcomeUnknownError' : 'TimeoutError';
      expect(await time.pass(rejection(work({ deadlineMs: 3_600_000 })))).toMatchObject({ name });
      // And whoever does not want to wait at all ends it: the reason comes back as it is.
      const stop = new AbortController();
      const reason = new Error('enough');
      const struck = () => time.host.control.faults.all()[0]?.struck ?? 0;
      const before = struck();
      const aborted = rejection(work({ signal: stop.signal }));
      await expect.poll(struck).toBeGreaterThan(before);
      stop.abort(reason);
      expect(await aborted).toBe(reason);
      expect(time.timers()).toBe(0);
    },
  );

  it('E8: the package is JavaScript with types, and loads by import and by require', () => {
    const sdk = fileURLToPath(new URL('../../sdk/', import.meta.url));
    const { exports, type, sideEffects } = JSON.parse(readFileSync(`${sdk}package.json`, 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
      type: string;
      sideEffects: boolean;
    };
    expect([type, sideEffects]).toEqual(['module', false]);
    const doors = Object.entries(exports).filter(([, file]) => typeof file !== 'string');
    for (const [, file] of doors)
      expect(file).toMatchObject({
        types: expect.stringMatching(/^\.\/dist\/.*\.d\.ts$/),
        default: expect.stringMatching(/^\.\/dist\/.*\.js$/),
      });
    // No type is exported as a value, which would be undefined.
    expect(Object.values(door).filter((value) => value === undefined)).toEqual([]);
    const names = doors.map(([name]) => `epson-connect-sdk${name.slice(1)}`);
    const program = `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      for (const name of ${JSON.stringify(names)}) {
        const [a, b] = [await import(name), require(name)];
        if (Object.keys(a).length === 0) throw new Error(name + ' is empty');
        for (const key of Object.keys(a)) if (a[key] !== b[key]) throw new Error(name + ' differs');
      }
      console.log('loaded');`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '-e', program],
      { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' },
    );
    expect([stdout, stderr]).toEqual(['loaded\n', '']);
  });
});
