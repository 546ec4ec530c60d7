import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host } from '../domain/worlds.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { WARNINGS } from '../../rules/warnings.js';
import { exchangeOf } from '../../http/exchange.js';
import type { RuleId } from '../../rules/rules.js';
import { BodyError, readBytes, decodeBody } from '../../http/body.js';
import { maskText, excerpt } from '../../text/mask.js';

/** Enters warnings in the exchange; a strict mock refuses what the description does not have. */
export function warnerOf(host: Host, request: IncomingMessage): (warning: Warning) => void {
  return (warning) => {
    const exchange = exchangeOf(request);
    const { strict } = WARNINGS[warning.rule];
    if (host.isStrict && strict !== undefined) {
      const rule = typeof strict === 'function' ? strict(exchange.family) : strict;
      throw new Refusal(rule, `${warning.hint} The mock is strict.`);
    }
    exchange.warnings.push(warning);
  };
}

/** Called with each warning about a body that is accepted all the same. */
export type Warn = (warning: Warning) => void;

/**
 * Reads a body as text.
 *
 * @param rule by which it is refused when it does not come whole or nothing of it can be read
 * @throws Refusal
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  warn: Warn,
  rule: RuleId = 'body-unreadable',
): Promise<string> {
  const bytes = await readWhole(request, response, rule);
  const { text, unreadable, warning } = decodeBody(bytes, request.headers);
  if (unreadable !== undefined) throw new Refusal(rule, unreadable);
  if (warning !== undefined) warn(warning);
  return text;
}

/** Reads a body whose content does not matter. @throws Refusal `body-unreadable` when it does not come whole */
export async function readIgnored(request: IncomingMessage, response: ServerResponse): Promise<string> {
  return (await readWhole(request, response, 'body-unreadable')).toString();
}

async function readWhole(request: IncomingMessage, response: ServerResponse, rule: RuleId): Promise<Buffer> {
  try {
    return await readBytes(request, response);
  } catch (error) {
    if (error instanceof BodyError) throw new Refusal(rule, error.message);
    throw error;
  }
}

/** Reads a JSON object, its content type first. @throws Refusal */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
  warn: Warn,
): Promise<JsonObject> {
  checkJsonType(request.headers['content-type']);
  return readJsonObject(await readBody(request, response, warn));
}

export type JsonObject = Record<string, unknown>;

/** @throws Refusal `content-type-unsupported` unless the body is declared as JSON */
export function checkJsonType(contentType: string | undefined): void {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  const what = type === '' ? 'The request has no Content-Type' : `The Content-Type is ${type}`;
  throw new Refusal(
    'content-type-unsupported',
    `${what}. Send the body as JSON, with Content-Type: application/json; charset=utf-8.`,
  );
}

/** @throws Refusal `json-malformed` or `json-not-an-object` */
export function readJsonObject(body: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(
      'json-malformed',
      `The body is not JSON: ${body === '' ? 'it is empty' : whyNot(body)}.`,
    );
  }
  if (isObject(value)) return value;
  throw new Refusal('json-not-an-object', `The body is ${jsonKind(value)}; it must be a JSON object.`);
}

/** Returns why a text is not JSON. The reason quotes from the text, whose secrets are masked before. */
function whyNot(text: string): string {
  try {
    JSON.parse(maskText(text));
    return 'a token, key or secret in it is not written as JSON';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's kind in the words of JSON, with its article. */
export function jsonKind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

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

const bare = (name: string) => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/**
 * Warns of members that the API does not know: the host ignores them, and silence would hide a misspelling.
 *
 * @param defaults what holds where a member is left out; to ask for that under a wrong name changes nothing
 */
export function warnOfUnknownMembers(
  object: JsonObject,
  known: readonly string[],
  where: string,
  warn: (warning: Warning) => void,
  defaults: JsonObject = {},
): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const shown = excerpt(name, 40);
    const isTwoSided = bare(name) === 'twosided' && known.includes('2_sided');
    const meant = isTwoSided ? '2_sided' : known.find((each) => bare(each) === bare(name));
    const ignored = `${shown} is not a member of ${where}; the host ignores it`;
    if (meant !== undefined && isSame(object[name], object[meant] ?? defaults[meant])) {
      const hint = `${ignored}, which changes nothing, because it asks for what is printed anyway. It is called ${meant}.`;
      warn({ rule: 'member-without-effect', hint });
    } else if (isTwoSided) {
      const instead = object['2_sided'] === undefined ? 'prints on one side' : 'prints as 2_sided says';
      const hint = `${ignored} and ${instead}. It is called 2_sided, with the values none, long and short.`;
      warn({ rule: 'two-sided-respelt', hint });
    } else {
      const mend = meant === undefined ? `Its members are ${known.join(', ')}.` : `It is called ${meant}.`;
      warn({ rule: 'unknown-member', hint: `${ignored}. ${mend}` });
    }
  }
}

/** Returns true if two values ask for the same, in any form that programs write. An empty value asks for nothing. */
function isSame(value: unknown, other: unknown): boolean {
  if (value === null || value === '') return true;
  const text = (each: unknown) => (each === false ? 'none' : String(each).toLowerCase());
  return other !== undefined && text(value) === text(other);
}
