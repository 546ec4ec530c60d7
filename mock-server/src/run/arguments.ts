import { MockOptionError } from '../options.js';
import { checkAllowed } from './allow.js';

/** What stands on the command line of `run`. */
export interface RunArguments {
  /** The mock's own flags, in their order. */
  readonly flags: readonly string[];
  /** Rules that may be broken. */
  readonly allowed: ReadonlySet<string>;
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Takes apart what follows `epson-connect-mock run`: what stands before `--` is the mock's, what follows is the command.
 *
 * @throws MockOptionError when there is no command, or an `--allow` names no rule
 */
export function readRunArguments(argv: readonly string[]): RunArguments {
  const at = argv.indexOf('--');
  const [command, ...args] = at < 0 ? [] : argv.slice(at + 1);
  const { flags, values } = takeOut('--allow', at < 0 ? argv : argv.slice(0, at));
  if (at < 0) {
    const first = argv.findIndex((text) => !text.startsWith('-'));
    const guess = first < 0 ? 'COMMAND ARGS' : argv.slice(first).join(' ');
    throw new MockOptionError(`run takes its command behind --: epson-connect-mock run -- ${guess}`);
  }
  if (command === undefined || command === '') {
    throw new MockOptionError('run has no command behind --: epson-connect-mock run -- COMMAND ARGS');
  }
  return { flags, allowed: checkAllowed(values), command, args };
}

/** Whether help is asked for, of this subcommand and not of the command that it runs. */
export function asksForHelp(argv: readonly string[]): boolean {
  const at = argv.indexOf('--');
  return (at < 0 ? argv : argv.slice(0, at)).some((text) => text === '--help' || text === '-h');
}

/**
 * Takes an option with a value out of a list of flags, in both spellings: `--name value` and `--name=value`.
 *
 * @throws MockOptionError when its value is missing
 */
export function takeOut(name: string, argv: readonly string[]): { flags: string[]; values: string[] } {
  const flags: string[] = [];
  const values: string[] = [];
  const list = [...argv];
  for (let text = list.shift(); text !== undefined; text = list.shift()) {
    if (text !== name && !text.startsWith(`${name}=`)) {
      flags.push(text);
      continue;
    }
    const value = text === name ? list.shift() : text.slice(name.length + 1);
    if (value === undefined || value === '') throw new MockOptionError(`${name} has no value`);
    values.push(value);
  }
  return { flags, values };
}
