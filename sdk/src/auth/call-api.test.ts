import { describe, expect, it } from 'vitest';
import { bearer, clientOnFakeHost } from '../test/client.js';
import { baseUrl, jobId, json, rejection, uploadUri } from '../test/fake-host.js';

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

  it('is thrown when it comes again', async () => {
    const { host, epson } = clientOnFakeHost();
    host.always('create', () => json(401, { code: 'access_token_verification_failed' }));
    expect(await rejection(epson.createJob({ job_name: 'a' }))).toMatchObject({
      name: 'AuthenticationError',
      status: 401,
      code: 'access_token_verification_failed',
      step: 'create',
    });
    expect(host.requests('create')).toHaveLength(2);
  });

  it('whose new token is for another device ID never sends the token to another host', async () => {
    for (const hostile of ['@evil.test/x', '/../../evil', '.', '..', '$&$`', 'https:', 'api.test']) {
      const { host, epson } = clientOnFakeHost();
      await epson.authenticate();
      host.next('create', () => json(401, { code: 'access_token_verification_failed' }));
      host.always('authenticate', () =>
        json(200, { access_token: 'new', expires_in: 3600, subject_id: hostile }),
      );
      await epson.createJob({ job_name: 'a' }).catch(() => {});
      await epson.createJob({ job_name: 'a' }).catch(() => {});
      for (const { url } of host.seen) {
        expect(new URL(url).origin).toBe(baseUrl);
        expect(url).toMatch(
          /^https:\/\/api\.test\/api\/1\/printing\/(oauth2\/auth\/token|printers\/[^/]+\/jobs)/,
        );
      }
    }
  });

  it('does not put the new device ID in the place of text that is the old one', async () => {
    const { host, epson } = clientOnFakeHost();
    const token = (access_token: string, subject_id: string) => () =>
      json(200, { access_token, expires_in: 3600, subject_id });
    host
      .next('authenticate', token('old', 'https:'))
      .next('authenticate', token('new', 'https://evil.test/'));
    host.next('create', () => json(401, { code: 'access_token_verification_failed' }));
    await epson.createJob({ job_name: 'a' });
    expect(host.requests('create').map(({ url }) => url)).toEqual([
      `${baseUrl}/api/1/printing/printers/https%3A/jobs`,
      `${baseUrl}/api/1/printing/printers/https%3A%2F%2Fevil.test%2F/jobs`,
    ]);
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
    // Execute was sent; that a 401 came back does not prove that nothing was done.
    expect(errors).toMatchObject(
      ['j1', 'j2'].map((job_id) => ({
        name: 'OutcomeUnknownError',
        step: 'execute',
        job_id,
        cause: { name: 'AuthenticationError', step: 'authenticate', code: 'invalid_grant', job_id },
      })),
    );
  });
});
