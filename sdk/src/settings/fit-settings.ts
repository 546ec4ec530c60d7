import type { Capability } from '../printer.js';
import type { PrintSetting } from '../print/create-job.js';
import { nearest } from '../http/check.js';
import type { PrintSettings } from '../v2/job-request.js';
import type { Capability as CapabilityV2 } from '../v2/printer.js';
import { flags, papersOf, papersWith, valuesOf, wordingOf, type LegalValue, type Wording } from './papers.js';

export type { LegalValue };

/** One member of a print setting that is not legal, with what would be. */
export interface SettingProblem {
  /** The member, by its name on the wire. */
  readonly field: string;
  /** The value; undefined when it is missing. */
  readonly value: unknown;
  /** Every value that would be legal, given the members before it. Empty for a member that does not exist. */
  readonly legal: readonly LegalValue[];
  /** The same as a sentence. */
  readonly message: string;
}

/** Result of {@link fitSettings}. */
export interface SettingsFit {
  /** True if the setting is legal. */
  readonly fits: boolean;
  /** The settings that are not legal; empty if all are. */
  readonly problems: readonly SettingProblem[];
  /** The sentences of all problems; empty when there are none. */
  readonly message: string;
}

const copies = Array.from({ length: 99 }, (_, index) => index + 1);

/**
 * Checks a print setting against what the printer can do in the print mode in question, without a request and without
 * changing anything. Words that this version does not know are legal where the capability has them. No setting at all
 * is legal: the host's defaults apply. Evidence: specification; which combinations the host itself refuses is unknown.
 *
 * @param settings the `print_setting` of a job
 * @param capability the answer of `epson.capability(print_mode)`
 *
 * @example
 * const { fits, problems, message } = fitSettings(print_setting, await epson.capability('document'));
 * if (!fits) console.error(message); // source "rear" is not legal with media_size "ms_a4" …
 */
export function fitSettings(settings: PrintSetting | undefined, capability: Capability): SettingsFit;
/**
 * Checks print settings of version 2 in the same way. `paperSource` may be `auto` only where the printer lists it. Reverse
 * order and collation are legal on both sides of the paper, too. The host refuses what is not legal when the job is created.
 * Evidence: specification.
 *
 * @param settings the `printSettings` of a job
 * @param capability the answer of `epson.capability(printMode)`
 *
 * @example
 * const { fits, message } = fitSettings(printSettings, await epson.capability('document'));
 */
export function fitSettings(settings: PrintSettings | undefined, capability: CapabilityV2): SettingsFit;
export function fitSettings(
  settings: PrintSetting | PrintSettings | undefined,
  capability: Capability | CapabilityV2,
): SettingsFit {
  const wording = wordingOf(capability);
  const { required, sided, reverse, isSidedStrict, paper } = wording;
  const fields = [...required, sided, reverse, 'collate', 'copies'];
  const problems: SettingProblem[] = [];
  const given: Record<string, unknown> = { ...settings };

  const check = (field: string, legal: readonly LegalValue[], said = `use ${listed(legal)}`): boolean => {
    const value = given[field];
    if (legal.includes(value as LegalValue)) return true;
    const problem =
      value === undefined
        ? `${field} is missing`
        : `${field} ${shown(value)} is not legal${context(wording, field, given)}`;
    problems.push({ field, value, legal, message: `${problem}: ${said}.` });
    return false;
  };
  const checkIfGiven = (field: string, legal: readonly LegalValue[], said?: string) =>
    given[field] === undefined || check(field, legal, said);

  if (settings !== undefined) {
    let papers = papersOf(capability);
    for (const field of required) {
      // An illegal value narrows nothing down, so that the members after it are still judged.
      if (check(field, valuesOf(papers, field))) papers = papersWith(papers, field, given[field]);
    }
    checkIfGiven(sided, valuesOf(papers, sided));
    const isTwoSided = isSidedStrict && (given[sided] === 'long' || given[sided] === 'short');
    checkIfGiven(reverse, isTwoSided ? [false] : flags);
    checkIfGiven('collate', isTwoSided ? [true] : flags);
    checkIfGiven('copies', copies, 'use a whole number from 1 to 99');
    for (const name of Object.keys(given).filter((each) => !fields.includes(each))) {
      // The other version has another word for paper.
      const meant = nearest(name.replace(/^(?:media|paper)_?(?=size|type)/i, paper), fields);
      checkIfGiven(name, [], meant ? `the name is ${meant}` : 'there is no such setting');
    }
  }
  return { fits: problems.length === 0, problems, message: problems.map(({ message }) => message).join(' ') };
}

/** The members that have decided what a member may be, as far as they are given. */
function context(
  { required, sided, reverse }: Wording,
  field: string,
  given: Record<string, unknown>,
): string {
  const [size, type, source, quality] = required;
  const deciders: Record<string, readonly string[]> = {
    [type]: [size],
    [reverse]: [sided],
    collate: [sided],
  };
  const ofPaper = [source, quality, 'borderless', sided];
  const words = (deciders[field] ?? (ofPaper.includes(field) ? [size, type] : []))
    .filter((name) => name !== field && given[name] !== undefined)
    .map((name) => `${name} ${shown(given[name])}`);
  return words.length > 0 ? ` with ${words.join(' and ')}` : '';
}

const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 99);

const listed = (values: readonly LegalValue[]): string =>
  values.length > 1
    ? `${values.slice(0, -1).join(', ')} or ${String(values.at(-1))}`
    : String(values[0] ?? 'nothing');
