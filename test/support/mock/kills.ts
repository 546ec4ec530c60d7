import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { Answered } from './acknowledged-state.js';
import { takeInventory } from './inventory.js';
import { Load, LOAD_PRINTERS } from './load.js';
import { buildCommand } from './built-command.js';
import { startProcess, type MockProcess } from './mock-process.js';
import { seeded } from '../random.js';
import { startReceiver } from '../http/receiver.js';

/** What came of it. */
export interface KillReport {
  readonly kills: number;
  /** Calls that were answered with 2xx in all. */
  readonly calls: number;
  readonly jobs: number;
  readonly executed: number;
  readonly notifications: number;
  readonly slowestStartMs: number;
}

const WORKERS = 8;
/** A process is killed after so long under load at the most. */
const LONGEST_MS = 600;

/**
 * Kills a mock host under load, starts it again and looks for everything that it has answered, again and again.
 *
 * @param seed decides what is called, and when it is killed; the order of answers remains the machine's
 */
export async function killAgainAndAgain(kills: number, seed: number): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'keep-kills-'));
  mkdirSync(join(folder, 'printed'));
  const command = await buildCommand();
  const receiver = await startReceiver();
  const random = seeded(seed);
  const answered = new Answered();
  const args = [
    '--data-dir',
    folder,
    '--calls-per-minute',
    'off',
    ...LOAD_PRINTERS.flatMap((email) => ['--printers', email]),
  ];
  let slowestStartMs = 0;
  let running: MockProcess | undefined;
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const isCut = endsInLine(join(folder, 'state.log'));
      const mock = (running = await startProcess(command.path, args));
      // What a kill in the middle of a write leaves is told of and set aside; nothing else is.
      const expected = isCut ? /^epson-connect-mock: state\.log: its last line is incomplete.*\n$/ : /^$/;
      if (isCut) rmSync(join(folder, 'damaged'), { recursive: true });
      slowestStartMs = Math.max(slowestStartMs, mock.startMs);
      expect(await takeInventory(mock.url, folder, answered), `before kill ${kill}, seed ${seed}`).toEqual(
        [],
      );
      const load = new Load(mock.url, answered, random, receiver.url);
      const workers = Array.from({ length: WORKERS }, () => load.run());
      await sleep(5 + random() * LONGEST_MS);
      await mock.kill();
      await Promise.all(workers);
      expect(mock.complaints(), `what it said before kill ${kill}, seed ${seed}`).toMatch(expected);
    }
    const isCut = endsInLine(join(folder, 'state.log'));
    const mock = (running = await startProcess(command.path, args));
    if (isCut) rmSync(join(folder, 'damaged'), { recursive: true });
    expect(await takeInventory(mock.url, folder, answered), `after the last kill, seed ${seed}`).toEqual([]);
    const told = () => receiver.received.map(({ body }) => String(body)).join('\n');
    const printed = answered.jobs.filter(
      ({ executed, cancelled }) => executed === 'answered' && cancelled === 'no',
    );
    await expect.poll(() => untold(printed, told())).toEqual([]);
    await mock.stop();
    const executed = answered.jobs.filter((job) => job.executed === 'answered').length;
    const { calls, jobs } = answered;
    return {
      kills,
      calls,
      jobs: jobs.length,
      executed,
      notifications: receiver.received.length,
      slowestStartMs,
    };
  } finally {
    await command.remove();
    // Also when something was missing: no process stays behind.
    await running?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells whether a log ends in the middle of a line. */
function endsInLine(path: string): boolean {
  return existsSync(path) && !['', '\n'].includes(readFileSync(path, 'latin1').slice(-1));
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
