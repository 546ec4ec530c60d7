import { styleText } from 'node:util';
import { ASSUMPTIONS } from '../rules/assumptions.js';
import { DEFAULT_FILE } from './file.js';
import { defaultOf } from './describe.js';
import { GROUPS, variableOf, type CommandName, type Setting } from './setting.js';
import { SETTINGS } from './settings.js';

/** The longest line that is easy to read, on any terminal. */
const WIDEST = 100;
const NARROWEST = 60;
const INDENT = 30;

/** The parts of a command's help beside its options. */
export interface HelpFrame {
  /** Its usage lines: `epson-connect-mock [options]`. */
  readonly usage: readonly string[];
  /** Its description. */
  readonly about: string;
  /** The subcommands, in the help of the binary itself. */
  readonly commands?: Readonly<Record<string, { readonly synopsis: string; readonly summary: string }>>;
  readonly examples?: readonly string[];
}

const FRAME_OPTIONS: readonly [flag: string, help: string, note?: string][] = [
  [
    '--config FILE',
    'The config file.',
    `default ${DEFAULT_FILE} of the working directory, if it exists, EPSON_MOCK_CONFIG`,
  ],
  [
    '--print-config',
    'Write the merged configuration to stdout as a config file and the source of each value to stderr, then exit.',
  ],
  [
    '--no-NAME',
    'Use the default of an option, and ignore the environment and the config file: --no-strict, --no-data-dir.',
  ],
  ['--help, -h', 'Show this.'],
  ['--version', 'Show the version.'],
];

const PRECEDENCE =
  'A flag overrides the environment, the environment overrides the config file, and the config file overrides the default. The names are the same in all: --data-dir, EPSON_MOCK_DATA_DIR, "data-dir". Several values are a repeated flag, a variable with commas, or a list in the file.';

/** Styles and width of the terminal that shows the help. */
export interface HelpLook {
  readonly isStyled?: boolean;
  readonly columns?: number | undefined;
}

/** Returns the help of a command from the table of settings, at most 100 columns wide. */
export function helpText(command: CommandName, frame: HelpFrame, look: HelpLook = {}): string {
  const { isStyled = false, columns = WIDEST } = look;
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST));
  const row = (left: string, right: string, note = '') => layRow(left, right, note, width, dim);
  const heading = (text: string) => (isStyled ? styleText('bold', text) : text);
  const dim = (text: string) => (isStyled ? styleText('dim', text) : text);
  const groups = GROUPS.map((group) => {
    const rows = Object.entries(SETTINGS as Record<string, Setting<unknown>>)
      .filter(([, setting]) => setting.group === group && (setting.commands?.includes(command) ?? true))
      .map(([name, setting]) => row(flagOf(name, setting), setting.help, tail(name, setting, command)));
    if (group === 'Configuration')
      rows.push(...FRAME_OPTIONS.map(([flag, help, note]) => row(flag, help, note)));
    return rows.length === 0 ? [] : ['', heading(group), ...rows];
  });
  const commands = Object.values(frame.commands ?? {}).map(({ synopsis, summary }) => row(synopsis, summary));
  return [
    ...frame.usage.map((line, index) => `${index === 0 ? `${heading('Usage')}  ` : '       '}${line}`),
    '',
    ...wrap(frame.about, width),
    ...(commands.length === 0 ? [] : ['', heading('Commands'), ...commands]),
    ...groups.flat(),
    '',
    ...wrap(PRECEDENCE, width),
    '',
    heading('Assumptions, the default first'),
    ...Object.entries(ASSUMPTIONS).map(([name, values]) => row(name, values.join(' | '))),
    ...(frame.examples === undefined
      ? []
      : ['', heading('Examples'), ...frame.examples.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

function flagOf(name: string, { type, secret }: Setting<unknown>): string {
  // A secret has no flag, so it is listed under its key in the config file.
  return secret === undefined ? `--${name}${type.placeholder && ` ${type.placeholder}`}` : `"${name}"`;
}

/** Returns the note after the sentence: `may be repeated`, the default, the variable. */
function tail(name: string, setting: Setting<unknown>, command: CommandName): string {
  const preset = defaultOf(setting, command);
  return [
    ...(setting.secret === undefined ? [] : ['no flag']),
    ...(setting.type.several === undefined || setting.secret !== undefined ? [] : ['may be repeated']),
    ...(preset === '' || preset === 'none' ? [] : [`default ${preset}`]),
    variableOf(name),
  ].join(', ');
}

function layRow(
  left: string,
  right: string,
  note: string,
  width: number,
  dim: (text: string) => string,
): string {
  const lines = wrap(right, width - INDENT);
  // The note stays on one line if it fits, so that searching for a name finds it.
  const [first = '', ...others] = note === '' ? [] : wrap(`(${note})`, width - INDENT);
  const last = lines.at(-1) ?? '';
  if (first !== '' && others.length === 0 && last.length + 1 + first.length <= width - INDENT) {
    lines[lines.length - 1] = `${last} ${dim(first)}`;
  } else lines.push(...[first, ...others].filter((line) => line !== '').map(dim));
  const head = `  ${left}`;
  const [beside = '', ...below] = head.length < INDENT - 1 ? lines : ['', ...lines];
  const margin = ' '.repeat(INDENT);
  return [(head.padEnd(INDENT) + beside).trimEnd(), ...below.map((line) => margin + line)].join('\n');
}

/** Breaks a text into lines at spaces. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
