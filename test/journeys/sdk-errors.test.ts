import { once } from 'node:events';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import type { Fault } from 'epson-connect-mock';
import type { OutcomeUnknownError } from 'epson-connect-sdk';
import {
  AuthenticationError,
  ConnectionError,
  EpsonConnect,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  RequestError,
  ServerError,
  TimeoutError,
  UploadError,
  type EpsonConnectError,
} from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { document, journey } from '../support/mock/journey.js';
import { sharedTime } from '../support/sdk/shared-time.js';
import { listen } from '../support/http/listen.js';

describe('the errors of the SDK on the mock', () => {
  it.each<[Fault, new (...args: never[]) => EpsonConnectError, object]>([
    [
      { operation: 'authenticate', code: 'invalid_client' },
      AuthenticationError,
      { step: 'authenticate', status: 401 },
    ],
    [
      { operation: 'authenticate', code: 'invalid_grant' },
      AuthenticationError,
      { step: 'authenticate', status: 400 },
    ],
    [{ operation: 'authenticate', code: 'server_error' }, ServerError, { step: 'authenticate', status: 500 }],
    [
      { operation: 'createPrintJob', code: 'invalid_resource' },
      RequestError,
      { step: 'create', status: 400 },
    ],
    [{ operation: 'createPrintJob', code: 'forbidden' }, ForbiddenError, { step: 'create', status: 403 }],
    [
      { operation: 'createPrintJob', code: 'rate_limit_exceeded' },
      RateLimitError,
      { step: 'create', status: 403 },
    ],
    [
      { operation: 'createPrintJob', code: 'printer_not_found' },
      NotFoundError,
      { step: 'create', status: 404 },
    ],
    [
      { operation: 'createPrintJob', code: 'service_unavailable' },
      ServerError,
      { step: 'create', status: 503 },
    ],
    [
      { operation: 'uploadPrintFile', status: 404 },
      UploadError,
      { step: 'upload', status: 404, code: 'upload_key_not_valid' },
    ],
    [
      { operation: 'uploadPrintFile', status: 413 },
      UploadError,
      { step: 'upload', status: 413, code: 'file_too_large' },
    ],
    [
      { operation: 'uploadPrintFile', status: 415 },
      UploadError,
      { step: 'upload', status: 415, code: 'file_not_acceptable' },
    ],
    [
      { operation: 'executePrint', code: 'printjob_too_many' },
      ForbiddenError,
      { step: 'execute', status: 403 },
    ],
    [
      { operation: 'executePrint', code: 'printer_not_found' },
      NotFoundError,
      { step: 'execute', status: 404 },
    ],
  ])('turns %j into its error, prints nothing, and works again afterwards', async (fault, Class, fields) => {
    const { host, epson } = await journey({ faults: [fault] }, { retries: 0, callsPerMinute: Infinity });
    const error = await epson.print(document).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({
      ...(fault.code === undefined ? {} : { code: fault.code }),
      ...fields,
      hint: expect.stringContaining('fault'),
    });
    if (fault.operation === 'uploadPrintFile' || fault.operation === 'executePrint') {
      expect(error).toHaveProperty('job_id', host.control.jobs()[0]?.id);
    }
    expect(host.control.jobs().some((job) => job.executed_at !== null)).toBe(false);
    await epson.print(document);
  });

  it.each(['job_not_found', 'command_not_allowed', 'service_unavailable'])(
    'does not take %s of execute for a proof, and says so with the hint of the mock',
    async (code) => {
      const time = sharedTime();
      const { clock, fetch } = time;
      const { host, epson } = await journey(
        { faults: [{ operation: 'executePrint', code }] },
        { retries: 0, clock, fetch },
      );
      const error = await time.pass(epson.print(document)).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        name: 'OutcomeUnknownError',
        step: 'execute',
        job_id: host.control.jobs()[0]?.id,
        hint: expect.stringContaining('fault'),
        cause: { code },
      });
      expect((await time.pass(epson.jobs.resume((error as OutcomeUnknownError).job))).executed).toBe(false);
      await epson.execute((error as OutcomeUnknownError).job);
    },
  );

  it("carries the mock's hint, and no secret, in the error", async () => {
    const { host } = await journey();
    const secret = 'f'.repeat(64);
    const epson = new EpsonConnect({ ...host.credentials, clientSecret: secret, baseUrl: host.url });
    const error = await epson.print(document).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: 'invalid_client',
      hint: expect.stringMatching(/^client-unknown: The client ID is known/),
    });
    const told = [String(error), JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })].join(
      '\n',
    );
    for (const each of [secret, btoa(`${host.credentials.clientId}:${secret}`)])
      expect(told).not.toContain(each);
  });

  it('tells a host that is not there from one that does not answer', async () => {
    const silent = createServer(() => {});
    const baseUrl = `http://127.0.0.1:${await listen(silent)}`;
    const credentials = { clientId: 'a', clientSecret: 'b', printerEmail: 'c@d' };
    await expect(
      new EpsonConnect({ ...credentials, baseUrl, timeoutMs: 50, retries: 0 }).print(document),
    ).rejects.toThrow(TimeoutError);
    silent.closeAllConnections();
    silent.close();
    await once(silent, 'close');
    await expect(new EpsonConnect({ ...credentials, baseUrl, retries: 0 }).print(document)).rejects.toThrow(
      ConnectionError,
    );
  });
});
