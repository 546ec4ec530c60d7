import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { PrintJob } from '../index.js';
import { bearer, clientOnFakeHost, jobsUrl } from '../test/client.js';
import { deviceId, jobId, json, rejection, uploadKey, uploadUri } from '../test/fake-host.js';

describe('execute', () => {
  it('posts without a body and without a content type', async () => {
    const { host, epson } = clientOnFakeHost();
    expect(await epson.execute({ id: jobId, device_id: deviceId })).toBeUndefined();
    const [request] = host.requests('execute');
    expect(request).toMatchObject({
      method: 'POST',
      url: `${jobsUrl}/${jobId}/print`,
      text: '',
      redirect: 'error',
    });
    expect(request?.body).toBeUndefined();
    expect(request?.headers.has('content-type')).toBe(false);
    expect(request?.headers.get('authorization')).toBe(bearer(1));
  });

  it('takes the printer of the token when the job names none', async () => {
    const { host, epson } = clientOnFakeHost();
    await epson.execute({ id: jobId });
    expect(host.requests('execute')[0]?.url).toBe(`${jobsUrl}/${jobId}/print`);
  });

  it.each([
    [
      "an error's word with 200",
      () => json(200, { code: 'internal_server_error' }),
      'ResponseFormatError',
      200,
    ],
    ['a list', () => json(200, [1]), 'ResponseFormatError', 200],
    ['null', () => json(200, null), 'ResponseFormatError', 200],
    ['nothing', () => new Response(null, { status: 200 }), 'ResponseFormatError', 200],
    ['204', () => new Response(null, { status: 204 }), 'ResponseFormatError', 204],
    ['201', () => json(201, {}), 'ResponseFormatError', 201],
    ['an HTML page', () => new Response('<html>Welcome to the hotel</html>'), 'ResponseFormatError', 200],
    ['a gateway that gave up', () => new Response('<html>', { status: 504 }), 'ServerError', 504],
    ["the host's own failure", () => json(500, { code: 'internal_server_error' }), 'ServerError', 500],
  ])('does not take %s for an answer, nor for a refusal', async (_, answering, name, status) => {
    const { host, epson } = clientOnFakeHost();
    host.next('execute', answering);
    const error = await rejection(epson.execute({ id: jobId }));
    expect(error).toMatchObject({
      name: 'OutcomeUnknownError',
      status,
      step: 'execute',
      job_id: jobId,
      cause: { name, status },
    });
    expect((error as Error).message).not.toContain('ry again');
    expect(host.requests('execute')).toHaveLength(1);
  });

  it('does not know what a fetch has done that gives no Response', async () => {
    const { host, epson } = clientOnFakeHost({ retries: 3 });
    host.next('execute', () => undefined as never);
    expect(await rejection(epson.execute({ id: jobId }))).toMatchObject({
      name: 'OutcomeUnknownError',
      cause: { name: 'ResponseFormatError', code: 'bad_response' },
    });
    expect(host.requests('execute')).toHaveLength(1);
  });

  it.each([
    [
      'breaks off',
      async () => Promise.reject(new TypeError('fetch failed', { cause: new Error('other side closed') })),
    ],
    [
      'breaks off in the answer',
      async () => new Response(new ReadableStream({ pull: (c) => c.error(new TypeError('terminated')) })),
    ],
  ] as [string, () => Promise<Response>][])(
    'is never repeated when the connection %s, and the outcome is unknown to a host that says nothing else',
    async (_, answer) => {
      const { host, epson } = clientOnFakeHost();
      const job = await epson.createJob({ job_name: 'a' });
      host.next('execute', answer);
      const error = await rejection(epson.execute(job));
      expect(error).toMatchObject({
        name: 'OutcomeUnknownError',
        code: 'outcome_unknown',
        step: 'execute',
        job_id: jobId,
        job: { id: jobId, device_id: deviceId, job_name: 'a' },
        cause: { name: 'ConnectionError' },
      });
      expect((error as Error).message).toContain('whether it prints is unknown');
      expect(host.requests('execute')).toHaveLength(1);
      expect(inspect(error, { depth: Infinity }) + JSON.stringify(error)).not.toContain(uploadKey);
    },
  );

  it('is not unknown when it is the token that cannot be had', async () => {
    const { host, epson } = clientOnFakeHost();
    host.always('authenticate', () => Promise.reject(new TypeError('terminated')));
    const error = await rejection(epson.execute({ id: jobId }));
    expect(error).toMatchObject({ name: 'ConnectionError', step: 'authenticate', job_id: jobId });
    expect(host.requests('execute')).toEqual([]);
  });

  it('is not unknown when the connection was refused', async () => {
    const { host, epson } = clientOnFakeHost();
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    host.next('execute', () => Promise.reject(new TypeError('fetch failed', { cause: refused })));
    expect(await rejection(epson.execute({ id: jobId }))).toMatchObject({
      name: 'ConnectionError',
      notSent: true,
      job_id: jobId,
    });
  });

  it('leaves the key out of the error also when the job was made by hand', async () => {
    const { host, epson } = clientOnFakeHost();
    host.next('execute', () => Promise.reject(new TypeError('terminated')));
    const error = await rejection(epson.execute({ id: jobId, upload_uri: uploadUri } as PrintJob));
    expect(inspect(error, { depth: Infinity }) + JSON.stringify(error)).not.toContain(uploadKey);
  });

  it.each(['.', '..', ''])('refuses the job ID %j, which would change the path', async (id) => {
    const { host, epson } = clientOnFakeHost();
    expect(await rejection(epson.execute({ id }))).toMatchObject({ name: 'SettingError' });
    expect(host.requests('execute')).toEqual([]);
  });

  it('encodes a job ID, so that it stays one part of the path', async () => {
    const { host, epson } = clientOnFakeHost();
    await epson.execute({ id: 'a/../b?x#y' });
    expect(host.requests('execute')[0]?.url).toBe(`${jobsUrl}/a%2F..%2Fb%3Fx%23y/print`);
  });
});
