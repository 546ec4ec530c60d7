import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A mock host in a process of its own. */
export interface MockProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Returns its standard error. */
  readonly complaints: () => string;
  /** From the start of the process to the first answer. */
  readonly startMs: number;
  /** Ends it as the system does when it is out of memory: at once. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** The end of a process that never came to listen. */
export class NeverListened extends Error {
  readonly code: number | null;
  readonly complaints: string;

  constructor(code: number | null, complaints: string) {
    super(`the mock ended with ${String(code)} before it listened: ${complaints}`);
    this.code = code;
    this.complaints = complaints;
  }
}

/** @throws NeverListened */
export async function startProcess(
  command: string,
  args: readonly string[],
  node = process.execPath,
): Promise<MockProcess> {
  const startedMs = performance.now();
  const child = spawn(node, [command, '--port', '0', '--quiet', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += String(chunk)));
  const closed = once(child, 'close');
  const listening = new Promise<string>((resolve) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /^listening on (\S+)\n/.exec((output += String(chunk)))?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([
    listening,
    closed.then(async () => Promise.reject(new NeverListened((await exited)[0], complaints))),
  ]);
  await (await fetch(`${url}/_mock/health`)).arrayBuffer();
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await closed;
  };
  return {
    url,
    child,
    complaints: () => complaints,
    startMs: performance.now() - startedMs,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
