import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerEntry } from './index.js';
import { clientOnFakeHost } from '../test/client.js';
import { failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { hanging, json, uploadUri, type FakeHost, type Seen } from '../test/fake-host.js';
import { all, documents } from '../test/many.js';
import { printAll } from './print-all.js';

type Answering = (request: Seen) => Response | Promise<Response>;

const page = (status: number) => () => new Response('<html>', { status });
const coded = (status: number, code: string) => () => json(status, { code });
const text = (status: number, body: string | null) => () => new Response(body, { status });

/** Answers to execute that prove nothing, also as the first. */
const proofless: Record<string, Answering> = {
  '405 command_not_allowed': coded(405, 'command_not_allowed'),
  '405 method_not_allowed': coded(405, 'method_not_allowed'),
  '405 page': page(405),
  '404 job_not_found': coded(404, 'job_not_found'),
  '404 not_found': coded(404, 'not_found'),
  '404 page': page(404),
  '400 page': page(400),
  '400 word under error': () => json(400, { error: 'parse_error' }),
  '400 word of another status': coded(400, 'printjob_too_many'),
  '401 page': page(401),
  '403 page': page(403),
  '403 unknown word': coded(403, 'blocked_by_policy'),
  '403 word under error': () => json(403, { error: 'forbidden' }),
  '408 empty': text(408, null),
  '409 empty': text(409, null),
  '413 page': page(413),
  '415 page': page(415),
  '418 word': coded(418, 'forbidden'),
  '429 empty': text(429, null),
  '429 rate_limit_exceeded': coded(429, 'rate_limit_exceeded'),
  '403 rate_limit_exceeded': coded(403, 'rate_limit_exceeded'),
  '400 rate_limit_exceeded': coded(400, 'rate_limit_exceeded'),
  '499 page': page(499),
  '500 internal_server_error': coded(500, 'internal_server_error'),
  '502 page': page(502),
  '503 service_unavailable': coded(503, 'service_unavailable'),
  '503 page': page(503),
  '504 page': page(504),
  '302 empty': text(302, null),
  '200 page': page(200),
  '200 refusal': coded(200, 'internal_server_error'),
  '200 [1]': () => json(200, [1]),
  '200 null': () => json(200, null),
  '200 "{}"': () => json(200, '{}'),
  '200 empty': text(200, ''),
  '201 {}': () => json(201, {}),
  '204 empty': text(204, null),
  'a broken connection': failures['a broken connection'],
  silence: hanging,
};
/** Answers that are proof on a first try, and none on a repeated one. */
const refusals: Record<string, Answering> = {
  '400 parse_error': coded(400, 'parse_error'),
  '400 validation_error': coded(400, 'validation_error'),
  '400 invalid_resource': coded(400, 'invalid_resource'),
  '403 forbidden': coded(403, 'forbidden'),
  '403 printjob_too_many': coded(403, 'printjob_too_many'),
  '404 printer_not_found': coded(404, 'printer_not_found'),
  '415 unsupported_media_type': coded(415, 'unsupported_media_type'),
  '401 access_token_verification_failed': coded(401, 'access_token_verification_failed'),
};
/** The answer before: none, or one after which execute is sent again. */
const before: Record<string, Answering | undefined> = {
  first: undefined,
  'after a 503': coded(503, 'service_unavailable'),
  'after a 401': coded(401, 'access_token_verification_failed'),
};
const information = (status: string, status_reason: string) => () =>
  json(200, { status, status_reason, job_name: 'a', total_pages: 0, start_date: '', update_date: '' });
const looks: Record<string, Answering> = {
  'the truth': information('processing', ''),
  job_not_found: coded(404, 'job_not_found'),
  'what was': information('pending_held', 'job_incoming'),
  'a failure': coded(500, 'internal_server_error'),
  'a page': page(200),
  'a status of a gateway': () => json(200, { status: 'error', message: 'try later' }),
  silence: hanging,
};

const cases = Object.keys(before).flatMap((tries) =>
  Object.entries({ ...proofless, ...(before[tries] && refusals) }).map(
    ([name, answering]) => [name, tries, answering] as const,
  ),
);

/** A host that executes at the first request, or not, whatever it answers; one job is one paper. */
function hostile(executes: boolean) {
  const clock = fakeClock();
  const { host, epson } = clientOnFakeHost({ clock, random: () => 0.5, retries: 2 });
  const printed = new Set<string>();
  const state = { executes };
  let jobs = 0;
  host.always('create', () => json(201, { id: `j${(jobs += 1)}`, upload_uri: uploadUri }));
  const entries: Record<string, LedgerEntry> = {};
  const ledger: Ledger = { get: (id) => entries[id], record: (id, entry) => void (entries[id] = entry) };
  const executed =
    (answering: Answering): Answering =>
    (request) => {
      if (state.executes) printed.add(request.url);
      return answering(request);
    };
  const run = async () => (await hurry(clock, all(printAll(epson, documents(1), { ledger }))))[0];
  return { host, printed, entries, state, executed, run };
}

function answerExecute(
  host: FakeHost,
  tries: string,
  answering: Answering,
  executed: (a: Answering) => Answering,
) {
  const first = before[tries];
  if (first) host.next('execute', executed(first));
  host.always('execute', executed(answering));
}

describe('a host that executes and answers something else', () => {
  it('is met in more than 40 ways', () => {
    expect(cases.length * Object.keys(looks).length).toBeGreaterThan(40);
  });

  it.each(cases)('%s, %s: never two papers, and no success without one', async (_, tries, answering) => {
    for (const [look, looking] of Object.entries(looks)) {
      const { host, printed, entries, executed, run } = hostile(true);
      host.always('other', looking);
      for (const round of ['one', 'two']) {
        answerExecute(host, tries, answering, executed);
        const result = await run();
        const where = `${look}, run ${round}`;
        expect(printed.size, where).toBe(1);
        expect(entries['d0']?.state, where).toBe(look === 'the truth' ? 'done' : 'executing');
        if (look === 'the truth') expect(result, where).toMatchObject({ job: { id: 'j1' } });
        else if (look !== 'what was')
          expect(result?.error, where).toMatchObject({ name: 'OutcomeUnknownError' });
        expect(result?.error ?? {}, where).not.toHaveProperty('notSent');
      }
      host.always('other', looks['the truth'] as Answering);
      expect(await run(), look).toMatchObject({ job: { id: 'j1' } });
      expect([printed.size, host.requests('create').length], look).toEqual([1, 1]);
    }
  });

  it.each(cases)(
    '%s, %s, but does not execute: no success, and one paper in the end',
    async (_, tries, answering) => {
      for (const look of ['job_not_found', 'what was', 'silence']) {
        const { host, printed, state, executed, run } = hostile(false);
        host.always('other', looks[look] as Answering);
        answerExecute(host, tries, answering, executed);
        expect(await run(), look).not.toHaveProperty('job');
        state.executes = true;
        host.always(
          'execute',
          executed(() => json(200, {})),
        );
        host.always('other', looks['job_not_found'] as Answering);
        expect(await run(), look).toHaveProperty('job');
        expect(printed.size, look).toBe(1);
      }
    },
  );
});

describe('a refusal that is proof', () => {
  const { '401 access_token_verification_failed': _, ...proofs } = refusals;
  it.each(Object.entries(proofs))(
    '%s is thrown at once, recorded as failed, and printed anew',
    async (_, answering) => {
      const { host, entries, printed, state, executed, run } = hostile(false);
      host.next('execute', executed(answering));
      expect((await run())?.error).toMatchObject({ step: 'execute', job_id: 'j1' });
      expect([host.requests('other').length, entries['d0']?.state]).toEqual([0, 'failed']);
      state.executes = true;
      host.always(
        'execute',
        executed(() => json(200, {})),
      );
      expect(await run()).toMatchObject({ job: { id: 'j2' } });
      expect(printed.size).toBe(1);
    },
  );
});
