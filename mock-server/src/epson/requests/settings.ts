import { Refusal } from '../../rules/refusal.js';
import { excerpt } from '../../text/mask.js';
import { jsonKind, type JsonObject } from './body.js';

/** The rule of one member of print settings. */
export interface Member {
  /** True if a new job that has settings must have it. */
  readonly required: boolean;
  /** The allowed values, for the reader of a refusal. */
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
}

export const oneOf = (values: readonly string[], required = true): Member => ({
  required,
  allowed: `one of ${values.join(', ')}`,
  accepts: (value) => values.includes(value as string),
});

export const flag = (required: boolean): Member => ({
  required,
  allowed: 'true or false, without quotes',
  accepts: (value) => typeof value === 'boolean',
});

export const COPIES: Member = {
  required: false,
  allowed: 'a whole number from 1 to 99, without quotes',
  accepts: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 99,
};

/** The words of a version about a member at fault, as parts of a sentence. */
export interface FaultWords {
  /** Returns what to know of a member that is missing. */
  readonly missing?: (name: string) => string;
  /** Returns what to know of a value that is not allowed. */
  readonly wrong?: (name: string, value: unknown) => string;
}

/**
 * Reads the members of print settings; members without a rule are left out.
 *
 * @param where the member that holds the settings
 * @param isWhole true if the required members must be there
 * @throws Refusal `print-setting-invalid` that names every member at fault
 */
export function readMembers(
  given: JsonObject,
  members: Readonly<Record<string, Member>>,
  where: string,
  isWhole: boolean,
  { missing = () => '', wrong = () => '' }: FaultWords = {},
): JsonObject {
  const faults: string[] = [];
  const read: JsonObject = {};
  for (const [name, { required, allowed, accepts }] of Object.entries(members)) {
    const value = given[name];
    if (value === undefined) {
      if (required && isWhole) faults.push(`${name} is missing${missing(name)} (${allowed})`);
    } else if (accepts(value)) {
      read[name] = value;
    } else {
      faults.push(`${name} is ${shown(value)}${wrong(name, value)} (it must be ${allowed})`);
    }
  }
  if (faults.length > 0) throw new Refusal('print-setting-invalid', `In ${where}, ${faults.join('; ')}.`);
  return read;
}

function shown(value: unknown): string {
  return typeof value === 'object' ? jsonKind(value) : excerpt(JSON.stringify(value), 60);
}
