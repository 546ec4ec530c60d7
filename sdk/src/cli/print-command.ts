import type { EpsonConnect } from '../index.js';
import type { Command } from './command.js';
import { checkInputs, printFiles } from './print-files.js';
import { PRINT_MODES, SETTING_FLAGS, settingOf } from './settings.js';
import { checkDeadline, WAIT_ABOUT, WAIT_FLAGS } from './wait.js';

export const print: Command<EpsonConnect> = {
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
  check(given) {
    checkInputs(given);
    settingOf(given.flags);
    checkDeadline(given.flags);
  },
  run(given) {
    const { epson, flags } = given;
    const print_setting = settingOf(flags);
    return printFiles(given, (document, options) =>
      epson.print(document, {
        job_name: flags.text('job-name'),
        print_mode: flags.text('print-mode'),
        print_setting,
        allowUnknownType: flags.is('allow-unknown-type'),
        ...options,
      }),
    );
  },
};
