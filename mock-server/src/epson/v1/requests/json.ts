import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, type Warning } from '../../../rules/refusal.js';
import type { RuleId } from '../../../rules/rules.js';
import { checkJsonType, readJsonObject, type JsonObject } from './json-body.js';
import { BodyError, readBytes } from '../../../http/body.js';
import { decodeBody } from '../../../http/decode-body.js';

/** Is told what is odd about a body that was read all the same. */
type Warn = (warning: Warning) => void;

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
