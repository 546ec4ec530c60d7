import { setTimeout as sleep } from 'node:timers/promises';
import { startMockHost, type Fault } from 'epson-connect-mock';
import { seeded } from '../random.js';
import { startRedis } from '../processes/redis.js';
import { makeFleet } from './fleet.js';

/** Result of a big run. */
export interface BigRunReport {
  readonly documents: number;
  readonly submissions: number;
  readonly workers: number;
  readonly kills: number;
  /** Documents that were printed once. */
  readonly once: number;
  /** Documents that were printed more than once: there must be none. */
  readonly twice: readonly string[];
  /** Documents that are not on paper, though a worker has said that they are. */
  readonly lost: readonly string[];
  /**
   * Documents whose last word is that nobody knows, with the job that they are about. Most of them are on paper: the host shows
   * the newest 200 jobs of a printer, so that a job that was looked at late cannot be found.
   */
  readonly unknown: readonly { readonly id: string; readonly job_id: string | undefined }[];
  /** Results with an error that a later run has settled, by code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly lostAnswers: number;
  readonly seconds: number;
}

export interface BigRunOptions {
  readonly documents: number;
  readonly duplicates: number;
  readonly workers: number;
  readonly kills: number;
  readonly seed: number;
}

/** Faults that lose answers to what the host has done, and requests. */
const faultsOf = (seed: number): Fault[] => [
  { operation: 'createPrintJob', probability: 0.02, times: null, seed, effect: { kind: 'drop_after' } },
  { operation: 'uploadPrintFile', probability: 0.02, times: null, seed, effect: { kind: 'drop_before' } },
  { operation: 'executePrint', probability: 0.05, times: null, seed, effect: { kind: 'drop_after' } },
  {
    operation: 'executePrint',
    probability: 0.02,
    times: null,
    seed: seed + 1,
    effect: { kind: 'drop_before' },
  },
];

/**
 * Lets workers in processes print the same list, by a ledger in Redis, while processes are killed, Redis is killed once and
 * started again, and the host loses answers. What failed is submitted again, until nothing changes any more.
 */
export async function bigRun({
  documents,
  duplicates,
  workers,
  kills,
  seed,
}: BigRunOptions): Promise<BigRunReport> {
  const random = seeded(seed);
  const printed = new Map<string, number>();
  const host = await startMockHost({
    // The list of jobs has an end, and this has none.
    onPrint: ({ jobName }) => void printed.set(jobName, (printed.get(jobName) ?? 0) + 1),
    pace: 'instant',
    callsPerMinute: Infinity,
    assume: { 'job-info-before-execute': 'pending_held' },
  });
  const server = await startRedis();
  const fleet = await makeFleet();
  const startMs = performance.now();
  let lostAnswers = 0;
  host.control.journal.listen(({ operation, connection_lost }) => {
    if (operation === 'executePrint' && connection_lost) lostAnswers += 1;
  });
  try {
    for (const fault of faultsOf(seed)) host.control.faults.add(fault);
    const ids = Array.from({ length: documents }, (_, n) => `invoice-${n}`);
    const start = (list: readonly string[], n: number, concurrency: number) =>
      fleet.start(
        {
          epson: { ...host.credentials, baseUrl: host.url, callsPerMinute: 1e9 },
          redis: {
            client: ['redis', 'ioredis', 'iovalkey'][n % 3]!,
            port: server.port,
            options: { prefix: 'big' },
          },
          print: { concurrency, deadlineMs: 90_000 },
        },
        list,
      );
    const last = new Map<string, { job_id?: string; error?: { code: string; job_id?: string } }>();
    const errors: Record<string, number> = {};
    let killed = 0;
    let restart: Promise<void> | undefined;

    async function submit(lists: readonly (readonly string[])[], mayKill: boolean): Promise<void> {
      const crew = lists.map((list, n) => start(list, n, mayKill ? 2 : 8));
      const all = Promise.all(crew.map(({ ended }) => ended));
      await Promise.all(crew.map(({ ready }) => ready));
      for (const { go } of crew) go();
      let isOver = false;
      const over = () => (isOver = true);
      all.then(over, over);
      // Spread over the whole run, however fast the machine is.
      const perKill = documents / (kills + 1);
      while (mayKill && killed < kills && !isOver) {
        const soFar = crew.reduce((sum, { results }) => sum + results.length, 0);
        if (soFar < killed * perKill + random() * perKill) {
          await Promise.race([all, sleep(20)]);
          continue;
        }
        const alive = crew.filter((worker) => !worker.isOver);
        alive[Math.floor(random() * alive.length)]?.kill();
        killed += 1;
        if (killed === Math.ceil(kills / 2))
          restart = server
            .stop('SIGKILL')
            .then(() => sleep(500))
            .then(server.start);
      }
      await all;
      await restart;
      for (const { results } of crew)
        for (const { id, job_id, error } of results) {
          if (error) errors[error.code] = (errors[error.code] ?? 0) + 1;
          // A worker that knows is believed before one that does not.
          if (!error || last.get(id)?.job_id === undefined)
            last.set(id, { ...(job_id && { job_id }), ...(error && { error }) });
        }
    }

    const lists = Array.from({ length: workers }, (_, w) => [
      ...ids.filter((_, n) => n % workers === w),
      ...ids.slice(0, duplicates).filter((_, n) => (n + 1) % workers === w),
    ]);
    await submit(lists, true);
    for (let runs = 0; runs < 3; runs += 1) {
      const open = ids.filter((id) => last.get(id)?.error);
      if (open.length === 0) break;
      await submit([open], false);
    }

    const unknown = ids.filter((id) => last.get(id)?.error);
    return {
      documents,
      submissions: documents + duplicates,
      workers,
      kills: killed,
      once: ids.filter((id) => printed.get(id) === 1).length,
      twice: ids.filter((id) => (printed.get(id) ?? 0) > 1),
      lost: ids.filter((id) => !printed.has(id) && !unknown.includes(id)),
      unknown: unknown.map((id) => ({ id, job_id: last.get(id)?.error?.job_id })),
      errors,
      lostAnswers,
      seconds: Math.round((performance.now() - startMs) / 1000),
    };
  } finally {
    await fleet.close();
    await host.close();
    await server.close();
  }
}
