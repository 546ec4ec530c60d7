import type { ServerResponse } from 'node:http';
import { sendJson } from '../http/send.js';

/** The error body of the mock's own routes, which is not the API's: a code, and a sentence for people. */
export function sendControlError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  more: object = {},
): void {
  sendJson(response, status, { code, message, ...more });
}
