import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerEntry } from './index.js';
import { failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { deviceId, hanging, json, rejection } from '../test/fake-host.js';
import { all, documents, printing } from '../test/many.js';
import { printAll } from './print-all.js';

function memoryLedger(entries: Record<string, LedgerEntry> = {}) {
  const ledger: Ledger = {
    get: (id) => entries[id],
    record: async (id, entry) => void (entries[id] = entry),
  };
  return { entries, ledger };
}

const job = { id: 'j9', device_id: deviceId, job_name: 'a', print_mode: 'document' };

describe('printAll with a ledger', () => {
  it('writes down that a job is executed before it is, and that it was accepted', async () => {
    const { host, epson } = printing();
    const { entries, ledger } = memoryLedger();
    host.always('execute', () => {
      expect(entries['d0']).toMatchObject({ state: 'executing', job: { id: 'j1' } });
      return json(200, {});
    });
    await all(printAll(epson, documents(1), { ledger }));
    expect(entries).toEqual({
      d0: {
        state: 'done',
        job: { id: 'j1', device_id: deviceId, job_name: 'd0.pdf', print_mode: 'document' },
      },
    });
    expect(JSON.stringify(entries)).not.toContain('Key=');
  });

  it('executes nothing that it could not write down', async () => {
    const { host, epson } = printing();
    const ledger = { get: () => undefined, record: () => Promise.reject(new Error('disk full')) };
    expect(await all(printAll(epson, documents(1), { ledger }))).toMatchObject([
      { id: 'd0', error: { message: 'disk full' } },
    ]);
    expect(host.requests('execute')).toEqual([]);
  });

  it('says of a job that it could not write down as done that it was accepted', async () => {
    const { epson } = printing();
    const states: string[] = [];
    const ledger: Ledger = {
      get: () => undefined,
      async record(_, { state }) {
        states.push(state);
        if (state === 'done') throw new Error('disk full.');
      },
    };
    expect(await all(printAll(epson, documents(1), { ledger }))).toMatchObject([
      {
        id: 'd0',
        error: {
          code: 'not_recorded',
          job_id: 'j1',
          message: expect.stringMatching(
            /^Job j1 was accepted, .*: disk full\. Run it again with the same ledger/,
          ),
        },
      },
    ]);
    // Not `failed`, which would print it anew.
    expect(states).toEqual(['executing', 'done']);
  });

  it.each([false, undefined, 1])(
    'ends a document whose claims are lost again and again, since their record resolves to %j',
    async (answer) => {
      const clock = fakeClock();
      const { host, epson } = printing({ clock });
      const claim = {
        entry: undefined,
        // Ends the run of a worker that would go on without end.
        record: () => (host.requests('create').length > 20 ? Promise.reject(new Error('no end')) : answer),
        renew: () => true,
      };
      const { ledger } = memoryLedger();
      const claiming = { ...ledger, claim: () => claim as never };
      const run = all(printAll(epson, documents(1), { ledger: claiming }));
      expect(await hurry(clock, run)).toMatchObject([
        {
          id: 'd0',
          error: {
            name: 'EpsonConnectError',
            code: 'claim_lost',
            message: expect.stringMatching(
              /^The ledger did not record "d0" under 3 claims,.* must resolve to true/,
            ),
          },
        },
      ]);
      expect([host.requests('create').length, host.requests('execute').length]).toEqual([3, 0]);
    },
  );

  it('does not print again what was accepted, and sends nothing for it', async () => {
    const { host, epson } = printing();
    const { ledger } = memoryLedger({ d0: { state: 'done', job } });
    expect(await all(printAll(epson, documents(1), { ledger }))).toEqual([{ id: 'd0', job, isRepeat: true }]);
    expect(host.seen).toEqual([]);
  });

  it('prints anew what the host had refused to execute', async () => {
    const { host, epson } = printing();
    const { entries, ledger } = memoryLedger();
    host.next('execute', () => json(403, { code: 'printjob_too_many' }));
    expect(await all(printAll(epson, documents(1), { ledger }))).toMatchObject([
      { error: { code: 'printjob_too_many' } },
    ]);
    expect(entries['d0']).toMatchObject({ state: 'failed' });
    expect(await all(printAll(epson, documents(1), { ledger }))).toMatchObject([{ job: { id: 'j2' } }]);
  });

  it('does not take an error of another job, which the run was aborted with, for a refusal', async () => {
    const { host, epson } = printing();
    const { entries, ledger } = memoryLedger();
    host.next('execute', () => json(403, { code: 'printjob_too_many' }));
    const reason = await rejection(epson.print({ data: new Uint8Array(8), name: 'a.pdf' }));
    const controller = new AbortController();
    const { signal } = controller;
    // The host executes, and the caller stops everything before its answer is there.
    host.next('execute', (request) => {
      queueMicrotask(() => controller.abort(reason));
      return hanging(request);
    });
    const results: unknown[] = [];
    const run = async () => {
      for await (const { error } of printAll(epson, documents(1), { ledger, signal })) results.push(error);
    };
    expect(await rejection(run())).toBe(reason);
    expect(results[0]).toBe(reason);
    expect(entries['d0']).toMatchObject({ state: 'executing', job: { id: 'j2' } });
  });

  const executing = { d0: { state: 'executing', job } } as const;
  const told = (status_reason: string) => () =>
    json(200, {
      status: 'pending_held',
      status_reason,
      start_date: '',
      job_name: 'a',
      total_pages: 0,
      update_date: '',
    });

  it('takes a job that was being executed for done when the host knows it', async () => {
    const { host, epson } = printing();
    const { entries, ledger } = memoryLedger({ ...executing });
    host.always('other', told('job_closed'));
    expect(await all(printAll(epson, documents(1), { ledger }))).toEqual([{ id: 'd0', job, isRepeat: true }]);
    expect(entries['d0']).toEqual({ state: 'done', job });
    expect([host.requests('create'), host.requests('execute')]).toEqual([[], []]);
  });

  it('executes the same job when the host says that it waits', async () => {
    const { host, epson } = printing();
    const { entries, ledger } = memoryLedger({ ...executing });
    host.always('other', told('job_incoming'));
    expect(await all(printAll(epson, documents(1), { ledger }))).toEqual([
      { id: 'd0', job, isRepeat: false },
    ]);
    expect(entries['d0']).toEqual({ state: 'done', job });
    expect([host.requests('create').length, host.requests('execute').length]).toEqual([0, 1]);
  });

  it('takes it for done when it is refused as executed before, and the host then knows it', async () => {
    const { host, epson } = printing();
    const { entries, ledger } = memoryLedger({ ...executing });
    host.next('other', told('job_incoming')).next('other', told('job_closed'));
    host.always('execute', () => json(405, { code: 'command_not_allowed' }));
    expect(await all(printAll(epson, documents(1), { ledger }))).toMatchObject([{ id: 'd0', job }]);
    expect(entries['d0']?.state).toBe('done');
  });

  it.each(['printjob_too_many', 'forbidden'])(
    'does not take %s for a proof about a job that was sent before',
    async (code) => {
      const { host, epson } = printing();
      const { entries, ledger } = memoryLedger({ ...executing });
      host.always('other', told('job_incoming')).always('execute', () => json(403, { code }));
      expect(await all(printAll(epson, documents(1), { ledger }))).toMatchObject([
        { id: 'd0', error: { name: 'OutcomeUnknownError', cause: { code } } },
      ]);
      expect(entries['d0']?.state).toBe('executing');
    },
  );

  it('settles a dropped execute within a short deadline: the look leaves time to execute', async () => {
    const clock = fakeClock();
    const { host, epson } = printing({ clock });
    const { entries, ledger } = memoryLedger();
    host.next('execute', failures['a broken connection']);
    host.always('other', () => json(404, { code: 'job_not_found' }));
    const run = () => hurry(clock, all(printAll(epson, documents(1), { ledger, deadlineMs: 3_000 })));
    expect(await run()).toMatchObject([{ error: { name: 'OutcomeUnknownError' } }]);
    expect(entries['d0']?.state).toBe('executing');
    const startMs = clock.monotonicMs();
    expect(await run()).toMatchObject([{ job: { id: 'j1' }, isRepeat: false }]);
    expect(clock.monotonicMs() - startMs).toBeLessThanOrEqual(1_500);
    expect([host.requests('create').length, host.requests('execute').length]).toEqual([1, 2]);
  });

  it('says that nobody knows when the host has forgotten the job, and prints nothing', async () => {
    const clock = fakeClock();
    const { host, epson } = printing({ clock });
    const { entries, ledger } = memoryLedger({ ...executing });
    host.next('other', told('job_incoming')).always('other', () => json(404, { code: 'job_not_found' }));
    host.always('execute', () => json(404, { code: 'job_not_found' }));
    expect(await hurry(clock, all(printAll(epson, documents(1), { ledger })))).toMatchObject([
      {
        id: 'd0',
        error: { name: 'OutcomeUnknownError', job_id: 'j9', message: expect.stringContaining('"d0"') },
      },
    ]);
    expect(entries['d0']).toEqual({ state: 'executing', job });
    expect(host.requests('create')).toEqual([]);
  });
});
