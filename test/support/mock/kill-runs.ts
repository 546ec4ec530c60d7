import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { builtCommand } from './built-command.js';
import { startProcess, type MockProcess } from './mock-process.js';
import { seeded } from '../random.js';

/** A client under whose load a host is killed, with its memory of what was acknowledged. */
export interface KilledLoad {
  /** Flags of the host beside its data folder. */
  readonly args: readonly string[];
  /** Counts the calls that were answered with 2xx. */
  readonly calls: () => number;
  /** Calls a running host until it is gone. */
  readonly run: (url: string, random: () => number) => Promise<void>;
  /** Compares a restarted host, and its folder, with what was acknowledged. @returns what is missing */
  readonly takeInventory: (url: string, folder: string) => Promise<readonly string[]>;
  /** Looks at what takes longer, on the host that started after the last kill. */
  readonly finish: () => Promise<void>;
}

const WORKERS = 8;
/** A process is killed after at most this number of acknowledged calls, however long a machine takes for them. */
const MOST_CALLS = 150;

/**
 * Kills a mock host under load, starts it again and looks for everything that it has acknowledged, again and again.
 *
 * @param seed decides what is called, and when it is killed; the order of answers remains the machine's
 */
export async function killUnderLoad(
  load: KilledLoad,
  kills: number,
  seed: number,
): Promise<{ readonly slowestStartMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-kills-'));
  mkdirSync(join(folder, 'printed'));
  const random = seeded(seed);
  const args = ['--data-dir', folder, ...load.args];
  let slowestStartMs = 0;
  let running: MockProcess | undefined;
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const isCut = endsInLine(join(folder, 'state.log'));
      const mock = (running = await startProcess(builtCommand(), args));
      // The rest of a write that a kill has cut off is reported and set aside; nothing else is.
      const expected = isCut ? /^epson-connect-mock: state\.log: its last line is incomplete.*\n$/ : /^$/;
      if (isCut) rmSync(join(folder, 'damaged'), { recursive: true });
      slowestStartMs = Math.max(slowestStartMs, mock.startMs);
      expect(await load.takeInventory(mock.url, folder), `before kill ${kill}, seed ${seed}`).toEqual([]);
      const killAfter = load.calls() + random() * MOST_CALLS;
      let isRunning = true;
      const workers = Promise.all(Array.from({ length: WORKERS }, () => load.run(mock.url, random)));
      void workers.finally(() => (isRunning = false)).catch(() => {});
      while (isRunning && load.calls() < killAfter) await sleep(1);
      await mock.kill();
      await workers;
      expect(mock.complaints(), `what it said before kill ${kill}, seed ${seed}`).toMatch(expected);
    }
    const isCut = endsInLine(join(folder, 'state.log'));
    const mock = (running = await startProcess(builtCommand(), args));
    if (isCut) rmSync(join(folder, 'damaged'), { recursive: true });
    expect(await load.takeInventory(mock.url, folder), `after the last kill, seed ${seed}`).toEqual([]);
    await load.finish();
    await mock.stop();
    return { slowestStartMs };
  } finally {
    // Also when something was missing: no process stays behind.
    await running?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells whether a log ends in the middle of a line. */
function endsInLine(path: string): boolean {
  return existsSync(path) && !['', '\n'].includes(readFileSync(path, 'latin1').slice(-1));
}
