import { createMockHost, type MockHostOptions } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';
import { Client } from './client.js';

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
