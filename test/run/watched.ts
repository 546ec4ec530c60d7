import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { builtCommand } from '../support/mock/built-command.js';

const mock = fileURLToPath(new URL('../../mock-server', import.meta.url));

export const sample = join(mock, 'sample.pdf');
export const program = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

/** The command that is under way, with what it has written. */
export interface Watched {
  readonly child: ChildProcess;
  /** The folder that it has for temporary files. */
  readonly temporary: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

/** The binary, with folders and variables of its own: nothing of this user's is read or written. */
export function binary(args: readonly string[], more: NodeJS.ProcessEnv = {}): Watched {
  const home = newFolder();
  const temporary = newFolder();
  const { PATH, HOME, JAVA_HOME } = process.env;
  const child = spawn(process.execPath, [builtCommand(), ...args], {
    cwd: mock,
    env: { PATH, HOME, JAVA_HOME, XDG_DATA_HOME: home, TMPDIR: temporary, ...more },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.end();
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, temporary, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs a command behind the mock, to its end. */
export async function watch(
  command: readonly string[],
  { flags = [], env = {} }: { flags?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number | null; stdout: string; stderr: string; temporary: string }> {
  const watched = binary(['run', ...flags, '--', ...command], env);
  const code = await watched.ended;
  return { code, stdout: watched.stdout(), stderr: watched.stderr(), temporary: watched.temporary };
}

/** Waits until the command has written something to stdout. */
export async function written(
  { child, stdout, stderr, ended }: Watched,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(stdout());
    if (found !== null) return found;
    await Promise.race([
      once(child.stdout!, 'data'),
      ended.then(() => Promise.reject(new Error(stdout() + stderr()))),
    ]);
  }
}
