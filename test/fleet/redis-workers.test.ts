import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startMockHost } from 'epson-connect-mock';
import { makeFleet, type Fleet } from '../support/fleet/fleet.js';
import { openClient } from '../support/fleet/clients.js';
import { hasRedis, skipNotice, startRedis } from '../support/processes/redis.js';

skipNotice('workers in processes on Redis');

const idsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `invoice-${from + n}`);

describe.skipIf(!hasRedis)('workers in processes', () => {
  let fleet: Fleet;
  beforeAll(async () => void (fleet = await makeFleet()));
  afterAll(() => fleet.close());

  async function started() {
    const host = await startMockHost({ callsPerMinute: 100_000, pace: 'instant' });
    onTestFinished(() => host.close());
    const server = await startRedis();
    onTestFinished(() => server.close());
    const prefix = randomUUID();
    const start = (client: string, ids: readonly string[]) =>
      fleet.start(
        {
          epson: { ...host.credentials, baseUrl: host.url, callsPerMinute: 100_000 },
          redis: { client, port: server.port, options: { prefix, timeoutMs: 20_000 } },
          print: { concurrency: 2 },
        },
        ids,
      );
    const papers = () => {
      const executed = host.control.jobs().filter(({ executed_at }) => executed_at !== null);
      return executed.map(({ job_name }) => job_name).toSorted();
    };
    return { host, server, start, papers };
  }

  it('print each document once, whichever client they have, also one that two of them were given', async () => {
    const { start, papers } = await started();
    const workers = Object.keys(openClient).map((client, n) => start(client, idsOf(10 * n, 10 * n + 20)));
    await Promise.all(workers.map(({ ready }) => ready));
    for (const { go } of workers) go();
    await Promise.all(workers.map(({ ended }) => ended));
    const results = workers.flatMap(({ results }) => results);
    expect(results.filter(({ error }) => error)).toEqual([]);
    expect(papers()).toEqual(idsOf(0, 40).toSorted());
    expect(results.filter(({ isRepeat }) => !isRepeat)).toHaveLength(40);
    for (const { id, job_id } of results)
      expect(results.filter((other) => other.id === id && other.job_id !== job_id)).toEqual([]);
  });

  it('go on after the engine was killed and started again, and print nothing twice', async () => {
    const { start, papers, server, host } = await started();
    const workers = ['redis', 'ioredis'].map((client) => start(client, idsOf(0, 30)));
    await Promise.all(workers.map(({ ready }) => ready));
    let executed = 0;
    const restarted = new Promise<void>((resolve, reject) => {
      host.control.journal.listen(({ operation }) => {
        if (operation === 'executePrint' && (executed += 1) === 10)
          server.stop('SIGKILL').then(server.start).then(resolve, reject);
      });
    });
    for (const { go } of workers) go();
    await Promise.all([restarted, ...workers.map(({ ended }) => ended)]);
    expect(workers.flatMap(({ results }) => results).filter(({ error }) => error)).toEqual([]);
    expect(papers()).toEqual(idsOf(0, 30).toSorted());
  });

  it('need at most five round trips to Redis for a document', async () => {
    const { start, host } = await started();
    host.control.faults.add({
      operation: 'executePrint',
      times: null,
      effect: { kind: 'delay', delay_ms: 50 },
    });
    const workers = ['redis', 'iovalkey'].map((client, n) => start(client, idsOf(30 * n, 30 * n + 30)));
    await Promise.all(workers.map(({ ready }) => ready));
    for (const { go } of workers) go();
    await Promise.all(workers.map(({ ended }) => ended));
    // The first commands find out that the server does not know the scripts.
    for (const { results } of workers) expect(results.at(-1)!.trips).toBeLessThanOrEqual(5 * 30 + 10);
  });
});
