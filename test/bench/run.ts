import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Results } from './results.js';

/** One run of the benchmark: what it has found, and how thorough it is. */
export interface Run {
  readonly results: Results;
  /** The folder of all files of the run; removed at the end. */
  readonly folder: string;
  readonly isQuick: boolean;
  /** Returns the number of rounds. In each of them everything is measured once. */
  rounds(full: number, quick?: number): number;
  /** Says what is being done. */
  log(line: string): void;
  /**
   * A new folder for one process, in memory where the system has such: how long a disk takes for a new file depends on
   * where it happens to put the folder (20 µs or 700, on one disk), which is nobody's merit.
   *
   * @param isOnDisk where writing to a disk is what is measured
   */
  newFolder(isOnDisk?: boolean): string;
}

/** Linux' file system in memory. */
const MEMORY = '/dev/shm';

/** @param log takes progress lines */
export function createRun(isQuick: boolean, log: (line: string) => void): Run & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-bench-'));
  const inMemory = existsSync(MEMORY) ? mkdtempSync(join(MEMORY, 'epson-connect-bench-')) : folder;
  const startedMs = performance.now();
  return {
    results: new Results(),
    folder,
    isQuick,
    rounds: (full, quick = 1) => (isQuick ? quick : full),
    log: (line) => log(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(5)} s  ${line}`),
    newFolder: (isOnDisk = false) => mkdtempSync(join(isOnDisk ? folder : inMemory, 'process-')),
    [Symbol.dispose]: () => {
      for (const each of [folder, inMemory]) rmSync(each, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Does something and ends the wait for it after a while. What it leaves running is ended with the run. */
export async function within<T>(ms: number, what: string, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work(), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Everyone's turn in each round; whoever fails is left out from then on, and the report says why. */
export async function inTurns<T extends { readonly name: string }>(
  run: Run,
  what: string,
  all: readonly T[],
  rounds: number,
  turn: (one: T, round: number) => Promise<void>,
): Promise<void> {
  const taking = new Set(all);
  for (let round = 0; round < rounds; round += 1) {
    // Forth and back, so that nobody always follows the same one.
    for (const one of round % 2 === 0 ? all : all.toReversed()) {
      if (!taking.has(one)) continue;
      try {
        await within(120_000, `${what} of ${one.name}`, () => turn(one, round));
      } catch (error) {
        taking.delete(one);
        run.results.miss(`${what}: ${one.name}`, error);
        run.log(`not measured: ${what} of ${one.name}: ${String(error)}`);
      }
    }
  }
}
