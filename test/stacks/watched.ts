import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMeasured, type MeasuredHost } from '../support/processes/memory.js';
import { fivePagesIn } from './large-document.js';
import { fivePages } from './print-with.js';

const MB = 1024 * 1024;

/** Six of the documents: what eight or ten of them must not cost, whenever the collector comes. 28 to 102 MB were measured. */
export const MOST_GROWTH_BYTES = 130 * MB;

/** A host in a process of its own, whose memory is watched, and a document as large as the host takes. */
export interface Watched {
  readonly host: MeasuredHost;
  readonly https: string;
  readonly caFile: string;
  /** For what goes with the host. */
  readonly folder: string;
  readonly file: string;
  close(): Promise<void>;
}

/** Starts a host with a CA of its own, and prints on it once, so that it has loaded what printing takes. */
export async function startWatched(): Promise<Watched> {
  const folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  const host = await startMeasured({ pace: 'instant', tls: { caDir: join(folder, 'ca') } });
  const close = async () => {
    host.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    if (host.https === undefined) throw new Error('the host does not listen for https');
    const form = new FormData();
    form.set('file', await openAsBlob(fivePages), 'first.pdf');
    const first = await fetch(`${host.url}/_mock/api/print`, { method: 'POST', body: form });
    if (!first.ok) throw new Error(await first.text());
    await host.watch();
    const { url: https, caFile } = host.https;
    return { host, https, caFile, folder, file: await fivePagesIn(folder, 20 * MB), close };
  } catch (error) {
    await close();
    throw error;
  }
}
