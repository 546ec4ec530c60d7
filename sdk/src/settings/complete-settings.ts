import type { Capability } from '../printer.js';
import type { PrintSetting } from '../print/create-job.js';
import { SettingError } from '../errors/index.js';
import { fitSettings, type LegalValue } from './fit-settings.js';
import { papersOf, papersWith, required, valuesOf } from './papers.js';

/** Some members of a print setting. */
export type PartialPrintSetting = { readonly [K in keyof PrintSetting]?: PrintSetting[K] | undefined };

/** Values to choose where the printer has them; else the first that it names. */
const usual: Readonly<Record<string, LegalValue>> = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  source: 'auto',
  print_quality: 'normal',
  color_mode: 'color',
  borderless: false,
};

/**
 * Completes a print setting: adds the required members that are missing, so that the printer can do all of them together.
 * Chooses A4, plain paper, the automatic source, normal quality, color and margins where they go with the given members,
 * else the first value that the capability names. Sends nothing and changes no argument. Evidence: specification.
 *
 * @param partial the members that matter, by their wire names; all others are chosen
 * @param capability the answer of `epson.capability(print_mode)`
 * @throws {SettingError} `invalid_setting`: no choice makes the given members legal; the message says what would be.
 *
 * @example
 * const print_setting = completeSettings({ copies: 2, color_mode: 'mono' }, await epson.capability('document'));
 */
export function completeSettings(partial: PartialPrintSetting, capability: Capability): PrintSetting {
  const given = Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined));
  let papers = papersOf(capability);
  for (const field of [...required, '2_sided'] as const) {
    if (field in given) papers = papersWith(papers, field, given[field]);
  }
  // Without a value that fits all given members, the choice shows the problem.
  if (papers.length === 0) papers = papersOf(capability);
  const whole: Record<string, unknown> = { ...given };
  for (const field of required) {
    const values = valuesOf(papers, field);
    whole[field] ??= values.find((value) => value === usual[field]) ?? values[0];
    papers = papersWith(papers, field, whole[field]);
  }
  const { fits, message } = fitSettings(whole as PrintSetting, capability);
  if (!fits) throw new SettingError(message, { code: 'invalid_setting' });
  return whole as PrintSetting;
}
