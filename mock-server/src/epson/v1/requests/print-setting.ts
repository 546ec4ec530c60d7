import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printQualityValues,
  twoSidedValues,
} from '../../../generated/epson-connect.js';
import type { Assumptions } from '../../../rules/assumptions.js';
import { settingsOf, type PrintSetting, type PrintMode } from '../words.js';
import { Refusal, type Warning } from '../../../rules/refusal.js';
import { type JsonObject, warnOfUnknownMembers } from '../../requests/body.js';
import { COPIES, flag, type Member, oneOf, readMembers } from '../../requests/settings.js';
import { presetNameOf, type ModeCapability } from '../../domain/capability.js';
import { misfitOf, type Misfit } from '../../domain/fit.js';

const MEMBERS: Record<keyof PrintSetting, Member> = {
  media_size: oneOf(mediaSizeValues),
  media_type: oneOf(mediaTypeValues),
  borderless: flag(true),
  print_quality: oneOf(printQualityValues),
  source: oneOf(paperSourceValues),
  color_mode: oneOf(colorModeValues),
  '2_sided': oneOf(twoSidedValues, false),
  reverse_order: flag(false),
  copies: COPIES,
  collate: flag(false),
};

const NAMES = Object.keys(MEMBERS);

/** The values of members that are left out. Evidence: specification. */
const DEFAULTS: JsonObject = { '2_sided': 'none', reverse_order: false, copies: 1, collate: true };

/**
 * Reads a print setting. Members that the API does not know are left out, with a warning.
 *
 * @throws Refusal `print-setting-invalid` that names every member at fault, or `duplex-conflict`
 */
export function readPrintSetting(
  setting: JsonObject,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): PrintSetting {
  warnOfUnknownMembers(setting, NAMES, 'print_setting', warn, DEFAULTS);
  const read = readMembers(setting, MEMBERS, 'print_setting', true);
  return settleDuplex(read as unknown as PrintSetting, assumptions, warn);
}

/** On two sides, the host prints in the document's order and set by set; whether it refuses another wish is not known. */
function settleDuplex(
  setting: PrintSetting,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): PrintSetting {
  const sides = setting['2_sided'];
  if (sides === undefined || sides === 'none') return setting;
  if (setting.reverse_order !== true && setting.collate !== false) return setting;
  const conflict = `With 2_sided ${sides}, reverse_order must be false and collate true.`;
  if (assumptions['duplex-conflict'] === 'reject') throw new Refusal('duplex-conflict', conflict);
  warn({
    rule: 'duplex-conflict-overridden',
    hint: `${conflict} They were set so; the host may refuse the job instead.`,
  });
  return { ...setting, reverse_order: false, collate: true };
}

/** The words for what does not fit, and for its values. */
const FIT: Readonly<Record<Misfit['member'], readonly [name: keyof PrintSetting, prefix: string]>> = {
  colorMode: ['color_mode', ''],
  paperSize: ['media_size', 'ms_'],
  paperType: ['media_type', 'mt_'],
  source: ['source', ''],
  quality: ['print_quality', ''],
  borderless: ['borderless', ''],
  duplex: ['2_sided', ''],
};

/**
 * Checks a print setting against what the printer can do in this print mode.
 *
 * @throws Refusal `setting-not-supported` with the first member that does not fit, and the values that would
 */
export function checkFit(setting: PrintSetting, capability: ModeCapability, mode: PrintMode): void {
  const misfit = misfitOf(settingsOf(setting), capability);
  if (misfit === undefined) return;
  const { member, supported } = misfit;
  const [name, prefix] = FIT[member];
  const beside = { colorMode: '', paperSize: '', paperType: ` with ${setting.media_size}` }[member as string];
  const on = beside ?? ` with ${setting.media_size} and ${setting.media_type}`;
  // Version 1 has no word for a roll.
  const values = supported.filter((value) => value !== 'roll').map((value) => `${prefix}${value}`);
  const preset = presetNameOf(capability);
  const whose =
    preset === undefined
      ? ''
      : ` That is the preset ${preset} of the mock, and not what your printer can do: --capability names another preset (everything permits all that is documented) or a file with your printer's own answer.`;
  throw new Refusal(
    'setting-not-supported',
    `This printer cannot do ${name}${on}: ${JSON.stringify(setting[name])}. In print mode ${mode} it takes: ${values.join(', ')}. Ask for its capability before setting.${whose}`,
  );
}
