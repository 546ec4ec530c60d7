import { inspect } from 'node:util';
import * as v from 'valibot';
import { excerpt } from './mask.js';
import { suggestion } from './suggest.js';

/** One thing that is wrong with a value. */
export interface Flaw {
  /** The place inside the value: `[1].email`; empty for the value itself. */
  readonly at: string;
  /** The value itself. It is apart because a secret is not shown; absent if the message says all. */
  readonly value?: unknown;
  /** The expected value, such as `a whole number`, or the whole message. */
  readonly message: string;
}

/** A value that is not as it must be, with everything that is wrong with it. The message is about the first. */
export class InvalidValue extends RangeError {
  readonly flaws: readonly Flaw[];

  /** @param at the place of the value, for the message */
  constructor(flaws: readonly [Flaw, ...Flaw[]] | string, at = '') {
    const all: readonly [Flaw, ...Flaw[]] = typeof flaws === 'string' ? [{ at: '', message: flaws }] : flaws;
    super(describeFlaw(all[0], `${at}${all[0].at}`.replace(/^\./, '')));
    this.flaws = all;
  }
}

/** The beginning of a message that needs nothing but the place, because the value must not be shown. */
const PREDICATE = /^(?:is|must) /;

/** Returns a sentence on what is wrong at a place. */
export function describeFlaw(flaw: Flaw, place: string, isSecret = false): string {
  const { message, value } = flaw;
  if ('value' in flaw) {
    const found = value === undefined ? 'missing' : isSecret ? 'something else' : shown(value);
    return `${place} is ${found}; it must be ${message}`;
  }
  return place === '' ? message : `${place}${PREDICATE.test(message) ? '' : ':'} ${message}`;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  return excerpt(typeof value === 'number' ? String(value) : textOf(value), 80);
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A bigint, a circle, or a `toJSON` that throws.
    return inspect(value, { depth: 1 });
  }
}

/** A shape that a value must have. The message of a part says what must be there; that of a `check` is a whole message. */
export type Shape<T> = v.GenericSchema<unknown, T>;

/** Returns a value that has a shape. @param at the place of the value @throws InvalidValue */
export function check<T>(shape: Shape<T>, value: unknown, at = ''): T {
  const result = v.safeParse(shape, value, { message: expectation });
  if (result.success) return result.output;
  // A member that is not known is often the one that is missing.
  const [first, ...others] = [
    ...result.issues.filter(isUnknownMember),
    ...result.issues.filter((issue) => !isUnknownMember(issue)),
  ].map(flawOf);
  throw new InvalidValue([first as Flaw, ...others], at);
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  function: 'a function',
};

const expectation = ({ type }: v.BaseIssue<unknown>) => WORDS[type] ?? 'an object';

function isUnknownMember({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected === 'never';
}

function flawOf(issue: v.BaseIssue<unknown>): Flaw {
  const { type, input, message, path = [] } = issue;
  const isUnknown = isUnknownMember(issue);
  const keys = isUnknown ? path.slice(0, -1) : path;
  const at = keys.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const isWhole = isUnknown || type === 'check' || type === 'raw_transform' || PREDICATE.test(message);
  return isWhole ? { at, message } : { at, value: input, message };
}

type Entries = Readonly<Record<string, v.GenericSchema<unknown>>>;
/** One that is `undefined` counts as left out, which the types of options need not say. */
type Optional<E extends Entries> = { readonly [K in keyof E]: v.ExactOptionalSchema<E[K], undefined> };

/**
 * Describes an object that has no members but these.
 *
 * @param what one of its members, for the message: `member of a printer`
 */
export function members<const R extends Entries, const O extends Entries>(
  what: string,
  required: R,
  optional: O,
  expected = 'an object',
) {
  const entries = { ...required, ...optionals(optional) };
  return v.strictObject(entries, messageOf(entries, expected, what));
}

/** Describes an object that has at least these members. Others are left out. */
export function record<const R extends Entries, const O extends Entries>(required: R, optional: O) {
  const entries = { ...required, ...optionals(optional) };
  return v.object(entries, messageOf(entries, 'an object', ''));
}

function optionals<const E extends Entries>(entries: E): Optional<E> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, shape]) => [name, v.optional(shape)]),
  ) as unknown as Optional<E>;
}

/** Says what is wrong with an object itself: its kind, a member that is missing, or one that is not known. */
function messageOf(entries: Entries, expected: string, what: string) {
  return ({ path, ...issue }: v.BaseIssue<unknown>): string => {
    const key = path?.[0]?.key as string | undefined;
    if (key === undefined) return expected;
    if (issue.expected === 'never') return unknownName(what, key, Object.keys(entries));
    const missing = v.safeParse(entries[key] as v.GenericSchema<unknown>, undefined, {
      message: expectation,
    });
    return missing.issues?.[0].message ?? expected;
  };
}

/** Returns what is wrong with a name that nobody knows, and the name that was probably meant. */
export function unknownName(what: string, name: string, names: readonly string[]): string {
  const near = suggestion(name, names) || `; there are ${names.join(', ')}`;
  return `unknown ${what} ${JSON.stringify(excerpt(name, 80))}${near}`;
}

/** Describes one of some words. */
export function oneOf<const T extends string>(words: readonly T[]) {
  return v.picklist(words, ({ input }) => {
    const near = typeof input === 'string' ? suggestion(input, words) : '';
    return `one of ${words.join(', ')}${near}`;
  });
}

type Kind = v.StrictObjectSchema<
  Entries & { readonly kind: v.LiteralSchema<string, undefined> },
  v.ErrorMessage<v.StrictObjectIssue>
>;

/** Describes an object of one of several kinds, as its member `kind` says. */
export function oneKindOf<const K extends readonly [Kind, ...Kind[]]>(kinds: K) {
  const { message } = oneOf(kinds.map(({ entries }) => entries.kind.literal));
  return v.variant('kind', [...kinds], (issue) =>
    issue.path !== undefined
      ? message(issue as never)
      : typeof issue.input === 'string'
        ? `{ "kind": ${shown(issue.input)} }`
        : 'an object with a kind',
  ) as unknown as Shape<v.InferOutput<K[number]>>;
}

/** Describes a text of a form. */
export function textLike(form: RegExp, expected = `a text like ${String(form)}`) {
  return v.custom<string>((value) => typeof value === 'string' && form.test(value), expected);
}

type Expected = string | ((issue: v.BaseIssue<unknown>) => string);

/** Describes a number of a range. */
export function numberFrom(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  expected: Expected = `a number ${rangeOf(least, most)}`,
) {
  return v.pipe(v.number(expected), v.minValue(least, expected), v.maxValue(most, expected));
}

/** Describes a whole number of a range. */
export function wholeNumber(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  expected: Expected = `a whole number ${rangeOf(least, most)}`,
) {
  return v.pipe(numberFrom(least, most, expected), v.safeInteger(expected));
}

/** Returns a range in words. */
export function rangeOf(least: number, most: number): string {
  return most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
}

/** Describes any object but a list. */
export const anyObject = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
);
