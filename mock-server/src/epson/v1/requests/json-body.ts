import { Refusal } from '../../../rules/refusal.js';
import { maskText } from '../../../text/shorten.js';

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
  throw new Refusal('json-not-an-object', `The body is ${jsonKind(value)}; it has to be a JSON object.`);
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
