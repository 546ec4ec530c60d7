import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadIdentity, type Identity, startRenewal } from './tls/identity.js';

const DAY_MS = 86_400_000;

describe('a host that runs for months', () => {
  it('shows a new certificate before the old one ends, and looks no further before that', async () => {
    const caDir = mkdtempSync(join(tmpdir(), 'epson-connect-tests-ca-'));
    onTestFinished(() => rmSync(caDir, { recursive: true, force: true }));
    const first = await loadIdentity(caDir);
    const used: Identity[] = [];
    const renewal = startRenewal(first, caDir, (identity) => used.push(identity));
    onTestFinished(() => renewal.stop());
    await renewal.check(first.validToMs - 31 * DAY_MS);
    expect(used).toEqual([]);
    await renewal.check(first.validToMs - 29 * DAY_MS);
    await renewal.check(first.validToMs - 29 * DAY_MS);
    expect(used.map(({ caFile }) => caFile)).toEqual([first.caFile]);
    expect(used[0]?.cert).not.toBe(first.cert);
  });
});
