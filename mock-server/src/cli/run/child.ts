import { constants } from 'node:os';
import { spawn } from 'cross-spawn';
import type { Io } from '../io.js';
import type { Command } from './arguments.js';

/** The end of a command. */
export interface Ending {
  /** As a shell would tell it: 128 and the number of the signal, 126 and 127 for what did not start. */
  readonly code: number;
  readonly kind: 'exited' | 'killed' | 'not started';
  /** The end of a sentence that begins with the command. */
  readonly sentence: string;
}

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const SIGNAL_BASE = 128;

/**
 * Runs a command with the standard streams of this process, and waits for its end. Signals are passed on: the command
 * decides whether it ends.
 */
export function runChild({ name, args }: Command, env: NodeJS.ProcessEnv, own: Io): Promise<Ending> {
  const child = spawn(name, [...args], { env, stdio: 'inherit' });
  const { platform = process.platform, stdin = process.stdin } = own;
  // A terminal sends Ctrl-C to the command as well as to this process: passed on, it would come twice.
  const fromTerminal = stdin.isTTY === true || platform === 'win32';
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const pass = () => {
      if (signal !== 'SIGINT' || !fromTerminal) child.kill(signal);
    };
    own.on(signal, pass);
    return () => own.off(signal, pass);
  });
  return new Promise<Ending>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(notStarted(error)));
    child.once('exit', (code, signal) => resolve(signal === null ? exited(code ?? 0) : killed(signal)));
  }).finally(() => {
    for (const off of handlers) off();
  });
}

function exited(code: number): Ending {
  return { code, kind: 'exited', sentence: `ended with exit code ${code}` };
}

function killed(signal: NodeJS.Signals): Ending {
  const code = SIGNAL_BASE + constants.signals[signal];
  return { code, kind: 'killed', sentence: `was ended by ${signal}` };
}

function notStarted(error: NodeJS.ErrnoException): Ending {
  const why =
    error.code === 'ENOENT'
      ? 'was not found'
      : error.code === 'EACCES'
        ? 'is not executable (chmod +x), or is a folder'
        : `could not be started: ${error.message}`;
  return {
    code: error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE,
    kind: 'not started',
    sentence: why,
  };
}
