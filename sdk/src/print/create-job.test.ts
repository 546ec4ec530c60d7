import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bearer, clientOnFakeHost, jobsUrl } from '../test/client.js';
import { deviceId, jobId, json, rejection, uploadKey, uploadUri } from '../test/fake-host.js';

describe('createJob', () => {
  it('posts the settings as JSON under the bearer, and gives the job', async () => {
    const { host, epson } = clientOnFakeHost();
    const job = await epson.createJob({ job_name: 'invoice-17', print_mode: 'photo' });
    expect(job).toEqual({ id: jobId, job_name: 'invoice-17', print_mode: 'photo', device_id: deviceId });
    expect(job.upload_uri).toBe(uploadUri);
    const [request] = host.requests('create');
    expect(request).toMatchObject({ method: 'POST', url: jobsUrl, redirect: 'error' });
    expect(request?.headers.get('authorization')).toBe(bearer(1));
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(request?.text ?? '')).toEqual({ job_name: 'invoice-17', print_mode: 'photo' });
  });

  it('gives a job that is frozen and keeps its upload URI out of every print-out', async () => {
    const { epson } = clientOnFakeHost();
    const job = await epson.createJob({ job_name: 'a' });
    expect(Object.isFrozen(job)).toBe(true);
    expect(inspect(job) + JSON.stringify(job) + JSON.stringify({ ...job })).not.toContain(uploadKey);
  });

  it.each([
    ['an HTML page', () => new Response('<html>', { status: 200 })],
    ['an empty body', () => new Response(null, { status: 201 })],
    ['null', () => json(201, null)],
    ['no id', () => json(201, { upload_uri: uploadUri })],
    ['an id that is a number', () => json(201, { id: 7, upload_uri: uploadUri })],
    ['no upload_uri', () => json(201, { id: jobId })],
    ['a relative upload_uri', () => json(201, { id: jobId, upload_uri: '/PostData?Key=ab' })],
  ])('does not take a success with %s for a job', async (_, answer) => {
    const { host, epson } = clientOnFakeHost();
    host.next('create', answer);
    expect(await rejection(epson.createJob({ job_name: 'a' }))).toMatchObject({
      name: 'ResponseFormatError',
      step: 'create',
    });
  });

  it('uses the new device ID when the token was renewed for a printer that has got another', async () => {
    const { host, epson } = clientOnFakeHost();
    await epson.authenticate();
    host.next('create', () => json(401, { code: 'access_token_verification_failed' }));
    host.next('authenticate', () => json(400, { error: 'invalid_grant' }));
    host.next('authenticate', () =>
      json(200, { access_token: 'new', expires_in: 3600, subject_id: 'new-device' }),
    );
    const job = await epson.createJob({ job_name: 'a' });
    expect(job.device_id).toBe('new-device');
    expect(host.requests('create').map(({ url }) => url)).toEqual([
      jobsUrl,
      jobsUrl.replace(deviceId, 'new-device'),
    ]);
  });
});
