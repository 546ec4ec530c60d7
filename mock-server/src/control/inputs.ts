import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, type Warning } from '../rules/refusal.js';
import { isObject, jsonKind, readJsonObject, type JsonObject } from '../epson/v1/requests/json-body.js';
import { suggestion, unknownMember } from '../text/suggest.js';
import { readBody } from '../epson/v1/requests/json.js';

/** An order that the mock does not carry out. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const invalid = (message: string) => new ControlRefusal(400, 'validation-failed', message);

/** Reads the members of a JSON body. No body is an object without any. @throws ControlRefusal */
export async function readOrder(
  request: IncomingMessage,
  response: ServerResponse,
  known: readonly string[],
): Promise<JsonObject> {
  try {
    const text = await readBody(request, response, refuseSpoiled);
    const body = text.trim() === '' ? {} : readJsonObject(text);
    const unknown = unknownMember('member', body, known);
    if (unknown !== undefined) throw invalid(unknown);
    return body;
  } catch (error) {
    if (error instanceof Refusal)
      throw new ControlRefusal(
        400,
        error.rule === 'json-not-an-object' ? 'validation-failed' : error.rule,
        error.hint,
      );
    throw error;
  }
}

/** What names something must arrive as it was meant; a byte order mark spoils nothing. */
function refuseSpoiled({ rule, hint }: Warning): void {
  if (rule === 'body-not-utf8') throw new Refusal('body-unreadable', hint);
}

interface Kinds {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** A member that may be left out. @throws ControlRefusal when it is of another kind */
export function optional<K extends keyof Kinds>(
  body: JsonObject,
  name: string,
  kind: K,
): Kinds[K] | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === kind) return value as Kinds[K];
  throw invalid(`${name} is ${jsonKind(value)}; it has to be a ${kind}`);
}

/** A member that has to be there. @throws ControlRefusal */
export function required<K extends keyof Kinds>(body: JsonObject, name: string, kind: K): Kinds[K] {
  const value = optional(body, name, kind);
  if (value === undefined) throw invalid(`${name} is missing; it has to be a ${kind}`);
  return value;
}

/** A member that is one of some words. @throws ControlRefusal */
export function oneOf<T extends string>(body: JsonObject, name: string, words: readonly T[]): T {
  return word(name, body[name], words, invalid);
}

/** Returns a value that is one of some words. @throws what `error` makes of the message */
export function word<T extends string>(
  name: string,
  value: unknown,
  words: readonly T[],
  error: (message: string) => Error = (message) => new RangeError(message),
): T {
  const found = words.find((each) => each === value);
  if (found !== undefined) return found;
  const meant = typeof value === 'string' ? suggestion(value, words) : '';
  throw error(`${name} is ${JSON.stringify(value)}; it must be one of ${words.join(', ')}${meant}`);
}

/** A member that is an object. @throws ControlRefusal */
export function objectOf(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  if (isObject(value)) return value;
  throw invalid(`${name} is ${value === undefined ? 'missing' : jsonKind(value)}; it has to be an object`);
}

/** A parameter of the query that is a whole number from 0 on. @throws ControlRefusal */
export function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid(`${name} is ${JSON.stringify(text)}; it has to be a whole number`);
}
