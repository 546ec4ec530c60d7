import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, type Warning } from '../rules/refusal.js';
import * as v from 'valibot';
import { readJsonObject, readBody } from '../epson/v1/requests/body.js';
import { check, textLike, type Shape } from '../text/check.js';

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

/** Reads a JSON body of a shape. No body is an object without members. @throws ControlRefusal, InvalidValue */
export async function readOrder<T>(
  request: IncomingMessage,
  response: ServerResponse,
  shape: Shape<T>,
): Promise<T> {
  try {
    const text = await readBody(request, response, refuseSpoiled);
    return check(shape, text.trim() === '' ? {} : readJsonObject(text));
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

const COUNT = v.pipe(textLike(/^\d{1,9}$/, 'a whole number'), v.transform(Number));

/** Returns a parameter of the query that is a whole number from 0 on. @throws InvalidValue */
export function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null ? undefined : check(COUNT, text, name);
}
