import {
  colorModeValues,
  doubleSidedValues,
  printQualityValues,
  type components,
} from '../../generated/epson-connect-v2.js';
import type { EpsonConnectV2, PrintSettings } from '../../v2/index.js';
import { UsageError } from '../exit-code.js';
import type { FlagTable, Flags } from '../flags.js';

/** Every member of the print settings, under its wire name with dashes. */
export const SETTING_FLAGS: FlagTable = {
  'paper-size': 'text',
  'paper-type': 'text',
  borderless: 'is',
  'print-quality': printQualityValues,
  'paper-source': 'text',
  'color-mode': colorModeValues,
  'double-sided': doubleSidedValues,
  'reverse-order': 'is',
  copies: 'number',
  collate: 'is',
};

export const SETTING_ABOUT = [
  '--copies 1..99          number of copies',
  '--double-sided WORD     none, long or short',
  '--color-mode WORD       color or mono',
  '--paper-size WORD       ps_a4, ps_letter, …',
  '--paper-type WORD       pt_plainpaper, …',
  '--print-quality WORD    draft, normal or high',
  '--paper-source WORD     auto, front1, …',
  '--borderless            to the edges of the paper',
  '--reverse-order         the last page first',
  '--no-collate            page by page instead of set by set',
  "    With any of these the others are the printer's own defaults, which are asked for.",
];

type Setting = keyof components['schemas']['PrintSettings'];

const wireName = (flag: string): Setting =>
  flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as Setting;

/** Returns the settings of the flags. @throws {UsageError} */
export function settingsOf(flags: Flags): Partial<Record<Setting, string | number | boolean>> {
  const copies = flags.number('copies');
  if (copies !== undefined && !(Number.isInteger(copies) && copies >= 1 && copies <= 99))
    throw new UsageError(`--copies must be a whole number from 1 to 99, not ${copies}.`);
  return Object.fromEntries(
    Object.entries(SETTING_FLAGS)
      .map(([flag, kind]) => [wireName(flag), flags[typeof kind === 'string' ? kind : 'text'](flag)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** Returns whole settings: those of the flags over the printer's defaults; undefined when there is no flag. */
export async function wholeSettings(
  epson: EpsonConnectV2,
  flags: Flags,
  signal: AbortSignal,
): Promise<PrintSettings | undefined> {
  const given = settingsOf(flags);
  if (Object.keys(given).length === 0) return undefined;
  return { ...(await epson.defaultSettings({ signal })), ...given } as PrintSettings;
}
