import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerEntry, LedgerJob } from './index.js';
import { clientV2OnFakeHost } from '../test/client-v2.js';
import { json } from '../test/fake-host.js';
import { all, documents, printing } from '../test/many.js';
import { printAll } from './print-all.js';

const jobV1: LedgerJob = { id: 'j9', device_id: 'd1', job_name: 'a', print_mode: 'document' };
const jobV2: LedgerJob = { ...jobV1, device_id: 'default', api_version: 2 };

function ledgerWith(entry: LedgerEntry) {
  const entries: Record<string, LedgerEntry> = { d0: entry };
  const ledger: Ledger = { get: (id) => entries[id], record: (id, entry) => void (entries[id] = entry) };
  return { entries, ledger };
}

describe('a ledger that clients of both versions have written', () => {
  it('does not let version 2 go on with a job of version 1', async () => {
    const { host, epson } = clientV2OnFakeHost();
    const { entries, ledger } = ledgerWith({ state: 'executing', job: jobV1 });
    const [result] = await all(printAll(epson, documents(1), { ledger }));
    expect(result?.error).toMatchObject({ name: 'ConfigurationError', code: 'other_client', job_id: 'j9' });
    expect(String(result?.error)).toContain('version 1');
    expect([host.seen, entries['d0']?.state]).toEqual([[], 'executing']);
  });

  it('does not let version 1 go on with a job of version 2', async () => {
    const { host, epson } = printing();
    const { ledger } = ledgerWith({ state: 'executing', job: jobV2 });
    const [result] = await all(printAll(epson, documents(1), { ledger }));
    expect(result?.error).toMatchObject({
      code: 'other_client',
      message: expect.stringContaining('version 2'),
    });
    expect(host.seen).toEqual([]);
  });

  it('does not let one printer go on with a job of another', async () => {
    const { host, epson } = clientV2OnFakeHost({ connection: 'shop' });
    const { ledger } = ledgerWith({ state: 'executing', job: jobV2 });
    const [result] = await all(printAll(epson, documents(1), { ledger }));
    expect(result?.error).toMatchObject({
      code: 'other_client',
      message: expect.stringContaining('"default"'),
    });
    expect(host.seen).toEqual([]);
  });

  it('is believed about what either has printed', async () => {
    const { host, epson } = clientV2OnFakeHost();
    const { ledger } = ledgerWith({ state: 'done', job: jobV1 });
    expect(await all(printAll(epson, documents(1), { ledger }))).toEqual([
      { id: 'd0', job: jobV1, isRepeat: true },
    ]);
    expect(host.seen).toEqual([]);
  });

  it('lets version 2 go on with its own job, which is executed once', async () => {
    const { host, epson } = clientV2OnFakeHost();
    const { entries, ledger } = ledgerWith({ state: 'executing', job: jobV2 });
    host.next('other', () => json(200, { status: 'preparing', jobName: 'a' }));
    expect(await all(printAll(epson, documents(1), { ledger }))).toEqual([
      { id: 'd0', job: jobV2, isRepeat: false },
    ]);
    expect(host.steps()).toEqual(['other', 'execute']);
    expect(entries['d0']).toEqual({ state: 'done', job: jobV2 });
  });
});
