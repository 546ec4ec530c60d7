import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerEntry } from './index.js';
import { clientV2OnFakeHost, uploadUriV2 } from '../test/client-v2.js';
import { failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { hanging, json, type FakeHost, type Seen } from '../test/fake-host.js';
import { all, documents } from '../test/many.js';
import { printAll } from './print-all.js';

type Answering = (request: Seen) => Response | Promise<Response>;

const page = (status: number) => () => new Response('<html>', { status });
const coded = (status: number, code: string) => () => json(status, { error: code });
const text = (status: number, body: string | null) => () => new Response(body, { status });

/** Answers to execute that prove nothing, also as the first. */
const proofless: Record<string, Answering> = {
  '403 operation_not_allowed': coded(403, 'operation_not_allowed'),
  '403 of the gateway': () => json(403, { message: 'Forbidden' }),
  '403 page': page(403),
  '403 unknown word': coded(403, 'blocked_by_policy'),
  '403 word under code': () => json(403, { code: 'job_limit_exceeded' }),
  '403 the call limit of version 1': coded(403, 'rate_limit_exceeded'),
  '405 method_not_allowed': coded(405, 'method_not_allowed'),
  '405 page': page(405),
  '404 job_not_found': coded(404, 'job_not_found'),
  '404 page': page(404),
  '400 page': page(400),
  '400 word of another status': coded(400, 'job_limit_exceeded'),
  '401 page': page(401),
  '408 empty': text(408, null),
  '409 empty': text(409, null),
  '413 page': page(413),
  '415 page': page(415),
  '429 empty': text(429, null),
  '429 of the gateway': () => json(429, { message: 'Too Many Requests' }),
  '500 internal_server_error': coded(500, 'internal_server_error'),
  '502 page': page(502),
  '503 service_unavailable': coded(503, 'service_unavailable'),
  '504 page': page(504),
  '302 empty': text(302, null),
  '200 {}': () => json(200, {}),
  '202 page': page(202),
  '202 refusal': coded(202, 'internal_server_error'),
  '202 null': () => json(202, null),
  '202 [1]': () => json(202, [1]),
  '201 {}': () => json(201, {}),
  '204 empty': text(204, null),
  'a broken connection': failures['a broken connection'],
  silence: hanging,
};
/** Answers that are proof on a first try, and none on a repeated one. */
const refusals: Record<string, Answering> = {
  '400 invalid_resource': coded(400, 'invalid_resource'),
  '400 not_supported': coded(400, 'not_supported'),
  '400 invalid_print_data': coded(400, 'invalid_print_data'),
  '403 job_limit_exceeded': coded(403, 'job_limit_exceeded'),
  '404 device_not_found': coded(404, 'device_not_found'),
  '401 unauthorized': coded(401, 'unauthorized'),
};
/** The answer before: none, or one after which execute is sent again. */
const before: Record<string, Answering | undefined> = {
  first: undefined,
  'after a 429': text(429, null),
  'after a 401': coded(401, 'unauthorized'),
};
const information = (status: string) => () =>
  json(200, { status, jobName: 'a', totalPages: 0, startDate: '', updateDate: '' });
const looks: Record<string, Answering> = {
  'the truth': information('media_empty'),
  job_not_found: coded(404, 'job_not_found'),
  'what was': information('preparing'),
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
  const { host, epson } = clientV2OnFakeHost({ clock, random: () => 0.5, retries: 2 });
  const printed = new Set<string>();
  const state = { executes };
  let jobs = 0;
  host.always('create', () => json(201, { jobId: `j${(jobs += 1)}`, uploadUri: uploadUriV2 }));
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

describe('a host of version 2 that executes and answers something else', () => {
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
          executed(() => json(202, {})),
        );
        // A host of version 2 knows a job before it is executed, and would execute no other.
        host.always('other', looks['what was'] as Answering);
        expect(await run(), look).toHaveProperty('job');
        expect(printed.size, look).toBe(1);
      }
    },
  );
});

describe('a refusal that is proof', () => {
  const { '401 unauthorized': _, ...proofs } = refusals;
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
        executed(() => json(202, {})),
      );
      expect(await run()).toMatchObject({ job: { id: 'j2' } });
      expect(printed.size).toBe(1);
    },
  );
});
