import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchangeOf, settleRefusal, type Reason } from '../http/exchange.js';
import { sendJson, sendRefusal } from '../http/send.js';

/** Answers a call whose body will not come to its end, and ends its connection. */
export function endEarly(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  { rule, hint }: Reason,
): void {
  const exchange = exchangeOf(request);
  settleRefusal(request, { rule, hint });
  // The reader of the body learns of its end only when the answer is out.
  response.once('finish', () => request.destroy());
  const headers = { Connection: 'close' };
  if (exchange.isOwn) return sendJson(response, status, { code: rule, message: hint }, 'api', headers);
  const code = exchange.family === 'token' ? 'invalid_request' : 'parse_error';
  sendRefusal(response, { status, code }, exchange.family, `${rule}: ${hint}`, headers);
}
