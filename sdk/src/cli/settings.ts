import type { components, PrintSetting } from '../index.js';
import { UsageError } from './exit-code.js';
import type { FlagTable, Flags } from './flags.js';

type Schemas = components['schemas'];

/** Words of the description, where the list is complete. Of sizes, types and sources a printer may know more. */
const PRINT_QUALITIES: readonly Schemas['PrintQuality'][] = ['draft', 'normal', 'high'];
const COLOR_MODES: readonly Schemas['ColorMode'][] = ['color', 'mono'];
const TWO_SIDED: readonly Schemas['TwoSided'][] = ['none', 'long', 'short'];
export const PRINT_MODES: readonly Schemas['PrintMode'][] = ['document', 'photo'];
export const OPERATED_BY: readonly Schemas['OperatedBy'][] = ['user', 'operator'];
export const DESTINATION_TYPES: readonly Schemas['DestinationType'][] = ['mail', 'url'];

/** Every member of a print setting, under its wire name with dashes. */
export const SETTING_FLAGS: FlagTable = {
  'media-size': 'text',
  'media-type': 'text',
  borderless: 'is',
  'print-quality': PRINT_QUALITIES,
  source: 'text',
  'color-mode': COLOR_MODES,
  '2-sided': TWO_SIDED,
  'reverse-order': 'is',
  copies: 'number',
  collate: 'is',
};

/** Defaults of the six required members, when only others are given. */
const USUAL = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
} as const;

/** Returns the setting of the flags; undefined when there is none, and the host's own defaults apply. */
export function settingOf(flags: Flags): PrintSetting | undefined {
  const copies = flags.number('copies');
  if (copies !== undefined && !(Number.isInteger(copies) && copies >= 1 && copies <= 99))
    throw new UsageError(`--copies must be a whole number from 1 to 99, not ${copies}.`);
  const given = Object.entries(SETTING_FLAGS)
    .map(
      ([flag, kind]) =>
        [flag.replaceAll('-', '_'), flags[typeof kind === 'string' ? kind : 'text'](flag)] as const,
    )
    .filter(([, value]) => value !== undefined);
  return given.length > 0 ? { ...USUAL, ...Object.fromEntries(given) } : undefined;
}
