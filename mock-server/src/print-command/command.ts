import { spawn, type ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { environmentOf, type Printed } from './printed.js';

/** So much of a command's output is shown for a job. */
const SHOWN_BYTES = 64 * 1024;
const LONGEST_LINE = 1000;
/** Between asking a command to end and ending it. */
const GRACE_MS = 2000;
/** How long output may follow the end of the command. */
const OUTPUT_MS = 500;

/**
 * Runs a command for a job by the system's shell, and waits for its end and that of all it started.
 *
 * @param onLine is told each line of its output, made harmless for a terminal
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
  showLines(child, onLine);
  try {
    const [code, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
    });
    await outputOf(child);
    if (signal.aborted) throw signal.reason;
    if (code !== 0)
      throw new Error(code === null ? `it was ended by ${String(killedBy)}` : `exit code ${code}`);
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(ending);
    // What was asked to end and has not; a viewer that a successful command opened may stay.
    if (signal.aborted) endTree(child, 'SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Waits for what is left of the output, not for a program in the background that holds it open. */
function outputOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, OUTPUT_MS);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
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

function showLines(child: ChildProcess, onLine: (line: string) => void): void {
  let leftBytes = SHOWN_BYTES;
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const show = (line: string) => line.trim() !== '' && onLine(harmless(line));
    stream?.on('data', (chunk: Buffer) => {
      // Read on all the same: a command whose output nobody takes would stand still.
      if (leftBytes <= 0) return;
      leftBytes -= chunk.length;
      const lines = (rest + decoder.write(chunk)).split(/\r?\n|\r/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      lines.forEach(show);
      if (leftBytes <= 0) onLine(`(more than ${SHOWN_BYTES} bytes of output; the rest is not shown)`);
    });
    stream?.once('close', () => show(rest));
  }
}

/** Without the sequences and characters that steer a terminal. */
function harmless(line: string): string {
  return (
    line
      .slice(0, LONGEST_LINE)
      // eslint-disable-next-line no-control-regex -- control characters are what it is about
      .replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, '')
      // eslint-disable-next-line no-control-regex -- as above
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
  );
}
