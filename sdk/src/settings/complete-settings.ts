import type { Capability } from '../printer.js';
import type { PrintSetting } from '../print/create-job.js';
import { SettingError } from '../errors/index.js';
import type { PrintSettings } from '../v2/job-request.js';
import type { Capability as CapabilityV2 } from '../v2/printer.js';
import { fitSettings } from './fit-settings.js';
import { papersOf, papersWith, valuesOf, wordingOf } from './papers.js';

/** Some members of a print setting. */
export type PartialPrintSetting = { readonly [K in keyof PrintSetting]?: PrintSetting[K] | undefined };

/** Some members of print settings of version 2. */
export type PartialPrintSettings = { readonly [K in keyof PrintSettings]?: PrintSettings[K] | undefined };

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
export function completeSettings(partial: PartialPrintSetting, capability: Capability): PrintSetting;
/**
 * Completes print settings of version 2 in the same way. The automatic tray is chosen only where the printer lists it.
 * Evidence: specification, client.
 *
 * @param partial the members that matter, by their wire names; all others are chosen
 * @param capability the answer of `epson.capability(printMode)`
 * @throws {SettingError} `invalid_setting`: no choice makes the given members legal; the message says what would be.
 *
 * @example
 * const printSettings = completeSettings({ copies: 2, colorMode: 'mono' }, await epson.capability('document'));
 */
export function completeSettings(partial: PartialPrintSettings, capability: CapabilityV2): PrintSettings;
export function completeSettings(
  partial: PartialPrintSetting | PartialPrintSettings,
  capability: Capability | CapabilityV2,
): PrintSetting | PrintSettings {
  const { required, sided, usual } = wordingOf(capability);
  const given = Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined));
  let papers = papersOf(capability);
  for (const field of [...required, sided]) {
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
  const { fits, message } = fitSettings(whole as PrintSetting, capability as Capability);
  if (!fits) throw new SettingError(message, { code: 'invalid_setting' });
  return whole as PrintSetting;
}
