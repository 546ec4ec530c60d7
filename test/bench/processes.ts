import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that answers on a port. */
export interface Program {
  readonly name: string;
  /** Its arguments to Node, for a port and a folder of its own. */
  readonly args: (port: number, folder: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs and has answered once. */
export interface Running {
  readonly name: string;
  readonly url: string;
  /** Milliseconds from its start to its first 200. */
  readonly startMs: number;
  /** Seconds of processor time until now, its children's included. */
  cpuS(): number;
  /** Bytes in memory now, and the most there were. */
  memory(): { readonly nowBytes: number; readonly mostBytes: number };
  stop(): Promise<void>;
}

/** Nothing that is measured takes so long to start. */
const START_WITHIN_MS = 60_000;
const TICKS_PER_S = 100;

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a program and waits for its first answer.
 *
 * @param isUp asks it once; anything thrown means "not yet"
 */
export async function start(
  program: Program,
  folder: string,
  isUp: (url: string) => Promise<boolean>,
  scheme: 'http' | 'https' = 'http',
): Promise<Running> {
  const port = await freePort();
  const url = `${scheme}://127.0.0.1:${port}`;
  const startedMs = performance.now();
  const child = spawn(process.execPath, program.args(port, folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...program.env },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  try {
    while (!(await isUp(url).catch(() => false))) {
      if (child.exitCode !== null) throw new Error(`${program.name} ended with ${child.exitCode}: ${said}`);
      if (performance.now() - startedMs > START_WITHIN_MS)
        throw new Error(`${program.name} did not answer within ${START_WITHIN_MS} ms: ${said}`);
      await sleep(1);
    }
  } catch (error) {
    await stop(child);
    throw error;
  }
  const startMs = performance.now() - startedMs;
  const pid = child.pid ?? 0;
  return {
    name: program.name,
    url,
    startMs,
    cpuS: () => family(pid).reduce((sum, each) => sum + cpuOf(each), 0),
    memory: () => memoryOf(pid),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A process and its children, as Linux lists them. */
function family(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const children = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

function cpuOf(pid: number): number {
  // What follows the name, which may hold blanks and brackets.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

function memoryOf(pid: number): { nowBytes: number; mostBytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
  return { nowBytes: bytes('VmRSS'), mostBytes: bytes('VmHWM') };
}
