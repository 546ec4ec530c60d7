import { parseArgs } from 'node:util';
import { UsageError } from './exit-code.js';

type Kind = 'text' | 'number' | 'is' | 'list';

/** The flags of one command by name, without the dashes. */
export type FlagTable = Readonly<Record<string, Kind>>;

/** The flags as they were given. */
export interface Flags {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  is(name: string): boolean | undefined;
  list(name: string): string[];
}

/** What every command takes. */
export const COMMON: FlagTable = {
  credentials: 'text',
  printer: 'text',
  'base-url': 'text',
  'allow-insecure-host': 'list',
  'token-cache': 'is',
  json: 'is',
  help: 'is',
};

/** @throws {UsageError} A flag that there is not, or one without its value. */
export function parseFlags(argv: readonly string[], table: FlagTable): { flags: Flags; words: string[] } {
  const options = Object.fromEntries(
    Object.entries({ ...COMMON, ...table }).map(([name, kind]) => [
      name,
      { type: kind === 'is' ? ('boolean' as const) : ('string' as const), multiple: kind === 'list' },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      allowNegative: true,
    });
    return { flags: flagsOf(values), words: positionals };
  } catch (error) {
    // Node's own words name the flag; what it proposes after the first sentence is for others.
    throw new UsageError(`${(error as Error).message.split(/\. |\n/)[0]}.`);
  }
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
      if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`--${name} has to be a number, not "${text}".`);
      return number;
    },
  };
}
