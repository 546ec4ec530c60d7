import type { ValueType } from './value-type.js';

/** The headings of the help, in their order. */
export const GROUPS = [
  'Listening',
  'HTTPS and proxy',
  'Printers and clients',
  'Behaviour',
  'Storage and printing',
  'Security and limits',
  'Output',
  'Configuration',
] as const;

/** A command of the binary. `start` stands for none. */
export type CommandName = 'start' | 'run' | 'env' | 'ca';

/**
 * One setting. Its name is the flag's, the key's in the config file and, in capitals, the variable's:
 * `--data-dir`, `"data-dir"`, `EPSON_MOCK_DATA_DIR`.
 */
export interface Setting<T> {
  readonly type: ValueType<T>;
  readonly group: (typeof GROUPS)[number];
  /** Its description, one or two sentences for the help and the guide. */
  readonly help: string;
  /** Its default. */
  readonly preset?: T;
  /** Its default with one of the commands, if it differs. */
  readonly presets?: Readonly<Partial<Record<CommandName, T>>>;
  /** Its default in words, if no value stands for it. */
  readonly otherwise?: string;
  /** Its default with one of the commands, in words. */
  readonly otherwiseWith?: Readonly<Partial<Record<CommandName, string>>>;
  /** The commands that take it. Default: all. */
  readonly commands?: readonly CommandName[];
  /** The sources of a secret, which is not a flag, because every user of the machine can see flags. */
  readonly secret?: string;
  /** Its name until it was renamed, which is accepted with a warning until 1.0. */
  readonly formerly?: string;
}

/** Returns a setting as it is, with the type of its values. */
export const setting = <T>(each: Setting<T>): Setting<T> => each;

/** Returns the default of a setting with a command. */
export function presetOf<T>({ preset, presets }: Setting<T>, command: CommandName): T | undefined {
  return presets?.[command] ?? preset;
}

/** Returns the environment variable of a setting. */
export function variableOf(name: string): string {
  return `EPSON_MOCK_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Settings by name. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;
