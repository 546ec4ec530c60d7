import { spawn, type ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { environmentOf, type Printed } from './printed.js';
import { printable } from '../text/printable.js';

/** Between asking a command to end and ending it. */
const GRACE_MS = 2000;
/** The time in which output may follow the end of the command. */
const OUTPUT_MS = 500;

/**
 * Runs a command for a job by the system's shell, and waits for its end and that of all it started.
 *
 * @param onLine called with each line of its output, made harmless for a terminal
 * @throws Error that says how it failed: its exit code, its signal, its time, or why it did not start
 */
export async function runCommand(
  command: string,
  printed: Printed,
  onLine: (line: string) => void,
): Promise<void> {
  const { signal } = printed;
  signal.throwIfAborted();
  const isWindows = process.platform === 'win32';
  const child = spawn(command, {
    shell: isWindows ? true : '/bin/sh',
    env: environmentOf(printed),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts is ended with it.
    detached: !isWindows,
    windowsHide: true,
  });
  let ending: NodeJS.Timeout | undefined;
  const end = () => {
    endTree(child, 'SIGTERM');
    ending = setTimeout(() => endTree(child, 'SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  const { open } = showOutput(onLine);
  for (const stream of [child.stdout, child.stderr]) {
    const { write, end: endOutput } = open();
    stream.on('data', write).once('close', endOutput);
  }
  // Listened for from the start: it can come in the same turn as the end.
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const [code, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
    });
    await withinTime(closed);
    if (signal.aborted) throw signal.reason;
    if (code !== 0)
      throw new Error(code === null ? `it was ended by ${String(killedBy)}` : `exit code ${code}`);
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(ending);
    // Ends what was asked to end and has not; a viewer that a successful command opened may stay.
    if (signal.aborted) endTree(child, 'SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Waits for what is left of the output, not for a program in the background that holds it open. */
async function withinTime(closed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, OUTPUT_MS)));
  await Promise.race([closed, over]);
  clearTimeout(timer);
}

function endTree(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

/** The bytes of a command's output that are shown for a job, both of its streams together. */
export const SHOWN_BYTES = 64 * 1024;
const LONGEST_LINE = 1000;

/** One of the streams that a command writes to. */
export interface OutputStream {
  readonly write: (chunk: Buffer) => void;
  /** Shows what was left of a line when the stream ended. */
  readonly end: () => void;
}

/**
 * Shows what a command writes, a line at a time and made harmless for a terminal, up to a bound that the size of the
 * system's chunks does not move. What is over is counted as read: a command whose output nobody takes would stand still.
 */
export function showOutput(onLine: (line: string) => void): { readonly open: () => OutputStream } {
  let leftBytes = SHOWN_BYTES;
  const show = (line: string) => line.trim() !== '' && onLine(harmless(line));
  const open = () => {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const end = () => {
      show(rest);
      rest = '';
    };
    const write = (chunk: Buffer) => {
      if (leftBytes < 0) return;
      const lines = (rest + decoder.write(chunk.subarray(0, leftBytes))).split(/\r?\n|\r/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      lines.forEach(show);
      leftBytes -= chunk.length;
      if (leftBytes >= 0) return;
      end();
      onLine(`(more than ${SHOWN_BYTES} bytes of output; the rest is not shown)`);
    };
    return { write, end };
  };
  return { open };
}

/** Without the sequences and characters that steer a terminal. */
function harmless(line: string): string {
  const text = line
    .slice(0, LONGEST_LINE)
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    .replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, '');
  return printable(text.replaceAll('\t', '  '), '');
}
