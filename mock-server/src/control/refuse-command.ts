import type { ErrorRequestHandler } from 'express';
import { exchangeOf } from '../http/exchange.js';
import { StorageError } from '../documents/storage-error.js';
import { endAfterBody } from '../http/body.js';
import { sendControlError } from './answer.js';
import { ControlRefusal } from './inputs.js';
import { InvalidValue } from '../text/check.js';

/** Answers an order that was not carried out. */
export const refuseOrder: ErrorRequestHandler = (error, request, response, next) => {
  if (error instanceof InvalidValue) error = new ControlRefusal(400, 'validation-failed', error.message);
  if (error instanceof StorageError) error = new ControlRefusal(503, 'storage-failed', error.message);
  if (!(error instanceof ControlRefusal)) return next(error);
  exchangeOf(request).refusal = { rule: error.code, hint: error.message };
  endAfterBody(request, response);
  sendControlError(response, error.status, error.code, error.message);
};
