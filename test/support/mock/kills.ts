import { expect } from 'vitest';
import { AcknowledgedState } from './acknowledged-state.js';
import { takeInventory } from './inventory.js';
import { killUnderLoad } from './kill-runs.js';
import { Load, LOAD_PRINTERS } from './load.js';
import { startReceiver } from '../http/receiver.js';

/** The result of a run with kills. */
export interface KillReport {
  readonly kills: number;
  /** Calls that were answered with 2xx in all. */
  readonly calls: number;
  readonly jobs: number;
  readonly executed: number;
  readonly notifications: number;
  readonly slowestStartMs: number;
}

/**
 * Kills a mock host under load of version 1, again and again.
 *
 * @param seed decides what is called, and when it is killed; the order of answers remains the machine's
 */
export async function killAgainAndAgain(kills: number, seed: number): Promise<KillReport> {
  const receiver = await startReceiver();
  const state = new AcknowledgedState();
  const load = {
    args: ['--calls-per-minute', 'off', ...LOAD_PRINTERS.flatMap((email) => ['--printers', email])],
    calls: () => state.calls,
    run: (url: string, random: () => number) => new Load(url, state, random, receiver.url).run(),
    takeInventory: (url: string, folder: string) => takeInventory(url, folder, state),
    finish: async () => {
      const told = () => receiver.received.map(({ body }) => String(body)).join('\n');
      const printed = state.jobs.filter(
        ({ executed, cancelled }) => executed === 'acknowledged' && cancelled === 'no',
      );
      await expect.poll(() => untold(printed, told())).toEqual([]);
    },
  };
  const { slowestStartMs } = await killUnderLoad(load, kills, seed);
  const executed = state.jobs.filter((job) => job.executed === 'acknowledged').length;
  const { calls, jobs } = state;
  return {
    kills,
    calls,
    jobs: jobs.length,
    executed,
    notifications: receiver.received.length,
    slowestStartMs,
  };
}

/** The jobs of whose completion nobody was told, although somebody wanted to be. */
function untold(jobs: readonly { readonly id: string }[], told: string): string[] {
  const isTold = (id: string) => told.includes(`"JobId":"${id}","JobStatus":{"Status":"Completed"`);
  // The first setting was made before the first job that anybody was told of.
  const first = jobs.findIndex(({ id }) => told.includes(id));
  return first < 0
    ? []
    : jobs
        .slice(first)
        .filter(({ id }) => !isTold(id))
        .map(({ id }) => id);
}
