import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from 'epson-connect-sdk/many';
import type { MemoryLedger } from '../support/sdk/memory-ledger.js';
import { choices, expectTruth, ids, over, play } from '../support/sdk/play.js';
import { Workplace, type Parcel, type Worker } from '../support/sdk/workers.js';

/** Lets all happen until a worker has sent this, which does not happen yet. */
async function until(workplace: Workplace, worker: Worker, what: RegExp): Promise<Parcel> {
  const found = () => workplace.parcels.find((parcel) => parcel.worker === worker && what.test(parcel.what));
  await workplace.calm(() => found() !== undefined);
  return found()!;
}

describe('workers that share a ledger', () => {
  it('print each document once, and each gets to know the job of all', async () => {
    const workplace = new Workplace();
    const workers = [1, 2, 3].map(() => workplace.start(['a', 'b', 'c']));
    await workplace.calm(over(...workers));
    expect(workplace.host.papers.toSorted()).toEqual(['a', 'b', 'c']);
    for (const { results } of workers) {
      expect(results.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
      expect(results.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    }
    const all = workers.flatMap(({ results }) => results);
    expect(all.filter(({ isRepeat }) => isRepeat === false)).toHaveLength(3);
    expect(workers.map(({ timers }) => timers)).toEqual([0, 0, 0]);
  });

  it('wait for a document of another one no longer than they may, and say whose it is', async () => {
    const workplace = new Workplace();
    const first = workplace.start(['a']);
    await until(workplace, first, /^POST .*\/jobs$/);
    first.stall();
    const startMs = workplace.nowMs;
    const second = workplace.start(['a'], { deadlineMs: 5_000 });
    await workplace.calm(over(second));
    expect(workplace.nowMs - startMs).toBe(5_000);
    expect(second.results).toMatchObject([
      { id: 'a', error: { name: 'TimeoutError', code: 'claimed', message: expect.stringContaining('"a"') } },
    ]);
    await first.wake();
    await workplace.calm(over(first));
    expect(first.results).toMatchObject([{ job: { id: 'job0' }, isRepeat: false }]);
  });

  it('keep a claim for as long as they work, by a renewal every 10 s', async () => {
    const workplace = new Workplace();
    const first = workplace.start(['a'], { timeoutMs: Infinity });
    const create = await until(workplace, first, /^POST .*\/jobs$/);
    // The host is slow: its answer is not let through.
    workplace.parcels.splice(workplace.parcels.indexOf(create), 1);
    const second = workplace.start(['a'], { deadlineMs: 125_000 });
    await workplace.calm(over(second));
    expect(second.results).toMatchObject([{ error: { code: 'claimed' } }]);
    expect(workplace.events.filter((event) => event.startsWith('w0: renew a 30000'))).toHaveLength(12);
    workplace.parcels.push(create);
    await workplace.calm(over(first));
    expect([first.results[0]?.job?.id, workplace.host.papers]).toEqual(['job0', ['a']]);
  });

  it('take over what a killed one has claimed when its lease is over, and execute nothing of a claim that was lost', async () => {
    const workplace = new Workplace();
    const first = workplace.start(['a']);
    await until(workplace, first, /^record executing/);
    first.stall();
    const recorded = workplace.parcels.splice(0);
    const startMs = workplace.nowMs;
    const second = workplace.start(['a']);
    await workplace.calm(over(second));
    expect(second.results).toMatchObject([{ job: { id: 'job1' }, isRepeat: false }]);
    expect(workplace.nowMs - startMs).toBeGreaterThanOrEqual(29_000);
    expect(workplace.nowMs - startMs).toBeLessThanOrEqual(31_000);
    workplace.parcels.push(...recorded);
    await first.wake();
    await workplace.calm(over(first));
    // It comes back, may not go on, and hears what became of the document.
    expect(first.results).toMatchObject([{ job: { id: 'job1' }, isRepeat: true }]);
    expect(workplace.host.papers).toEqual(['a']);
  });

  it.each([false, true])(
    'go on with the job of a killed one that was executing, executed: %s',
    async (wasSent) => {
      const workplace = new Workplace();
      const first = workplace.start(['a']);
      const execute = await until(workplace, first, /\/print$/);
      first.kill();
      if (wasSent) await workplace.move(execute);
      else workplace.parcels.splice(0);
      const second = workplace.start(['a']);
      await workplace.calm(over(second));
      expect(second.results).toMatchObject([{ job: { id: 'job0' }, isRepeat: wasSent }]);
      expect(workplace.host.papers).toEqual(['a']);
    },
  );

  it('give back what failed before it was executed, so that nobody waits for the end of its lease', async () => {
    const workplace = new Workplace();
    const first = workplace.start(['a'], { retries: 0 });
    const create = await until(workplace, first, /^POST .*\/jobs$/);
    await workplace.move(create, { isLost: true });
    await workplace.calm(over(first));
    expect(first.results).toMatchObject([{ error: { name: 'ConnectionError' } }]);
    const startMs = workplace.nowMs;
    const second = workplace.start(['a']);
    await workplace.calm(over(second));
    expect([second.results[0]?.job?.id, workplace.nowMs - startMs]).toEqual(['job1', 0]);
  });

  it('say of a job that was accepted and not recorded that it was accepted', async () => {
    const workplace = new Workplace();
    const first = workplace.start(['a']);
    const done = await until(workplace, first, /^record done/);
    await workplace.move(done, { isLost: true });
    await workplace.calm(over(first));
    expect(first.results).toMatchObject([
      {
        error: {
          code: 'not_recorded',
          job_id: 'job0',
          message: expect.stringMatching(/was accepted.*terminated/),
        },
      },
    ]);
    const second = workplace.start(['a']);
    await workplace.calm(over(second));
    expect(second.results).toMatchObject([{ job: { id: 'job0' }, isRepeat: true }]);
  });
});

const RUNS = { numRuns: Number(process.env['RUNS'] ?? 100), seed: Number(process.env['SEED'] ?? 20261128) };

/** A ledger that does not keep what it promises, by one method of its claims. */
const broken = (change: (ledger: MemoryLedger, id: string) => object) => (ledger: MemoryLedger) => ({
  get: (id: string) => ledger.get(id),
  claim(id: string, leaseMs: number) {
    const claim = ledger.claim(id, leaseMs);
    return claim && { ...claim, ...change(ledger, id) };
  },
});

describe('any order of what three workers, their ledger and their host say', () => {
  it('prints each document once, through kills, standstills, lost answers and refusals', async () => {
    const struck = { lost: 0, refused: 0, killed: 0, displaced: 0, repeats: 0 };
    await fc.assert(
      fc.asyncProperty(choices, async (list) => {
        const workplace = new Workplace();
        await play(workplace, list);
        await expectTruth(workplace);
        const { workers, events } = workplace;
        const results = workers.flatMap((worker) => worker.results);
        struck.lost += events.filter((event) => event.includes('isLost')).length;
        struck.refused += events.filter((event) => /print .*isRefused/.test(event)).length;
        struck.killed += workers.filter(({ state }) => state === 'killed').length;
        struck.displaced += workplace.displaced;
        struck.repeats += results.filter(({ isRepeat }) => isRepeat).length;
      }),
      RUNS,
    );
    for (const [what, times] of Object.entries(struck))
      expect(times, what).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it.each([
    [
      'records for a claim that was lost',
      broken((ledger, id) => ({ record: (entry: LedgerEntry) => (ledger.record(id, entry), true) })),
    ],
    ['forgets that a job is executing', broken(() => ({ entry: undefined }))],
  ])('finds the two papers of a ledger that %s', async (_, changed) => {
    const property = fc.asyncProperty(choices, async (list) => {
      const workplace = new Workplace(changed);
      await play(workplace, list);
      return workplace.host.papers.length === ids.length;
    });
    expect(await fc.check(property, { ...RUNS, endOnFailure: true })).toMatchObject({ failed: true });
  });
});
