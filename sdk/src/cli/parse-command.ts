import { UsageError } from './exit-code.js';
import { COMMON } from './flags.js';

/** A command line before its flags are parsed. */
export interface CommandLine {
  /** Undefined where there is none. */
  readonly name: string | undefined;
  /** The arguments around the name. */
  readonly argv: readonly string[];
}

/**
 * Finds the command. Flags of every command may stand before it.
 *
 * @throws {UsageError} A flag before the command that is not one of every command.
 */
export function parseCommand(argv: readonly string[]): CommandLine {
  let at = 0;
  for (let word; (word = argv[at])?.startsWith('-'); at += 1) {
    const [flag = '', value] = word.replace(/^--(no-)?/, '').split('=', 2);
    const isCommon = word.startsWith('--') && Object.hasOwn(COMMON, flag);
    const kind = word === '-h' ? 'is' : isCommon && COMMON[flag];
    if (!kind) throw new UsageError(`"${word}" must come after the command: epson-connect COMMAND [flags].`);
    if (kind !== 'is' && value === undefined) at += 1;
  }
  return { name: argv[at], argv: [...argv.slice(0, at), ...argv.slice(at + 1)] };
}

/** Returns the last value of a flag, before the flags are parsed; undefined without it. */
export function lastValue(argv: readonly string[], name: string): string | undefined {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const at = words.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  return at < 0 ? undefined : (words[at]?.split('=', 2)[1] ?? words[at + 1] ?? '');
}

/** Returns whether JSON is asked for; before the flags are parsed, so that their errors are JSON, too. */
export function wantsJson(argv: readonly string[]): boolean | undefined {
  const end = argv.indexOf('--');
  const last = (end < 0 ? argv : argv.slice(0, end)).findLast((word) => /^--(no-)?json$/.test(word));
  return last === undefined ? undefined : last === '--json';
}
