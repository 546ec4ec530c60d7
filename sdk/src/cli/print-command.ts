import type { Command } from './command.js';
import { EXIT, UsageError } from './exit-code.js';
import { printFile } from './print-file.js';
import { PRINT_MODES, SETTING_FLAGS, settingOf } from './settings.js';
import { deadlineMsOf, WAIT_ABOUT, WAIT_FLAGS } from './wait.js';

/** With these the next file would be refused the same way. */
const POINTLESS: readonly number[] = [EXIT.authentication, EXIT.usage, EXIT.rateLimit];

export const print: Command = {
  usage: 'FILE…',
  summary: 'Print files, one after the other; "-" is standard input',
  flags: {
    ...SETTING_FLAGS,
    ...WAIT_FLAGS,
    name: 'text',
    'job-name': 'text',
    'print-mode': PRINT_MODES,
    'allow-unknown-type': 'is',
    wait: 'is',
  },
  about: [
    '--copies 1..99          number of copies',
    '--2-sided WORD          none, long or short',
    '--color-mode WORD       color or mono',
    '--media-size WORD       ms_a4, ms_letter, …',
    '--media-type WORD       mt_plainpaper, …',
    '--print-quality WORD    draft, normal or high',
    '--source WORD           auto, front1, …',
    '--borderless            to the edges of the paper',
    '--reverse-order         the last page first',
    '--no-collate            page by page instead of set by set',
    '    With any of these the host also requires size, type, quality, source, color mode and borderless;',
    '    their defaults are ms_a4, mt_plainpaper, normal, auto, color and no.',
    '--print-mode WORD       document (default) or photo',
    '--job-name TEXT         name of the job (default: the file name)',
    '--name NAME             file name of standard input; its extension decides the type',
    '--allow-unknown-type    also send types that are not known to print',
    '--wait                  wait until each file is printed',
    ...WAIT_ABOUT,
  ],
  examples: [
    'epson-connect print invoice.pdf',
    'epson-connect print --copies 2 --2-sided long --color-mode mono --wait *.pdf',
    'make-report | epson-connect print - --name report.pdf',
  ],
  words: [1, Infinity],
  check({ words, flags }) {
    const inputs = words.filter((word) => word === '-');
    if (inputs.length > 0 && flags.text('credentials') === '-')
      throw new UsageError('Standard input can be the credentials or the document, not both.');
    if (inputs.length > 1) throw new UsageError('Standard input can be printed only once.');
    if (inputs.length > 0 && !flags.text('name'))
      throw new UsageError('Standard input needs a name with an extension: --name report.pdf');
    if (inputs.length === 0 && flags.text('name') !== undefined)
      throw new UsageError('--name is only valid for standard input; use --job-name for the name of a job.');
    settingOf(flags);
    deadlineMsOf(flags);
    if (flags.number('deadline') !== undefined && !flags.is('wait'))
      throw new UsageError('--deadline is only valid with --wait.');
  },
  async run(given) {
    const { words, flags, interrupt, terminal } = given;
    const print_setting = settingOf(flags);
    let worst: number = EXIT.ok;
    for (const [index, file] of words.entries()) {
      const code = await printFile(given, file, print_setting);
      worst = Math.max(worst, code);
      // The others would be refused the same way, or nobody wants them any more.
      const isPointless = interrupt.isAsked || POINTLESS.includes(code);
      const left = words.length - index - 1;
      if (isPointless && left > 0) {
        terminal.note(`${left} more ${left === 1 ? 'file was' : 'files were'} not begun.`);
        break;
      }
    }
    return worst;
  },
};
