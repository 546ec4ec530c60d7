import { startMockHost } from 'epson-connect-mock';
import { startRedis } from '../processes/redis.js';
import { makeFleet } from './fleet.js';

/** Result of a run at the host's own limit. */
export interface PaceReport {
  readonly printed: number;
  readonly errors: readonly string[];
  /** Calls that count against the limit, and those of them that the host has refused for it. */
  readonly calls: number;
  readonly refused: number;
  readonly seconds: number;
}

/** Lets workers in processes print at the real limit of 100 calls a minute, in real time. */
export async function paceRun({
  workers,
  documents,
}: {
  readonly workers: number;
  readonly documents: number;
}): Promise<PaceReport> {
  const host = await startMockHost({ pace: 'instant' });
  const server = await startRedis();
  const fleet = await makeFleet();
  let calls = 0;
  let refused = 0;
  host.control.journal.listen(({ operation, response }) => {
    if (operation !== 'createPrintJob' && operation !== 'executePrint') return;
    calls += 1;
    if (response.status === 403 || response.status === 429) refused += 1;
  });
  try {
    const crew = Array.from({ length: workers }, (_, w) =>
      fleet.start(
        {
          epson: { ...host.credentials, baseUrl: host.url },
          redis: { client: ['redis', 'ioredis', 'iovalkey'][w % 3]!, port: server.port, options: {} },
          print: { concurrency: 4 },
        },
        Array.from({ length: documents }, (_, n) => `${w}-${n}`),
      ),
    );
    await Promise.all(crew.map(({ ready }) => ready));
    const startMs = performance.now();
    for (const { go } of crew) go();
    await Promise.all(crew.map(({ ended }) => ended));
    const results = crew.flatMap(({ results }) => results);
    return {
      printed: results.filter(({ job_id }) => job_id).length,
      errors: results.flatMap(({ error }) => error?.code ?? []),
      calls,
      refused,
      seconds: Math.round((performance.now() - startMs) / 1000),
    };
  } finally {
    await fleet.close();
    await host.close();
    await server.close();
  }
}
