import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { StorageError } from '../documents/storage-error.js';
import { endAfterBody } from '../http/body.js';
import { exchangeOf } from '../http/exchange.js';
import { sendJson } from '../http/send.js';
import { InvalidValue } from '../text/check.js';

/** The refusal of a command. */
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

/** Sends the error body of the mock's own routes, which is not the API's: a code, and a sentence for people. */
export function sendControlError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  more: object = {},
): void {
  sendJson(response, status, { code, message, ...more });
}

/** Answers a command that was refused. */
export const refuseCommand: ErrorRequestHandler = (error, request, response, next) => {
  if (error instanceof InvalidValue) error = new ControlRefusal(400, 'validation-failed', error.message);
  if (error instanceof StorageError) error = new ControlRefusal(503, 'storage-failed', error.message);
  if (!(error instanceof ControlRefusal)) return next(error);
  exchangeOf(request).refusal = { rule: error.code, hint: error.message };
  endAfterBody(request, response);
  sendControlError(response, error.status, error.code, error.message);
};

/** Refuses every method but those that a path accepts. */
export function refuseOtherMethods(methods: readonly string[]): RequestHandler {
  const accepted = methods.map((method) => method.toUpperCase());
  return ({ method }, response) => {
    response.setHeader(
      'Allow',
      accepted.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : each)).join(', '),
    );
    throw new ControlRefusal(
      405,
      'method-wrong',
      `The method is ${method}; this path accepts ${accepted.join(', ')}.`,
    );
  };
}
