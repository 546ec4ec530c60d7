import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerProgram, type Said, type WorkerOptions } from './worker-program.js';

export type Result = Extract<Said, { kind: 'result' }>;

/** A worker of a fleet. Each of its processes has the documents that the ones before have not told about. */
export interface FleetWorker {
  /** The results of its processes, in their order. */
  readonly results: Result[];
  /** Resolves when all documents have a result; rejects when a process fails. */
  readonly ended: Promise<void>;
  /** Resolves when its first process can begin. */
  readonly ready: Promise<void>;
  /** Lets it begin. */
  go(): void;
  /** Kills its process, and starts another one. */
  kill(): void;
  readonly isOver: boolean;
}

export interface Fleet {
  start(options: WorkerOptions, ids: readonly string[]): FleetWorker;
  /** Ends all processes, and removes the program. */
  close(): Promise<void>;
}

export async function makeFleet(): Promise<Fleet> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-'));
  const startProcess = await workerProgram(folder);
  const running = new Set<ChildProcess>();

  function start(options: WorkerOptions, ids: readonly string[]): FleetWorker {
    const results: Result[] = [];
    let left = [...ids];
    let child: ChildProcess;
    let isOver = false;
    let begin!: () => void;
    const isTime = new Promise<void>((resolve) => (begin = resolve));
    let becomeReady!: () => void;
    const ready = new Promise<void>((resolve) => (becomeReady = resolve));

    async function live(): Promise<void> {
      const mine = (child = startProcess(options));
      running.add(mine);
      const exit = once(mine, 'exit') as Promise<[number | null, string | null]>;
      mine.on('message', (said: Said) => {
        if (said.kind === 'ready') {
          becomeReady();
          void isTime.then(() => mine.connected && mine.send(left));
        } else {
          results.push(said);
          left = left.filter((id) => id !== said.id);
        }
      });
      const [code, signal] = await exit;
      running.delete(mine);
      if (signal === 'SIGKILL' && left.length > 0) {
        // Those that a dead process has claimed are free after 30 s: the others come first.
        left = [...left.slice(8), ...left.slice(0, 8)];
        return live();
      }
      isOver = true;
      if (code !== 0 && signal !== 'SIGKILL') throw new Error(`a worker ended with ${code ?? signal}`);
      if (left.length > 0) throw new Error(`a worker has not told about ${left.join(', ')}`);
    }

    const ended = live();
    ended.catch(() => becomeReady());
    return {
      results,
      ended,
      ready,
      go: begin,
      kill: () => void child.kill('SIGKILL'),
      get isOver() {
        return isOver;
      },
    };
  }

  return {
    start,
    async close() {
      const exits = [...running].map(async (child) => {
        const ended = once(child, 'exit');
        // Not SIGKILL: after that a worker starts another process.
        child.kill('SIGTERM');
        await ended;
      });
      await Promise.all(exits);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
