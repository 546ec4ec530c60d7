import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerEntry, PrintResult } from '../many/index.js';
import { fakeClock, hurry } from './fake-clock.js';
import { hanging, json, type FakeHost, type Seen } from './fake-host.js';
import { all } from './many.js';

export type Answering = (request: Seen) => Response | Promise<Response>;

export const page = (status: number) => () => new Response('<html>', { status });
export const text = (status: number, body: string | null) => () => new Response(body, { status });

/** Answers to a look at a job that tell nothing of it in any version. */
export const blindLooks: Record<string, Answering> = {
  'a page': page(200),
  'a status of a gateway': () => json(200, { status: 'error', message: 'try later' }),
  silence: hanging,
};

/** The options of the client. */
export interface OpenOptions {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly random: () => number;
  readonly retries: number;
}

/** A version of the API, as a hostile host speaks it. */
export interface HostileVersion {
  readonly title: string;
  /** Opens a client, and prints one document with it as often as it is asked to. */
  readonly open: (options: OpenOptions) => {
    readonly host: FakeHost;
    readonly print: (ledger: Ledger) => AsyncIterable<PrintResult>;
  };
  /** Answers to execute that prove nothing, also as the first. */
  readonly proofless: Readonly<Record<string, Answering>>;
  /** Answers that are proof on a first try, and none on a repeated one. */
  readonly refusals: Readonly<Record<string, Answering>>;
  /** The refusal among them that is answered by a new token. */
  readonly renewable: string;
  /** The answer before: none, or one after which execute is sent again. */
  readonly before: Readonly<Record<string, Answering | undefined>>;
  /** Answers to a look: `the truth`, `what was`, `job_not_found` and others. */
  readonly looks: Readonly<Record<string, Answering>>;
  /** The look that a host gives at a job that it has not executed. */
  readonly waiting: string;
  readonly created: (id: string) => object;
  readonly executed: () => Response;
}

/** Describes `printAll` on a host that executes and answers something else. */
export function describeHostile({ title, open, created, ...version }: HostileVersion): void {
  const { proofless, refusals, before, looks, waiting } = version;
  const cases = Object.keys(before).flatMap((tries) =>
    Object.entries({ ...proofless, ...(before[tries] && refusals) }).map(
      ([name, answering]) => [name, tries, answering] as const,
    ),
  );

  /** A host that executes at the first request, or not, whatever it answers; one job is one paper. */
  function hostile(executes: boolean) {
    const clock = fakeClock();
    const { host, print } = open({ clock, random: () => 0.5, retries: 2 });
    const printed = new Set<string>();
    const state = { executes };
    let jobs = 0;
    host.always('create', () => json(201, created(`j${(jobs += 1)}`)));
    const entries: Record<string, LedgerEntry> = {};
    const ledger: Ledger = { get: (id) => entries[id], record: (id, entry) => void (entries[id] = entry) };
    const executed =
      (answering: Answering): Answering =>
      (request) => {
        if (state.executes) printed.add(request.url);
        return answering(request);
      };
    const run = async () => (await hurry(clock, all(print(ledger))))[0];
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

  describe(title, () => {
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
          host.always('execute', executed(version.executed));
          host.always('other', looks[waiting] as Answering);
          expect(await run(), look).toHaveProperty('job');
          expect(printed.size, look).toBe(1);
        }
      },
    );
  });

  describe('a refusal that is proof', () => {
    const proofs = Object.entries(refusals).filter(([name]) => name !== version.renewable);
    it.each(proofs)('%s is thrown at once, recorded as failed, and printed anew', async (_, answering) => {
      const { host, entries, printed, state, executed, run } = hostile(false);
      host.next('execute', executed(answering));
      expect((await run())?.error).toMatchObject({ step: 'execute', job_id: 'j1' });
      expect([host.requests('other').length, entries['d0']?.state]).toEqual([0, 'failed']);
      state.executes = true;
      host.always('execute', executed(version.executed));
      expect(await run()).toMatchObject({ job: { id: 'j2' } });
      expect(printed.size).toBe(1);
    });
  });
}
