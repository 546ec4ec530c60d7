import { expect } from 'vitest';
import { AcknowledgedStateV2 } from './acknowledged-state-v2.js';
import { takeInventoryV2 } from './inventory-v2.js';
import { killUnderLoad } from './kill-runs.js';
import { LOAD_PRINTERS } from './load.js';
import { LoadV2 } from './load-v2.js';
import { startReceiver } from '../http/receiver.js';

/** The result of a run with kills under load of version 2. */
export interface KillReportV2 {
  readonly kills: number;
  /** Calls that were answered with 2xx in all. */
  readonly calls: number;
  readonly jobs: number;
  /** Jobs that were executed, and schedules that were reserved. */
  readonly executed: number;
  readonly reserved: number;
  readonly notifications: number;
  readonly slowestStartMs: number;
  readonly counts: AcknowledgedStateV2['counts'];
}

/**
 * Kills a mock host under load of version 2, again and again.
 *
 * @param seed decides what is called, and when it is killed; the order of answers remains the machine's
 */
export async function killAgainAndAgainV2(kills: number, seed: number): Promise<KillReportV2> {
  const receiver = await startReceiver();
  const state = new AcknowledgedStateV2();
  const load = {
    args: LOAD_PRINTERS.flatMap((email) => ['--printers', email]),
    calls: () => state.calls,
    run: (url: string, random: () => number) => new LoadV2(url, state, random, receiver.url).run(),
    takeInventory: (url: string, folder: string) => takeInventoryV2(url, folder, state),
    finish: async () => {
      // The first setting was made before the first job that anybody was told of.
      const first = state.jobs.findIndex(({ id }) => completedOf(receiver.received).has(id));
      const printed = state.jobs.filter(
        ({ executed, cancelled, printAtMs = 0 }, index) =>
          index >= first &&
          first >= 0 &&
          executed === 'acknowledged' &&
          cancelled === 'no' &&
          printAtMs <= state.nowMs,
      );
      const untold = () => {
        const told = completedOf(receiver.received);
        return printed.filter(({ id }) => !told.has(id)).map(({ id }) => id);
      };
      await expect.poll(untold).toEqual([]);
    },
  };
  const { slowestStartMs } = await killUnderLoad(load, kills, seed);
  const done = state.jobs.filter(({ executed }) => executed === 'acknowledged');
  return {
    kills,
    calls: state.calls,
    jobs: state.jobs.length,
    executed: done.filter(({ printAtMs }) => printAtMs === undefined).length,
    reserved: done.filter(({ printAtMs }) => printAtMs !== undefined).length,
    notifications: receiver.received.length,
    slowestStartMs,
    counts: state.counts,
  };
}

/** The jobs of whose completion somebody was told. */
function completedOf(received: readonly { readonly body: Buffer }[]): Set<string> {
  const told = received.map(({ body }) => /"JobId":"(\w+)","JobStatus":"completed"/.exec(String(body))?.[1]);
  return new Set(told.filter((id) => id !== undefined));
}
