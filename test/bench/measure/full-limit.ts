import {
  Client,
  createCall,
  DOCUMENT,
  executeCall,
  manyAtOnce,
  PRINTER,
  uploadCall,
  type Caller,
} from '../calls.js';
import { CONNECTIONS } from '../load.js';
import type { Run } from '../run.js';
import { onHost } from './scaled-host.js';

/** The host's limit for each client ID. An upload does not count. */
const CALLS_PER_MINUTE = 100;
const CALLS_PER_PRINT = 2;

const clientOf = (index: number) => index.toString(16).padStart(32, '0');

/**
 * Measures how many clients at their full limit one mock serves: some clients make all calls of their minute at once, and a
 * mock that needs a tenth of a minute for that could serve ten times as many.
 */
export async function measureFullLimit(run: Run): Promise<void> {
  const served = run.results.measure('full-limit', {
    title: `Clients that print ${CALLS_PER_MINUTE / CALLS_PER_PRINT} documents a minute, all that their limit allows`,
    unit: 'clients',
    base: 'mock',
  });
  const clients = run.isQuick ? 10 : 100;
  const hosts = { mock: {}, 'mock --data-dir': { dataDir: '' } };
  for (let round = 0; round < run.rounds(5); round += 1) {
    for (const [name, options] of Object.entries(hosts)) {
      const dataDir = 'dataDir' in options ? { dataDir: run.newFolder() } : {};
      run.log(`full limit: ${name}`);
      await onHost(run, { worlds: true, callsPerMinute: CALLS_PER_MINUTE, ...dataDir }, async (host) => {
        const client = new Client(host.url, CONNECTIONS);
        const callers: Caller[] = [];
        await manyAtOnce(clients, CONNECTIONS, async (index) => {
          callers[index] = await client.authenticate(clientOf(index + 1), PRINTER);
        });
        const prints = (clients * CALLS_PER_MINUTE) / CALLS_PER_PRINT;
        const startedMs = performance.now();
        await manyAtOnce(prints, CONNECTIONS, async (index) => {
          const caller = callers[index % clients]!;
          const job = await client.create(caller);
          await client.send(uploadCall(job.upload_uri, DOCUMENT));
          await client.send(executeCall(caller, job.id));
        });
        served(name, (clients * 60_000) / (performance.now() - startedMs));
        // The limit was on, and the minute is not over.
        const next = await client.send(createCall(callers[0]!)).catch((error: Error) => error.message);
        if (!next.includes('rate_limit_exceeded')) throw new Error(`one call too many got ${next}`);
        client.close();
      });
    }
  }
}
