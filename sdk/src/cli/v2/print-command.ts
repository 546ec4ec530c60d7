import type { EpsonConnectV2 } from '../../v2/index.js';
import type { Command } from '../command.js';
import { checkInputs, printFiles } from '../print-files.js';
import { checkDeadline, WAIT_ABOUT, WAIT_FLAGS } from '../wait.js';
import { PRINT_MODES, SETTING_ABOUT, SETTING_FLAGS, settingsOf, wholeSettings } from './settings.js';

/** Flags of what is printed, now or later. */
export const DOCUMENT_FLAGS = {
  ...SETTING_FLAGS,
  name: 'text',
  'job-name': 'text',
  'print-mode': PRINT_MODES,
  'allow-unknown-type': 'is',
} as const;

export const DOCUMENT_ABOUT = [
  ...SETTING_ABOUT,
  '--print-mode WORD       document (default) or photo',
  '--job-name TEXT         name of the job (default: the file name)',
  '--name NAME             file name of standard input; its extension decides the type',
  '--allow-unknown-type    also send types that are not known to print',
];

export const print: Command<EpsonConnectV2> = {
  usage: 'FILE…',
  summary: 'Print files, one after the other; "-" is standard input',
  flags: { ...DOCUMENT_FLAGS, ...WAIT_FLAGS, wait: 'is' },
  about: [...DOCUMENT_ABOUT, '--wait                  wait until each file is printed', ...WAIT_ABOUT],
  examples: [
    'epson-connect print invoice.pdf',
    'epson-connect print --copies 2 --double-sided long --color-mode mono --wait *.pdf',
    'make-report | epson-connect print - --name report.pdf',
  ],
  words: [1, Infinity],
  check(given) {
    checkInputs(given);
    settingsOf(given.flags);
    checkDeadline(given.flags);
  },
  async run(given) {
    const { epson, flags, interrupt } = given;
    const printSettings = await wholeSettings(epson, flags, interrupt.signal);
    return printFiles(given, (document, options) =>
      epson.print(document, {
        jobName: flags.text('job-name'),
        printMode: flags.text('print-mode'),
        printSettings,
        allowUnknownType: flags.is('allow-unknown-type'),
        ...options,
      }),
    );
  },
};
