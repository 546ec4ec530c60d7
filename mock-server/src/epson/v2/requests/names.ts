import { excerpt } from '../../../text/mask.js';
import { warnOfUnknownMembers, type JsonObject, type Warn } from '../../requests/body.js';

/** Names of version 1, which search engines still find, with those of version 2. Evidence: client. */
export const FORMER_NAMES: Readonly<Record<string, string>> = {
  job_name: 'jobName',
  print_mode: 'printMode',
  print_setting: 'printSettings',
  printSetting: 'printSettings',
  print_settings: 'printSettings',
  media_size: 'paperSize',
  mediaSize: 'paperSize',
  media_type: 'paperType',
  mediaType: 'paperType',
  print_quality: 'printQuality',
  source: 'paperSource',
  color_mode: 'colorMode',
  '2_sided': 'doubleSided',
  twoSided: 'doubleSided',
  reverse_order: 'reverseOrder',
  alias_name: 'aliasName',
  type: 'destinationService',
};

/** Returns the name of version 1 that stands where a member is missing, as a part of a sentence; or nothing. */
export function formerNameIn(object: JsonObject, name: string): string {
  const former = Object.keys(object).find((each) => FORMER_NAMES[each] === name);
  return former === undefined ? '' : `: it is called so in version 2, and not ${former}`;
}

/**
 * Warns of members that the API does not know, also of those that only version 1 does.
 *
 * @param defaults the values of members that are left out
 */
export function warnOfNames(
  object: JsonObject,
  known: readonly string[],
  where: string,
  warn: Warn,
  defaults: JsonObject = {},
): void {
  const rest: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    const meant = known.includes(name) ? undefined : FORMER_NAMES[name];
    if (meant === undefined || !known.includes(meant)) rest[name] = value;
    else
      warn({
        rule: 'unknown-member',
        hint: `${excerpt(name, 40)} is not a member of ${where} in version 2; the host ignores it. It is called ${meant}.`,
      });
  }
  warnOfUnknownMembers(rest, known, where, warn, defaults);
}
