import { describe, expect, it } from 'vitest';
import { bearer, clientOnFakeHost } from '../test-support/client.js';
import { jobId, json, rejection, uploadUri } from '../test-support/fake-host.js';

describe('a 401', () => {
  it.each(['create', 'execute'] as const)('on %s is answered by one renewal and one repeat', async (step) => {
    const { host, epson } = clientOnFakeHost();
    host.next(step, () => json(401, { code: 'access_token_verification_failed' }));
    await (step === 'create' ? epson.createJob({ job_name: 'a' }) : epson.execute({ id: jobId }));
    expect(host.steps()).toEqual(['authenticate', step, 'authenticate', step]);
    const [first, second] = host.requests(step);
    expect(first?.headers.get('authorization')).toBe(bearer(1));
    expect(second?.headers.get('authorization')).toBe(bearer(2));
    expect(second?.text).toBe(first?.text);
    expect(host.seen[2]?.text).toContain('grant_type=refresh_token');
  });

  it.each(['create', 'execute'] as const)('on %s is thrown when it comes again', async (step) => {
    const { host, epson } = clientOnFakeHost();
    host.always(step, () => json(401, { code: 'access_token_verification_failed' }));
    const error = await rejection(
      step === 'create' ? epson.createJob({ job_name: 'a' }) : epson.execute({ id: jobId }),
    );
    expect(error).toMatchObject({
      name: 'AuthenticationError',
      status: 401,
      code: 'access_token_verification_failed',
      step,
    });
    expect(host.requests(step)).toHaveLength(2);
  });

  it('on 50 concurrent calls makes one renewal', async () => {
    const { host, epson } = clientOnFakeHost();
    await epson.authenticate();
    host.always('create', ({ headers }) =>
      headers.get('authorization') === bearer(1)
        ? json(401, { code: 'access_token_verification_failed' })
        : json(201, { id: jobId, upload_uri: uploadUri }),
    );
    await Promise.all(Array.from({ length: 50 }, (_, n) => epson.createJob({ job_name: `job ${n}` })));
    expect(host.requests('authenticate')).toHaveLength(2);
    expect(host.requests('create')).toHaveLength(100);
  });

  it('whose renewal fails names the job, though the failure is shared', async () => {
    const { host, epson } = clientOnFakeHost();
    await epson.authenticate();
    host.always('authenticate', () => json(400, { error: 'invalid_grant' }));
    host.always('execute', () => json(401, { code: 'access_token_verification_failed' }));
    const errors = await Promise.all(['j1', 'j2'].map((id) => rejection(epson.execute({ id }))));
    expect(errors).toMatchObject(
      ['j1', 'j2'].map((job_id) => ({
        name: 'AuthenticationError',
        step: 'authenticate',
        code: 'invalid_grant',
        job_id,
      })),
    );
  });
});
