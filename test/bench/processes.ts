import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/http/free-port.js';

/** A program that answers on a port. */
export interface Program {
  readonly name: string;
  /** Its arguments to Node, for a port and a folder of its own. */
  readonly args: (port: number, folder: string) => readonly string[];
  readonly scheme?: 'https';
  readonly env?: Readonly<Record<string, string>>;
  /** It takes messages, and answers each. */
  readonly isSteered?: boolean;
}

/** A program that runs and has answered once. */
export interface Running {
  readonly name: string;
  readonly url: string;
  /** Milliseconds from its start to its first 200. */
  readonly startMs: number;
  /** Seconds of processor time until now, its children's included. */
  cpuS(): number;
  /** Bytes in memory now, and the most there were, its children's included. */
  memory(): { readonly nowBytes: number; readonly mostBytes: number };
  /** Sends a message and waits for the answer. */
  tell(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Nothing that is measured takes so long to start. */
const START_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 3000;
const TICKS_PER_S = 100;

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts a program and waits for its first answer.
 *
 * @param isUp asks it once; anything thrown means "not yet"
 */
export async function start(
  program: Program,
  folder: string,
  isUp: (url: string) => Promise<boolean>,
): Promise<Running> {
  const port = await freePort();
  const url = `${program.scheme ?? 'http'}://127.0.0.1:${port}`;
  const startedMs = performance.now();
  const child = spawn(process.execPath, program.args(port, folder), {
    stdio: ['ignore', 'ignore', 'pipe', ...(program.isSteered === true ? (['ipc'] as const) : [])],
    env: { ...process.env, TMPDIR: folder, ...program.env },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
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
    cpuS: () => sumOf(family(pid), cpuOf),
    memory: () => ({
      nowBytes: sumOf(family(pid), (each) => memoryOf(each, 'VmRSS')),
      mostBytes: sumOf(family(pid), (each) => memoryOf(each, 'VmHWM')),
    }),
    tell: async (message) => {
      const answer = once(child, 'message');
      child.send(message);
      return ((await answer) as [unknown])[0];
    },
    stop: () => stop(child),
  };
}

/** Runs a program to its end. @returns what it wrote to stdout, as JSON */
export async function runToEnd(args: readonly string[], env: Record<string, string> = {}): Promise<unknown> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  children.add(child);
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (complained = (complained + text).slice(-2000)));
  const [code] = (await once(child, 'close')) as [number | null];
  children.delete(child);
  if (code !== 0)
    throw new Error(`ended with ${String(code)}: ${complained.trim().split('\n').at(-1) ?? ''}`);
  return JSON.parse(said);
}

/** Asks a program to end, and ends it if it does not. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}

const sumOf = (pids: readonly number[], count: (pid: number) => number) =>
  pids.reduce((sum, pid) => sum + count(pid), 0);

/** A process and its children, as Linux lists them. */
function family(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const born = tasks.flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...born.flatMap(family)];
}

/** Seconds on a processor, of all threads; to the nanosecond where Linux counts so, otherwise to a hundredth. */
function cpuOf(pid: number): number {
  const finer = readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}/schedstat`);
  if (finer.every(existsSync))
    return finer.reduce((sum, path) => sum + Number(readFileSync(path, 'utf8').split(' ')[0]), 0) / 1e9;
  // The fields after the name, which may hold blanks and brackets.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

function memoryOf(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024;
}
