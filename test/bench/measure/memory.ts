import { setTimeout as sleep } from 'node:timers/promises';
import { Client, createCall, isUp, tokenCall } from '../calls.js';
import type { Entrants } from '../entrants.js';
import { inTurn } from '../load.js';
import { start, type Program, type Running } from '../processes.js';
import { inTurns, type Run } from '../run.js';

const MIB = 2 ** 20;
/** Time after which the garbage of a start is collected. */
const SETTLED_AFTER_MS = 500;

/** Memory when nothing was asked yet, and after as many token as create calls. */
export async function measureMemoryOfCalls(run: Run, entrants: Entrants): Promise<void> {
  const { node, express, mock, peers, variants } = entrants;
  const kept = variants.filter(({ name }) => name.includes('--data-dir'));
  run.log('memory, idle and after calls');
  const long = run.isQuick ? [5000] : [50_000, 100_000, 200_000];
  await measureTurns(run, [node, mock], long, run.rounds(5));
  if (run.isQuick) return;
  await measureTurns(run, [express, ...kept], [50_000], run.rounds(5));
  // A minute each and more: one round, which the report shows.
  await measureTurns(run, peers, [50_000], 1);
}

async function measureTurns(
  run: Run,
  programs: readonly Program[],
  marks: readonly number[],
  rounds: number,
): Promise<void> {
  const figure = (id: string, title: string) =>
    run.results.measure(id, { title, unit: 'MiB', base: 'node:http' });
  const idle = figure('memory-idle', 'Memory, idle');
  await inTurns(run, 'memory', programs, rounds, async (program) => {
    const server = await start(program, run.newFolder(), isUp);
    try {
      await sleep(SETTLED_AFTER_MS);
      idle(program.name, server.memory().nowBytes / MIB);
      let done = 0;
      for (const mark of marks) {
        await call(server, mark - done);
        done = mark;
        const after = figure(`memory-${mark}`, `Memory after ${mark.toLocaleString('en')} calls`);
        after(program.name, server.memory().nowBytes / MIB);
      }
    } finally {
      await server.stop();
    }
  });
}

async function call(server: Running, amount: number): Promise<void> {
  const client = new Client(server.url);
  const { deviceId } = await client.authenticate();
  client.close();
  await inTurn(server, tokenCall(), (token) => createCall({ token, deviceId }), amount);
}
