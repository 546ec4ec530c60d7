import type { OperationId } from 'epson-connect-mock';
import {
  EpsonConnect,
  memoryTokenStore,
  systemClock,
  type Destination,
  type PrintJob,
} from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { document, journey, rejection } from '../support/mock/journey.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';
import { sharedTime } from '../support/sdk/shared-time.js';

const mail = { alias_name: 'Books', type: 'mail', destination: 'books@client.example' };

/** The objects of each test: a job with its file, and a destination. */
interface Prepared {
  readonly epson: EpsonConnect;
  readonly job: PrintJob;
  readonly destination: Destination;
}

/** One call of each operation that carries a token. */
const calls: readonly (readonly [operation: OperationId, call: (given: Prepared) => Promise<unknown>])[] = [
  ['createPrintJob', ({ epson }) => epson.createJob({ job_name: 'a' })],
  ['executePrint', ({ epson, job }) => epson.execute(job)],
  ['getPrintJob', ({ epson, job }) => epson.jobs.get(job)],
  ['cancelPrint', ({ epson, job }) => epson.jobs.cancel(job)],
  ['getDevice', ({ epson }) => epson.device()],
  ['getCapability', ({ epson }) => epson.capability('document')],
  [
    'setNotification',
    ({ epson }) =>
      epson.notifications.set({ notification: true, callback_uri: 'https://client.example/told' }),
  ],
  ['listDestinations', ({ epson }) => epson.destinations.list()],
  ['registerDestination', ({ epson }) => epson.destinations.register(mail)],
  ['updateDestination', ({ epson, destination }) => epson.destinations.update({ ...destination, ...mail })],
  ['deleteDestination', ({ epson, destination }) => epson.destinations.delete(destination)],
  ['cancelAuthentication', ({ epson }) => epson.cancelAuthentication()],
];

describe('the renewal of tokens', () => {
  it.each(calls)('A8: a 401 at %s is answered by one renewal and one repeat', async (operation, call) => {
    const time = sharedTime();
    const { clock, fetch } = time;
    const { host, epson, operations } = await journey({}, { clock, fetch });
    await epson.destinations.register({ ...mail, alias_name: 'first' });
    const [destination] = await epson.destinations.list();
    const job = await epson.createJob({ job_name: 'b' });
    await epson.upload(job, document);
    if (operation === 'getPrintJob') await epson.execute(job);
    const given = { epson, job, destination: destination as Destination };
    const counts = () =>
      [operation, 'authenticate'].map((name) => operations().filter((each) => each === name).length);
    const fault = { operation, code: 'access_token_verification_failed' };

    const [calledBefore = 0, renewedBefore = 0] = counts();
    host.control.faults.add({ ...fault, times: 2 });
    const error = await time.pass(rejection(call(given)));
    const refusal = { name: 'AuthenticationError', status: 401 };
    // Execute may have been carried out by the first request: a second 401 is no proof that it was not.
    expect(error).toMatchObject(
      operation === 'executePrint' ? { name: 'OutcomeUnknownError', cause: refusal } : refusal,
    );
    expect(counts()).toEqual([calledBefore + 2, renewedBefore + 1]);
    host.control.faults.add(fault);
    await call(given);
    expect(counts()).toEqual([calledBefore + 4, renewedBefore + 2]);
  });

  it('A9: a token that ends in a second is not used, and a clock that is set back does not lengthen its life', async () => {
    const wire = recordingFetch();
    let [wallMs, passedMs] = [Date.now(), 0];
    const clock = { ...systemClock, nowMs: () => wallMs, monotonicMs: () => passedMs };
    const { epson, exchanges } = await journey({}, { clock, fetch: wire.fetch });
    await epson.device();
    const pass = (ms: number) => ([wallMs, passedMs] = [wallMs + ms, passedMs + ms]);
    pass(3_599_000);
    await epson.device();
    expect(wire.tokens).toHaveLength(2);
    pass(3_599_000);
    wallMs -= 3_598_000;
    await epson.device();
    expect(wire.tokens).toHaveLength(3);
    wallMs -= 86_400_000;
    await epson.device();
    expect(wire.tokens).toHaveLength(4);
    expect(exchanges.map(({ outcome }) => outcome?.status)).not.toContain(401);
  });

  it('A10: making a client does nothing', async () => {
    const wire = recordingFetch();
    const store = memoryTokenStore();
    const touched: string[] = [];
    const tokenStore = {
      read: () => (touched.push('read'), store.read()),
      replace: (...both: Parameters<typeof store.replace>) => (
        touched.push('replace'),
        store.replace(...both)
      ),
    };
    const { host } = await journey();
    const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url, fetch: wire.fetch, tokenStore });
    expect(
      [epson.jobs, epson.destinations, epson.notifications, epson.api].includes(undefined as never),
    ).toBe(false);
    expect([touched, wire.sent]).toEqual([[], []]);
    await epson.authenticate();
    expect([touched.length > 0, wire.sent.length]).toEqual([true, 1]);
  });

  it('A11: a failed authentication says status, code and what to do, and what failed before it', async () => {
    const { host, epson } = await journey();
    const stranger = new EpsonConnect({
      ...host.credentials,
      clientSecret: 'f'.repeat(64),
      baseUrl: host.url,
    });
    expect(await rejection(stranger.authenticate())).toMatchObject({
      name: 'AuthenticationError',
      status: 401,
      code: 'invalid_client',
      message: expect.stringMatching(/401 invalid_client.*clientSecret/s),
    });
    await epson.authenticate();
    host.control.expireTokens();
    host.control.faults.add({ operation: 'authenticate', code: 'invalid_grant', times: 2 });
    const error = await rejection(epson.print(document));
    expect(error).toMatchObject({ status: 400, code: 'invalid_grant', step: 'authenticate' });
    expect(error.cause).toMatchObject({ name: 'AuthenticationError', status: 400, code: 'invalid_grant' });
  });

  it('A12: the error of the token path is read as what it is, and that of the API too', async () => {
    const { host, epson } = await journey({
      faults: [{ operation: 'authenticate', code: 'unsupported_grant_type' }],
    });
    const ofToken = await rejection(epson.authenticate());
    host.control.faults.add({ operation: 'getDevice', code: 'printer_not_found' });
    const ofApi = await rejection(epson.device());
    expect([ofToken.code, ofApi.code]).toEqual(['unsupported_grant_type', 'printer_not_found']);
    for (const { message } of [ofToken, ofApi]) expect(message).not.toMatch(/undefined|null|\[object/);
  });

  it('A15: the registration is taken back by a plain call only, which also empties the store', async () => {
    const tokenStore = memoryTokenStore();
    const { host, epson, operations } = await journey({}, { tokenStore });
    await epson.print(document);
    host.control.faults.add({ operation: 'authenticate', code: 'invalid_grant', times: 2 });
    host.control.expireTokens();
    await rejection(epson.print(document));
    await epson.device();
    expect(operations()).not.toContain('cancelAuthentication');
    await epson.cancelAuthentication();
    expect(operations().at(-1)).toBe('cancelAuthentication');
    expect(await tokenStore.read()).toBeUndefined();
  });
});
