import {
  colorModeValues,
  doubleSidedValues,
  paperSizeValues,
  paperSourceValues,
  paperTypeValues,
  printQualityValues,
} from '../../../generated/epson-connect-v2.js';
import type { Assumptions } from '../../../rules/assumptions.js';
import { Refusal } from '../../../rules/refusal.js';
import { presetNameOf, type PrintMode } from '../../domain/capability.js';
import { defaultSettingsOf, misfitOf, type Misfit } from '../../domain/fit.js';
import type { PrintSettings } from '../../domain/job.js';
import type { Printer } from '../../domain/printers.js';
import { isObject, jsonKind, type JsonObject, type Warn } from '../../requests/body.js';
import { COPIES, flag, type Member, oneOf, readMembers } from '../../requests/settings.js';
import { settingsOf, settingWords, type PrintSetting } from '../words.js';
import { formerNameIn, warnOfNames } from './names.js';

const MEMBERS: Record<keyof PrintSetting, Member> = {
  paperSize: oneOf(paperSizeValues),
  paperType: oneOf(paperTypeValues),
  borderless: flag(true),
  printQuality: oneOf(printQualityValues),
  paperSource: oneOf(paperSourceValues),
  colorMode: oneOf(colorModeValues),
  doubleSided: oneOf(doubleSidedValues, false),
  reverseOrder: flag(false),
  copies: COPIES,
  collate: flag(false),
};

/** The values of members that are left out. Evidence: specification, but for two that its own examples contradict. */
const DEFAULTS: JsonObject = { doubleSided: 'none', reverseOrder: false, copies: 1, collate: true };

/**
 * Reads print settings. Members that the API does not know are left out, with a warning.
 *
 * @param isWhole true if the required members must be there, as they must in a new job and need not in a copy
 * @throws Refusal that names every member at fault
 */
export function readPrintSettings(given: unknown, isWhole: boolean, warn: Warn): Partial<PrintSettings> {
  if (!isObject(given)) {
    throw new Refusal(
      'print-setting-not-an-object',
      `printSettings is ${jsonKind(given)}. Send an object, or leave it out for the default settings of the printer.`,
    );
  }
  warnOfNames(given, Object.keys(MEMBERS), 'printSettings', warn, DEFAULTS);
  const words = { missing: (name: string) => formerNameIn(given, name), wrong: remedyOf };
  return settingsOf(readMembers(given, MEMBERS, 'printSettings', isWhole, words));
}

/** Names the word that was most likely meant. Evidence: client. */
function remedyOf(name: string, value: unknown): string {
  if (name === 'doubleSided' && typeof value === 'boolean')
    return `, which is how the capability tells it: write ${value ? '"long" or "short"' : '"none"'}`;
  if (typeof value !== 'string') return '';
  if (/^(?:long|short)[ _-]?edge$/i.test(value)) return `: write "${value.slice(0, -5).toLowerCase()}"`;
  const [, prefix, word] = /^(ms|mt)_(.+)$/.exec(value) ?? [];
  return prefix === undefined
    ? ''
    : `, a word of version 1: write "${prefix === 'ms' ? 'ps' : 'pt'}_${word}"`;
}

/** The names of version 2 for what may not fit, and what stands before their values. */
const FIT: Readonly<Record<Misfit['member'], readonly [name: keyof PrintSetting, prefix: string]>> = {
  colorMode: ['colorMode', ''],
  paperSize: ['paperSize', 'ps_'],
  paperType: ['paperType', 'pt_'],
  source: ['paperSource', ''],
  quality: ['printQuality', ''],
  borderless: ['borderless', ''],
  duplex: ['doubleSided', ''],
};

/** Checks settings against what a printer can do in a print mode. @throws Refusal `setting-not-supported` */
export function checkFit(
  settings: PrintSettings,
  mode: PrintMode,
  { capabilities }: Printer,
  assumptions: Assumptions,
): void {
  const misfit = misfitOf(settings, capabilities[mode]);
  if (misfit === undefined || assumptions['v2-settings'] === 'unchecked') return;
  const [name, prefix] = FIT[misfit.member];
  const values = misfit.supported.map((value) => `${prefix}${value}`).join(', ');
  const { paperSize, paperType, [name]: value } = settingWords(settings);
  const paper = ['colorMode', 'paperSize'].includes(name) ? '' : ` on ${paperSize}`;
  const type = ['colorMode', 'paperSize', 'paperType'].includes(name) ? '' : ` ${paperType}`;
  const preset = presetNameOf(capabilities[mode]);
  const whose =
    preset === undefined
      ? ''
      : ` That is the preset ${preset} of the mock, and not what your printer can do: --capability names another preset or a file.`;
  throw new Refusal(
    'setting-not-supported',
    `This printer cannot do ${name} ${JSON.stringify(value)}${paper}${type}. In print mode ${mode} it takes: ${values}. Ask for its capability, or for its default settings, before you create a job.${whose}`,
  );
}

/** Returns the settings that a job is printed with: those that it has, and the defaults of its printer for the others. */
export function wholeSettings(
  settings: Partial<PrintSettings> | undefined,
  mode: PrintMode,
  { capabilities }: Printer,
): Required<PrintSettings> {
  return { ...defaultSettingsOf(capabilities[mode]), ...settings };
}
