import type { components, EpsonConnectV2, PrintSettings } from '../../v2/index.js';
import { UsageError } from '../exit-code.js';
import type { FlagTable, Flags } from '../flags.js';

type Schemas = components['schemas'];

/** Words of the description, where the list is complete. Of sizes, types and sources a printer may know more. */
const PRINT_QUALITIES: readonly Schemas['PrintQuality'][] = ['draft', 'normal', 'high'];
const COLOR_MODES: readonly Schemas['ColorMode'][] = ['color', 'mono'];
const DOUBLE_SIDED: readonly Schemas['DoubleSided'][] = ['none', 'long', 'short'];
export const PRINT_MODES: readonly Schemas['PrintMode'][] = ['document', 'photo'];
export const DESTINATION_SERVICES: readonly Schemas['DestinationService'][] = ['mail', 'url'];

/** Every member of the print settings, under its wire name with dashes. */
export const SETTING_FLAGS: FlagTable = {
  'paper-size': 'text',
  'paper-type': 'text',
  borderless: 'is',
  'print-quality': PRINT_QUALITIES,
  'paper-source': 'text',
  'color-mode': COLOR_MODES,
  'double-sided': DOUBLE_SIDED,
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

type Setting = keyof Schemas['PrintSettings'];

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
