import { describe, expect, it } from 'vitest';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { jobId, json } from '../test/fake-host.js';
import { fakeProcess } from '../test/fake-process.js';

const status = (status: string) => () =>
  json(200, { status, status_reason: null, start_date: '', job_name: 'a', total_pages: 1, update_date: '' });

/** `wait` on a host that answers so about the job; time passes as soon as somebody waits. */
async function waiting(set: (all: ReturnType<typeof fakeProcess>) => void, ...flags: string[]) {
  const all = fakeProcess();
  set(all);
  const clock = fakeClock();
  // Without files, however slow they are, no time passes while something is going on.
  const call = ['wait', jobId, '--no-token-cache', ...flags];
  const code = await hurry(clock, all.run(call, { clock, retries: 0 }));
  return { ...all, code };
}

describe('epson-connect wait', () => {
  it.each([
    ['a wrong secret', 'authenticate', 401, 'invalid_client', 3, 'Check EPSON_CONNECT_API_CLIENT_ID and'],
    [
      'a token that is not taken',
      'other',
      401,
      'access_token_verification_failed',
      3,
      'the host answered 401',
    ],
    ['an unknown job', 'other', 404, 'job_not_found', 1, 'the host knows no such job'],
    ['another printer', 'other', 403, 'forbidden', 1, 'the host answered 403 forbidden'],
  ] as const)('ends as any command on %s', async (_, step, httpStatus, code, exitCode, words) => {
    const ended = await waiting(({ host }) =>
      host.always(step, () => json(httpStatus, { code, error: code })),
    );
    expect(ended.code).toBe(exitCode);
    expect(ended.said.err).toContain(words);
    expect(ended.said.err).not.toContain('Go on with');
    expect(ended.lines()).toMatchObject([{ command: 'wait', outcome: 'failed', error: { code } }]);
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 'no answer (fetch failed)'],
    ['fails', () => json(500, { code: 'internal_server_error' }), 'the host answered 500'],
    ['answers with a page', () => new Response('<html>'), 'the host answered 200'],
  ])('does not say that a job failed because the host %s', async (_, answering, words) => {
    const { code, said, lines } = await waiting(({ host }) => host.always('other', answering));
    expect([code, lines()]).toMatchObject([5, [{ outcome: 'unknown' }]]);
    expect(said.err).toContain(words);
    expect(said.err).toContain('The host has not reported its status. Go on with: epson-connect wait');
  });

  it('says what was last known of a job that it loses sight of', async () => {
    const { code, said } = await waiting(({ host }) =>
      host.next('other', status('pending')).always('other', () => json(401, { code: 'a' })),
    );
    expect(code).toBe(5);
    expect(said.err).toContain('the host answered 401 a. It was last pending. The job continues.');
  });

  it('ends with 4 where there were too many calls all the time', async () => {
    const { code, said, lines } = await waiting(
      ({ host }) => host.always('other', () => json(403, { code: 'rate_limit_exceeded' })),
      '--deadline=60',
    );
    expect([code, lines()]).toMatchObject([4, [{ outcome: 'unknown', error: { code: 'deadline' } }]]);
    expect(said.err).toContain(
      'after 60 s the host still refuses the question: too many calls. The host has not reported its status. Go on with: ',
    );
  });

  it('says that it is slow because of too many calls', async () => {
    const { code, said } = await waiting(({ host }) =>
      host
        .next('other', () => json(403, { code: 'rate_limit_exceeded' }))
        .next('other', () => json(429, {}))
        .always('other', status('completed')),
    );
    expect(code).toBe(0);
    expect(said.err).toBe(`job ${jobId}: too many calls; waiting before the next question\n`);
  });
});
