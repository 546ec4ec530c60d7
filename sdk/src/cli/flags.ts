import { parseArgs } from 'node:util';
import { UsageError } from './exit-code.js';
import { plainText } from './plain-text.js';
import { suggestion } from './suggest.js';

/** The type of a flag. A list of words: exactly one of them. */
type Kind = 'text' | 'number' | 'is' | 'list' | readonly string[];

/** The flags of one command by name, without the dashes. */
export type FlagTable = Readonly<Record<string, Kind>>;

/** The flags as they were given. */
export interface Flags {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  is(name: string): boolean | undefined;
  list(name: string): string[];
}

/** Flags of every command, of either version. */
export const COMMON: FlagTable = {
  api: ['1', '2'],
  connection: 'text',
  credentials: 'text',
  printer: 'text',
  'base-url': 'text',
  'allow-insecure-host': 'list',
  'token-cache': 'is',
  retries: 'number',
  timeout: 'number',
  verbose: 'is',
  json: 'is',
  help: 'is',
};

/** @throws {UsageError} A flag that there is not, one without its value, or a value that it does not take. */
export function parseFlags(argv: readonly string[], table: FlagTable): { flags: Flags; words: string[] } {
  const kinds = { ...COMMON, ...table };
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === 'is' ? ('boolean' as const) : ('string' as const), multiple: kind === 'list' },
    ]),
  );
  let read;
  try {
    read = parseArgs({
      args: [...argv],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (error) {
    throw new UsageError(problemIn((error as Error).message, argv, Object.keys(kinds)));
  }
  const { values, positionals } = read;
  for (const [name, value] of Object.entries(values)) check(name, value, kinds[name]);
  return { flags: flagsOf(values), words: positionals };
}

/** Returns Node's message about the flags in the words of this command; Node's advice does not fit here. */
function problemIn(said: string, argv: readonly string[], names: readonly string[]): string {
  const [, flag = ''] = /'(?:-\w, )?(--[\w-]+)/.exec(said) ?? [];
  if (/ambiguous/.test(said)) {
    const value = plainText(argv[argv.indexOf(flag) + 1]);
    return `${flag} needs a value, and "${value}" begins with a dash; write ${flag}=${value} to pass it.`;
  }
  if (/argument missing/.test(said)) return `${flag} needs a value.`;
  if (/does not take an argument/.test(said)) return `${flag} does not take a value.`;
  const meant = suggestion(flag.replace(/^--(no-)?/, ''), names);
  return flag
    ? `Unknown flag ${flag}${meant ? `; did you mean --${meant}?` : '.'}`
    : `${said.split(/\. |\n/)[0]}.`;
}

function check(name: string, value: unknown, kind: Kind | undefined): void {
  for (const one of [value].flat()) {
    // A variable of the shell that is not set. Without this, what the environment says would count, which is not meant.
    if (typeof one === 'string' && one.trim() === '')
      throw new UsageError(`--${name} is empty: give it a value, or leave it out.`);
    if (Array.isArray(kind)) checkWord(`--${name}`, String(one), kind as string[]);
  }
}

/** @throws {UsageError} It is none of the words that there are. */
export function checkWord(what: string, word: string, words: readonly string[]): void {
  if (words.includes(word)) return;
  const all = [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ');
  throw new UsageError(`${what} must be ${all}, not "${plainText(word)}".`);
}

function flagsOf(values: Record<string, unknown>): Flags {
  return {
    text: (name) => values[name] as string | undefined,
    is: (name) => values[name] as boolean | undefined,
    list: (name) => (values[name] as string[] | undefined) ?? [],
    number(name) {
      const text = values[name] as string | undefined;
      if (text === undefined) return undefined;
      const number = Number(text);
      if (!/^\d+(\.\d+)?$/.test(text))
        throw new UsageError(`--${name} must be a number, not "${plainText(text)}".`);
      return number;
    },
  };
}
