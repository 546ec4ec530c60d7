import type { RuleId } from '../../../rules/rules.js';
import { Refusal } from '../../../rules/refusal.js';
import { jsonKind, type JsonObject } from './json-body.js';

/**
 * Reads a text of a body.
 *
 * @throws Refusal with the given rule when it is missing, no text, or too short or too long
 */
export function readText(body: JsonObject, name: string, rule: RuleId, min: number, max: number): string {
  const value = body[name];
  const allowed = `Send a text of ${min === max ? min : `${min} to ${max}`} characters.`;
  if (value === undefined) throw new Refusal(rule, `${name} is missing. ${allowed}`);
  if (typeof value !== 'string') throw new Refusal(rule, `${name} is ${jsonKind(value)}. ${allowed}`);
  // Characters and not code units: an emoji is one.
  const length = [...value].length;
  if (length < min || length > max) throw new Refusal(rule, `${name} has ${length} characters. ${allowed}`);
  return value;
}

/** @throws Refusal with the given rule when the member is none of the values */
export function readOneOf<T extends string>(
  body: JsonObject,
  name: string,
  rule: RuleId,
  values: readonly T[],
): T {
  const found = values.find((each) => each === body[name]);
  if (found !== undefined) return found;
  const what = body[name] === undefined ? `${name} is missing` : `${name} is ${JSON.stringify(body[name])}`;
  throw new Refusal(rule, `${what}. It is one of ${values.join(', ')}.`);
}

/** Tells whether a text is a URI of http or https with a host. */
export function isWebUri(text: string): boolean {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);
}
