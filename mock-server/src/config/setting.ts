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

/** What the binary does with a configuration. `start` is what it does without a command. */
export type CommandName = 'start' | 'run' | 'env' | 'ca';

/**
 * One setting. Its name is the flag's, the key's in the config file and, in capitals, the variable's:
 * `--data-dir`, `"data-dir"`, `EPSON_MOCK_DATA_DIR`.
 */
export interface Setting<T> {
  readonly type: ValueType<T>;
  readonly group: (typeof GROUPS)[number];
  /** What it does, in a sentence or two for the help and the README. */
  readonly help: string;
  /** Its default. */
  readonly preset?: T;
  /** Its default with one of the commands, where that is another one. */
  readonly presets?: Readonly<Partial<Record<CommandName, T>>>;
  /** Its default in words, where it is no value that could be written down. */
  readonly otherwise?: string;
  /** Its default with one of the commands, in words. */
  readonly otherwiseWith?: Readonly<Partial<Record<CommandName, string>>>;
  /** The commands that take it. Default: all. */
  readonly commands?: readonly CommandName[];
  /** Holds a secret: not a flag, because everybody on the machine sees those. Says what there is instead. */
  readonly secret?: string;
  /** Its name until it was renamed, which is accepted with a warning until 1.0. */
  readonly formerly?: string;
}

/** The default of a setting with a command. */
export function presetOf<T>({ preset, presets }: Setting<T>, command: CommandName): T | undefined {
  return presets?.[command] ?? preset;
}

/** The variable of a setting. */
export function variableOf(name: string): string {
  return `EPSON_MOCK_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Settings by their names, whatever their values are. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;
