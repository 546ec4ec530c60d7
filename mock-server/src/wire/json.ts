import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../domain/refusal.js';
import { checkJsonType, readJsonObject, type JsonObject } from '../rules/json-body.js';
import { BodyError, readText } from './body.js';

/** @throws Refusal `body-unreadable` */
export async function readBody(request: IncomingMessage, response: ServerResponse): Promise<string> {
  try {
    return await readText(request, response);
  } catch (error) {
    if (error instanceof BodyError) throw new Refusal('body-unreadable', error.message);
    throw error;
  }
}

/** Reads a JSON object, its content type first. @throws Refusal */
export async function readJson(request: IncomingMessage, response: ServerResponse): Promise<JsonObject> {
  checkJsonType(request.headers['content-type']);
  return readJsonObject(await readBody(request, response));
}
