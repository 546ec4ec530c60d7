import { apiVersion } from '../quantities.js';
import { setting, type SettingTable } from '../setting.js';
import { list, onOff, text, words } from '../value-type.js';

/** The output of the commands, and their own settings. */
export const OUTPUT = {
  allow: setting({
    type: list(text('RULE', 'the ID of a rule')),
    group: 'Output',
    preset: [],
    commands: ['run'],
    help: 'A rule that may be broken without exit code 1.',
  }),
  shell: setting({
    type: words('NAME', ['bash', 'fish', 'powershell']),
    group: 'Output',
    otherwise: 'the calling shell',
    commands: ['env'],
    help: 'The shell that the lines are written for.',
  }),
  api: setting<1 | 2>({
    type: apiVersion,
    group: 'Output',
    preset: 1,
    help: 'The version of the API whose credentials are shown and set, 1 or 2. The mock answers both.',
  }),
  json: setting({
    type: onOff,
    group: 'Output',
    preset: false,
    help: 'Write each exchange as a line of JSON.',
  }),
  quiet: setting({
    type: onOff,
    group: 'Output',
    preset: false,
    help: 'Write only the address and the summary.',
  }),
} satisfies SettingTable;
