import { MockOptionError } from '../../config/options.js';

/** A command to run. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * Reads the command that follows `--`.
 *
 * @param argv what follows `epson-connect-mock run`
 * @param rest what stands behind `--`, if there is one
 * @throws MockOptionError when there is none
 */
export function readCommand(argv: readonly string[], rest: readonly string[] | undefined): Command {
  const [name, ...args] = rest ?? [];
  if (name !== undefined && name !== '') return { name, args };
  const first = argv.findIndex((text) => !text.startsWith('-'));
  const guess = rest !== undefined || first < 0 ? 'COMMAND ARGS' : argv.slice(first).join(' ');
  throw new MockOptionError(`run needs -- before the command: epson-connect-mock run -- ${guess}`);
}

/** Tells whether help of this subcommand is asked for, and not of the command that it runs. */
export function asksForHelp(argv: readonly string[]): boolean {
  const at = argv.indexOf('--');
  return (at < 0 ? argv : argv.slice(0, at)).some((text) => text === '--help' || text === '-h');
}
