import { main } from '../cli/cli.js';
import type { Subcommand } from '../cli/commands.js';
import type { Io } from '../cli/io.js';

/** The end of the command, and its output. */
export interface Written {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of the command. */
export interface Around {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly commands?: Readonly<Record<string, Subcommand>>;
}

/** Runs the command with streams that keep what is written; no signal comes. */
export async function runIn({ env = {}, cwd, commands }: Around, ...argv: string[]): Promise<Written> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    on: () => {},
    write: (text: string) => (written[name] += text),
  });
  const io = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    on: () => io,
    once: () => io,
    off: () => io,
    env,
    cwd: () => cwd ?? process.cwd(),
  } as unknown as Io;
  return { code: await main(argv, io, commands), ...written };
}
