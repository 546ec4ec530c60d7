import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';

/** The folder of the loader. */
const here = fileURLToPath(new URL('../../../test', import.meta.url));
const src = pathToFileURL(fileURLToPath(new URL('..', import.meta.url))).href;

/**
 * A program in a process of its own, which imports from `$src/`, tells by `process.send` and is gone with the test.
 */
export async function startProgram(folder: string, name: string, code: string): Promise<ChildProcess> {
  const file = join(folder, `${name}.mts`);
  await writeFile(file, code.replaceAll('$src/', src));
  const execArgv = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];
  const child = fork(file, { cwd: here, execArgv });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The next thing that the program tells. */
export async function told<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the program ended with ${String(code)}`)),
  );
  ended.catch(() => {});
  return ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
}
