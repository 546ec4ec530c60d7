import { randomUUID } from 'node:crypto';
import { startMockHost } from 'epson-connect-mock';
import { makeFleet } from '../../support/fleet/fleet.js';
import { hasRedis, startRedis } from '../../support/processes/redis.js';
import { within, type Run } from '../run.js';

/** The host's time for each answer. */
const ANSWER_MS = 50;

/** Workers in processes, each of which prints one document after the other: with what they share in Redis, and without. */
export async function measureFleet(run: Run): Promise<void> {
  if (!hasRedis) {
    run.results.miss('fleet', new Error('there is no redis-server here'));
    return;
  }
  const rate = run.results.measure('fleet-rate', {
    title: `Documents per second by workers in processes, one at a time each, on a host that answers after ${ANSWER_MS} ms`,
    unit: '/s',
    base: '1 worker',
  });
  const trips = run.results.measure('fleet-trips', {
    title: 'Round trips to Redis for a document',
    unit: 'trips',
    base: '1 worker, Redis',
  });
  const curveOf = (id: string, whose: string) =>
    run.results.follow(id, {
      title: `Documents per second, by workers ${whose}`,
      x: 'workers',
      y: 'documents/s',
    });
  const alone = curveOf('fleet-alone', 'that share nothing');
  const onRedis = curveOf('fleet-redis', 'on Redis');
  await using host = await startMockHost({ pace: 'instant', callsPerMinute: Infinity });
  for (const operation of ['createPrintJob', 'uploadPrintFile', 'executePrint'] as const)
    host.control.faults.add({ operation, times: null, effect: { kind: 'delay', delay_ms: ANSWER_MS } });
  const server = await startRedis();
  const fleet = await makeFleet();
  const documents = run.isQuick ? 20 : 100;

  async function print(workers: number, isShared: boolean, name: string): Promise<void> {
    const prefix = randomUUID();
    const crew = Array.from({ length: workers }, (_, w) =>
      fleet.start(
        {
          epson: { ...host.credentials, baseUrl: host.url, callsPerMinute: 1e6 },
          print: { concurrency: 1 },
          ...(isShared && { redis: { client: 'redis', port: server.port, options: { prefix } } }),
        },
        Array.from({ length: documents }, (_, n) => `${w}-${n}`),
      ),
    );
    await Promise.all(crew.map(({ ready }) => ready));
    const startMs = performance.now();
    for (const { go } of crew) go();
    await Promise.all(crew.map(({ ended }) => ended));
    const perSecond = (workers * documents * 1000) / (performance.now() - startMs);
    (isShared ? onRedis : alone)(workers, perSecond);
    if (workers !== 1 && workers !== 8) return;
    rate(name, perSecond);
    const last = crew.flatMap(({ results }) => results.at(-1)?.trips ?? []);
    if (isShared) trips(name, last.reduce((sum, each) => sum + each, 0) / (workers * documents));
  }

  try {
    for (let round = 0; round < run.rounds(3); round += 1) {
      for (const workers of run.isQuick ? [1, 8] : [1, 2, 4, 8]) {
        for (const isShared of [false, true]) {
          const name = `${workers} worker${workers > 1 ? 's' : ''}${isShared ? ', Redis' : ''}`;
          run.log(`fleet: ${name}`);
          await within(120_000, name, () => print(workers, isShared, name));
        }
      }
    }
  } finally {
    await fleet.close();
    await server.close();
  }
}
