import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Clock, type Fault } from 'epson-connect-mock';
import { AuthenticationError } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, PDF } from '../support/mock/client.js';
import { document, journey } from '../support/mock/journey.js';

const file = fileURLToPath(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));

describe('the SDK on the mock', () => {
  it('prints a file from disk in four calls, byte for byte, with its settings', async () => {
    const { host, epson, exchanges, operations } = await journey();
    const print_setting = { ...FULL_SETTING, '2_sided': 'long', copies: 3 } as const;
    const job = await epson.print(await fileDocument(file), { print_setting: Object.freeze(print_setting) });
    const [printed] = host.control.jobs();
    expect(printed).toMatchObject({
      id: job.id,
      job_name: 'epson-connect-in-four-steps.pdf',
      print_mode: 'document',
      print_setting,
    });
    expect(readFileSync(printed?.document?.path ?? '')).toEqual(readFileSync(file));
    expect(operations()).toEqual(['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint']);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('takes the four steps one by one', async () => {
    const { host, epson } = await journey();
    const { device_id } = await epson.authenticate();
    const job = await epson.createJob({ job_name: 'by hand', print_mode: 'photo' });
    await epson.upload(job, { data: new Uint8Array([0xff, 0xd8, 0xff]), name: 'cat.JPG' });
    await epson.execute(job);
    expect(host.control.jobs()).toMatchObject([
      {
        id: job.id,
        device_id,
        print_mode: 'photo',
        document: { name: '1.jpg', content_type: 'image/jpeg' },
        executed_at: expect.any(String),
      },
    ]);
  });

  it('prints a stream of known size', async () => {
    const { host, epson, exchanges } = await journey();
    const stream = new Blob([PDF]).stream();
    await epson.print({ stream, name: 'a.pdf', sizeBytes: PDF.length });
    expect(readFileSync(host.control.jobs()[0]?.document?.path ?? '')).toEqual(PDF);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('makes one token request for fifty documents at once, and prints each of them once', async () => {
    const { host, epson, operations } = await journey();
    const jobs = await Promise.all(
      Array.from({ length: 50 }, (_, index) => epson.print(document, { job_name: `job ${index}` })),
    );
    expect(operations().filter((each) => each === 'authenticate')).toHaveLength(1);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(50);
    const printed = host.control.jobs().filter((job) => job.executed_at !== null);
    expect(printed.map((job) => job.job_name).sort()).toEqual(jobs.map((job) => job.job_name).sort());
  });

  it.each<NonNullable<Fault['operation']>>(['createPrintJob', 'executePrint'])(
    'renews a token that the host no longer takes at %s, and repeats the call once',
    async (operation) => {
      const fault = { operation, code: 'access_token_verification_failed' };
      const { host, epson, operations } = await journey({ faults: [fault] });
      await epson.print(document);
      expect(operations().filter((each) => each === operation)).toHaveLength(2);
      expect(operations().filter((each) => each === 'authenticate')).toHaveLength(2);
      expect(host.control.jobs().filter((job) => job.executed_at !== null)).toHaveLength(1);
    },
  );

  it('does not go on for ever when the host takes no token at all', async () => {
    const { epson, operations } = await journey({
      faults: [{ operation: 'createPrintJob', times: 9, code: 'access_token_verification_failed' }],
    });
    await expect(epson.print(document)).rejects.toThrow(AuthenticationError);
    expect(operations().filter((each) => each === 'createPrintJob')).toHaveLength(2);
  });

  it("notices that an hour has passed on the host's clock", async () => {
    const { host, epson } = await journey({ clock: new Clock() });
    await epson.print(document);
    host.control.clock.advance(3_600_000);
    await epson.print(document);
    expect(host.control.jobs().filter((job) => job.executed_at !== null)).toHaveLength(2);
  });

  it.each(['authenticate', 'create', 'upload', 'execute'] as const)(
    "passes the caller's reason on when it is aborted at %s",
    async (step) => {
      const { host, epson } = await journey();
      const controller = new AbortController();
      const reason = new Error('the user closed the window');
      const printing = epson.print(document, {
        signal: controller.signal,
        onProgress: (progress) => progress.step === step && controller.abort(reason),
      });
      await expect(printing).rejects.toBe(reason);
      expect(host.control.jobs().some((job) => job.executed_at !== null)).toBe(false);
    },
  );
});
