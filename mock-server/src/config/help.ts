import { styleText } from 'node:util';
import { ASSUMPTIONS } from '../rules/assumptions.js';
import { DEFAULT_FILE } from './file.js';
import { defaultOf } from './describe.js';
import { GROUPS, variableOf, type CommandName, type Setting } from './setting.js';
import { SETTINGS } from './settings.js';

/** Wider lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
const NARROWEST = 60;
const INDENT = 30;

/** What the help of one command says beside its options. */
export interface HelpFrame {
  /** How it is called: `epson-connect-mock [options]`. */
  readonly usage: readonly string[];
  /** What it does. */
  readonly about: string;
  /** The commands that there are, in the help of the binary itself. */
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

/** How a terminal shows the help. */
export interface HelpLook {
  readonly isStyled?: boolean;
  readonly columns?: number | undefined;
}

/** The help of a command, at most 100 columns wide, from the schema. */
export function helpText(command: CommandName, frame: HelpFrame, look: HelpLook = {}): string {
  const { isStyled = false, columns = WIDEST } = look;
  const width = Math.max(NARROWEST, Math.min(columns, WIDEST));
  const row = (left: string, right: string, note = '') => layRow(left, right, note, width, dim);
  const heading = (text: string) => (isStyled ? styleText('bold', text) : text);
  const dim = (text: string) => (isStyled ? styleText('dim', text) : text);
  const groups = GROUPS.map((group) => {
    const rows = Object.entries(SETTINGS as Record<string, Setting<unknown>>)
      .filter(([, setting]) => setting.group === group && (setting.commands?.includes(command) ?? true))
      .map(([name, setting]) => row(signOf(name, setting), setting.help, tail(name, setting, command)));
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

function signOf(name: string, { type, secret }: Setting<unknown>): string {
  // What is no flag stands under the name that it has in the config file.
  return secret === undefined ? `--${name}${type.placeholder && ` ${type.placeholder}`}` : `"${name}"`;
}

/** What is not the sentence: whether it may be repeated, its default, its variable. */
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
  // The note stays whole where it can: a name that is broken off is hard to find.
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

/** Breaks a text into lines at blanks. */
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
