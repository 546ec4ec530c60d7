import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMockHost, type MockHostOptions } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';
import { Client } from './client.js';

/** A folder of a test's own, which goes with it. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A client of a host that keeps everything in a folder, and what the host complained of. */
export function dataDirClient(
  dataDir: string,
  options: MockHostOptions = {},
): { readonly client: Client; readonly warnings: string[]; stop(): Promise<void> } {
  const warnings: string[] = [];
  const host = createMockHost({
    pace: 'instant',
    callsPerMinute: Number.POSITIVE_INFINITY,
    onWarning: (message) => warnings.push(message),
    ...options,
    dataDir,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= host.close());
  onTestFinished(stop);
  return { client: new Client(host), warnings, stop };
}
