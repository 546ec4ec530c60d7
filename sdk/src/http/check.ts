import { ConfigurationError, settingError } from '../errors/index.js';

/** Reduces a name to the letters that people get right: `colour_mode`, `colorMode` and `Color-Modes` give the same. */
const normalize = (name: string): string => name.toLowerCase().replace(/[^a-z\d]|[aeiou]|s$/g, '');

/** Returns the name that was probably meant. Printing on both sides has many names, and one on the wire. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const sided = /duplex|sided/i.test(name) && names.find((each) => /sided$/i.test(each));
  if (sided) return sided;
  const wanted = normalize(name);
  return names.find(
    (each) => wanted[1] && (normalize(each).includes(wanted) || wanted.includes(normalize(each))),
  );
}

/**
 * Returns the first member that has no known name, with a problem that begins with `said`: ignored, it would print
 * otherwise than was asked for.
 *
 * @param elsewhere names that belong to another object
 */
export function unknownOption(
  given: object,
  names: readonly string[],
  said: string,
  elsewhere: readonly string[] = [],
): { readonly name: string; readonly problem: string } | undefined {
  const name = Object.keys(given).find(
    (each) => (given as Record<string, unknown>)[each] !== undefined && !names.includes(each),
  );
  if (!name) return undefined;
  const meant = nearest(name, [...names, ...elsewhere]) ?? names.join(', ');
  return { name, problem: `${said}; use ${meant}` };
}

/** The known options. Those that are objects or functions say so, and name the methods by which they are recognised. */
export type OptionTable<O> = {
  readonly [K in keyof Required<O>]: readonly [wanted?: string, ...methods: string[]];
};

export const callback = ['a function', 'call'] as const;

/**
 * Rejects unknown options, and those that lack a method.
 *
 * @param elsewhere names that belong to another object
 */
export function checkOptions(given: object, table: OptionTable<object>, elsewhere?: readonly string[]): void {
  const unknown = unknownOption(given, Object.keys(table), 'is not an option here', elsewhere);
  if (unknown) unusable(`${unknown.name} ${unknown.problem}`);
  for (const [name, [wanted, ...methods]] of Object.entries(table as OptionTable<Record<string, unknown>>)) {
    const value = (given as Record<string, Record<string, unknown> | undefined>)[name];
    const isObject = Object(value) === value;
    if (wanted && value !== undefined && (!isObject || methods.some((method) => !value[method])))
      unusable(`${name} must be ${wanted}`);
  }
}

export function checkRetries(retries: unknown): void {
  if (retries !== undefined && !(Number.isInteger(retries) && (retries as number) >= 0))
    mustBe('retries', 'a whole number', retries);
}

/** Rejects times that are not positive. Infinity means no limit; 0 or less is a mistake in a calculation. */
export function checkMs(times: Record<string, unknown>): void {
  for (const [name, ms] of Object.entries(times)) {
    if (ms !== undefined && !(typeof ms === 'number' && ms > 0)) mustBe(name, 'above 0', ms);
  }
}

// After this long without an answer, or without a piece of its body, Node's fetch gives up.
const NODE_FETCH_MS = 300_000;

/** Rejects a time for one try that Node's own `fetch` would not keep. */
export function checkTimeoutMs(timeoutMs: number | undefined, usesNodeFetch: () => boolean): void {
  if (timeoutMs !== undefined && timeoutMs > NODE_FETCH_MS && usesNodeFetch())
    unusable(
      `timeoutMs must be at most ${NODE_FETCH_MS}, not ${timeoutMs}: Node's own fetch waits no longer. Pass a fetch of your own with a longer headersTimeout`,
    );
}

/** Rejects the value of an option. */
export const mustBe = (name: string, wanted: string, value: unknown): never =>
  unusable(`${name} must be ${wanted}, not ${shown(value)}`);

export function unusable(problem: string, code = 'invalid_configuration'): never {
  throw new ConfigurationError(`${problem}.`, { code });
}

/** Returns a value for a message. JSON would say null of NaN. */
export const shown = (value: unknown): string =>
  String(typeof value === 'number' ? value : JSON.stringify(value)).slice(0, 99);

/** A pattern for the JSON of a value, and the words that describe it. */
export type Rule = readonly [json: RegExp, wanted: string];

export const word: Rule = [/^".+"$/, 'a non-empty string'];

export const flag: Rule = [/^(true|false)$/, 'true or false'];

/** Returns the rule for words of the description. Unknown words are sent: a printer may know more. */
export const oneOf = (words: readonly string[]): Rule => [
  word[0],
  words.join(', ').replace(/, (?=\w+$)/, ' or '),
];

export const suchAs = (example: string): Rule => [word[0], `a word such as ${example}`];

/** Rejects members that do not match their rule, and missing ones where `areNeeded`. */
export function checkValues(
  prefix: string,
  given: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, Rule>>,
  areNeeded?: boolean,
): void {
  for (const [name, [json, wanted]] of Object.entries(rules)) {
    const value = given[name];
    if ((areNeeded || value !== undefined) && !json.test(JSON.stringify(value)))
      wrongValue(prefix + name, value, wanted);
  }
}

export function wrongValue(field: string, value: unknown, wanted: string): never {
  throw settingError(field, `must be ${wanted}, not ${shown(value)}`);
}

/**
 * The known words, and any other: a printer may know a paper size that this version does not.
 */
export type Open<T> = T extends string ? T | (string & {}) : T;
