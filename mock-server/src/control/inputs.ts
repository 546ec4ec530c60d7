import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { ApiVersion } from '../rules/answers.js';
import { Refusal, type Warning } from '../rules/refusal.js';
import { readJsonObject, readBody } from '../epson/requests/body.js';
import { check, members, oneOf, rangeOf, textLike, wholeNumber, type Shape } from '../text/check.js';
import { ControlRefusal } from './refusal.js';
import type { Request, Response } from 'express';
import type { MockControl } from './control.js';
import type { ControlContext } from './control-context.js';

/** A call of the control API. */
export interface Command<Query = object> {
  readonly context: ControlContext;
  /** The control of the world that the call selects. */
  readonly control: MockControl;
  readonly clientId: string;
  readonly query: Query;
  readonly request: Request<Record<string, string>>;
  readonly response: Response;
}

/** Reads a JSON body of a shape. No body is an object without members. @throws ControlRefusal, InvalidValue */
export async function readCommand<T>(
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

/** Refuses bytes that are not UTF-8, because a name must arrive as it was meant; a byte order mark is accepted. */
function refuseSpoiled({ rule, hint }: Warning): void {
  if (rule === 'body-not-utf8') throw new Refusal('body-unreadable', hint);
}

type Entries = Readonly<Record<string, v.GenericSchema<unknown>>>;

/** Describes the query of a call: these parameters and `client_id`, all of them optional. */
export function parameters<const E extends Entries>(entries: E) {
  return members('parameter', {}, { client_id: v.string(), ...entries });
}

/** Describes a parameter that is a whole number of a range. */
export function count(least: number, most?: number) {
  const expected = `a whole number ${rangeOf(least, most ?? Number.MAX_SAFE_INTEGER)}`;
  return v.pipe(textLike(/^\d{1,9}$/, expected), v.transform(Number), wholeNumber(least, most, expected));
}

/** Describes a text that is the number of a version of the API. */
export const API_VERSION = v.pipe(
  oneOf(['1', '2']),
  v.transform((text): ApiVersion => (text === '2' ? 2 : 1)),
);

/** Describes a parameter that is the ID of a job. */
export const JOB_ID = textLike(/^[0-9a-f]{32}$/, 'the ID of a job, 32 hexadecimal digits');
