import type { PrintSetting } from '../index.js';
import type { FlagTable, Flags } from './flags.js';

/** Every member of a print setting, under its wire name with dashes. */
export const SETTING_FLAGS: FlagTable = {
  'media-size': 'text',
  'media-type': 'text',
  borderless: 'is',
  'print-quality': 'text',
  source: 'text',
  'color-mode': 'text',
  '2-sided': 'text',
  'reverse-order': 'is',
  copies: 'number',
  collate: 'is',
};

/** What the six members are that a setting must have, where only others are asked for. */
const USUAL = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
} as const;

/** The setting that the flags ask for; undefined when they ask for none, and the host's own defaults apply. */
export function settingOf(flags: Flags): PrintSetting | undefined {
  const given = Object.entries(SETTING_FLAGS)
    .map(([flag, kind]) => [flag.replaceAll('-', '_'), flags[kind](flag)] as const)
    .filter(([, value]) => value !== undefined);
  return given.length > 0 ? { ...USUAL, ...Object.fromEntries(given) } : undefined;
}
