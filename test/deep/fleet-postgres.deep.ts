import { startMockHost } from 'epson-connect-mock';
import { expect, it, onTestFinished } from 'vitest';
import { makeFleet } from '../support/fleet/fleet.js';
import { seeded } from '../support/random.js';
import { postgresFolder, startDatabase } from '../support/processes/postgres.js';

if (postgresFolder === undefined)
  process.stderr.write('skipped: a fleet on PostgreSQL (there is no PostgreSQL here)\n');

const DOCUMENTS = Number(process.env['DOCUMENTS'] ?? 200);
const KILLS = Number(process.env['KILLS'] ?? 8);
const WORKERS = 4;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

it.skipIf(postgresFolder === undefined)(
  'prints each document once by 4 workers, through kills, a crash of PostgreSQL and lost answers',
  async () => {
    console.log(`seed of the run: ${seed} (SEED=${seed} repeats its draws)`);
    const random = seeded(seed);
    const printed = new Map<string, number>();
    const host = await startMockHost({
      pace: 'instant',
      callsPerMinute: Infinity,
      onPrint: ({ jobName }) => void printed.set(jobName, (printed.get(jobName) ?? 0) + 1),
      faults: [
        { operation: 'executePrint', probability: 0.1, seed, times: null, effect: { kind: 'drop_after' } },
        { operation: 'executePrint', probability: 0.05, seed, times: null, effect: { kind: 'drop_before' } },
      ],
    });
    onTestFinished(() => host.close());
    const database = await startDatabase();
    const fleet = await makeFleet();
    onTestFinished(() => fleet.close());
    const options = {
      epson: { ...host.credentials, baseUrl: host.url, callsPerMinute: 1e9 },
      postgres: database.folder,
      print: { concurrency: 2, deadlineMs: 90_000 },
    };
    const ids = Array.from({ length: DOCUMENTS }, (_, n) => `invoice-${n}`);
    const open = new Map<string, { code: string; job_id?: string } | undefined>(
      ids.map((id) => [id, undefined]),
    );
    const errors: Record<string, number> = {};

    /** Prints lists, and calls `onResult` after each result. */
    async function submit(lists: readonly (readonly string[])[], onResult?: (kill: () => void) => void) {
      const crew = lists.map((list) => fleet.start(options, list));
      await Promise.all(crew.map(({ ready }) => ready));
      const ended = Promise.all(crew.map((worker) => worker.ended));
      for (const { go } of crew) go();
      if (onResult) {
        const listener = () =>
          onResult(() => {
            const alive = crew.filter(({ isOver }) => !isOver);
            alive[Math.floor(random() * alive.length)]?.kill();
          });
        host.control.journal.listen(({ operation }) => operation === 'executePrint' && listener());
      }
      await ended;
      for (const { id, error } of crew.flatMap(({ results }) => results)) {
        if (!error) open.delete(id);
        else if (open.has(id)) open.set(id, error);
        if (error) errors[error.code] = (errors[error.code] ?? 0) + 1;
      }
    }

    let calls = 0;
    let kills = 0;
    let crash: Promise<void> | undefined;
    // Each document is on the lists of two workers.
    const lists = Array.from({ length: WORKERS }, (_, w) =>
      ids.filter((_, n) => n % WORKERS === w || (n + 1) % WORKERS === w),
    );
    await submit(lists, (kill) => {
      calls += 1;
      if (calls === Math.floor(DOCUMENTS / 2)) crash = database.stop().then(database.start);
      if (kills < KILLS && calls > (kills + random()) * (DOCUMENTS / (KILLS + 1))) {
        kills += 1;
        kill();
      }
    });
    await crash;
    for (let runs = 0; open.size > 0 && runs < 5; runs += 1) await submit([[...open.keys()]]);

    console.log(JSON.stringify({ kills, errors, unknown: [...open.keys()], papers: printed.size }));
    expect(kills).toBe(KILLS);
    expect([...printed].filter(([, times]) => times !== 1)).toEqual([]);
    for (const id of ids)
      expect([id, printed.has(id) || open.get(id)?.job_id !== undefined]).toEqual([id, true]);
    expect(Object.values(errors).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0);
  },
);
