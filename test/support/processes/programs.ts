import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface ProgramResult {
  readonly code: number | null;
  /** Its output on both streams, in the order in which it came. */
  readonly output: string;
}

/**
 * Runs a program beside the test, so that a host in this process can answer it; ended with the test.
 *
 * @param options those of `spawn`, the text for its standard input, and a function for all output so far
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  {
    input = '',
    onOutput,
    ...options
  }: SpawnOptions & { input?: string; onOutput?: (output: string) => void } = {},
): Promise<ProgramResult> {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const keep = (chunk: Buffer) => {
    output += String(chunk);
    onOutput?.(output);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
