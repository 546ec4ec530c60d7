import { describe, expect, it } from 'vitest';
import { bearer, clientOnFakeHost } from './test/client.js';
import { baseUrl, deviceId, jobId, json, rejection, uploadUri } from './test/fake-host.js';

describe('api', () => {
  it('sends what the description knows, with base URL and bearer, and gives what comes back', async () => {
    const { host, epson } = clientOnFakeHost();
    const { data, response } = await epson.api.POST('/api/1/printing/printers/{device_id}/jobs', {
      params: { path: { device_id: deviceId } },
      body: { job_name: 'a', print_mode: 'document' },
    });
    expect(data).toEqual({ id: jobId, upload_uri: uploadUri });
    expect(response.status).toBe(201);
    expect(host.requests('create')[0]?.headers.get('authorization')).toBe(bearer(1));
  });

  it('renews the token after a 401 and repeats once', async () => {
    const { host, epson } = clientOnFakeHost();
    host.next('execute', () => json(401, { code: 'access_token_verification_failed' }));
    const { error, response } = await epson.api.POST(
      '/api/1/printing/printers/{device_id}/jobs/{job_id}/print',
      {
        params: { path: { device_id: deviceId, job_id: jobId } },
      },
    );
    expect(error).toBeUndefined();
    expect(response.ok).toBe(true);
    expect(host.steps()).toEqual(['authenticate', 'execute', 'authenticate', 'execute']);
  });

  it('does not change what the steps do by its middleware', async () => {
    const { host, epson } = clientOnFakeHost();
    epson.api.use({ onRequest: () => new Response('{"id":"forged"}') });
    await epson.execute({ id: jobId });
    expect(host.requests('execute')).toHaveLength(1);
  });

  it('gives refusals back, and throws what is no answer', async () => {
    const { host, epson } = clientOnFakeHost();
    const ask = () =>
      epson.api.POST('/api/1/printing/printers/{device_id}/jobs/{job_id}/print', {
        params: { path: { device_id: deviceId, job_id: jobId } },
      });
    host.next('execute', () => json(405, { code: 'command_not_allowed' }));
    expect(await ask()).toMatchObject({ error: { code: 'command_not_allowed' }, response: { status: 405 } });
    host.next('execute', () => new Response('<html>'));
    expect(await rejection(ask())).toMatchObject({ name: 'ResponseFormatError' });
    host.next('execute', () => Promise.reject(new TypeError('fetch failed')));
    expect(await rejection(ask())).toMatchObject({ name: 'ConnectionError' });
  });

  it('passes the reason of an abort through', async () => {
    const { epson } = clientOnFakeHost();
    const ask = epson.api.POST('/api/1/printing/printers/{device_id}/jobs', {
      params: { path: { device_id: deviceId } },
      body: { job_name: 'a', print_mode: 'document' },
      signal: AbortSignal.abort('mine'),
    });
    expect(await rejection(ask)).toBe('mine');
  });

  it('does not send the token to another host, nor an ID that changes the path', async () => {
    const { host, epson } = clientOnFakeHost();
    const params = { path: { device_id: deviceId, job_id: jobId } };
    const elsewhere = epson.api.POST('/api/1/printing/printers/{device_id}/jobs/{job_id}/print', {
      params,
      baseUrl: `${baseUrl}.evil.test`,
    });
    expect(await rejection(elsewhere)).toMatchObject({ name: 'ConfigurationError', code: 'foreign_host' });
    const climbing = epson.api.POST('/api/1/printing/printers/{device_id}/jobs/{job_id}/print', {
      params: { path: { device_id: '..', job_id: jobId } },
    });
    expect(await rejection(climbing)).toMatchObject({ name: 'SettingError' });
    expect(host.seen).toEqual([]);
  });
});
