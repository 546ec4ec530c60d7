import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { hintHeader } from './hint.js';

/** What was refused before it became a request of the application, for people. */
export interface Told {
  readonly status: number;
  readonly rule: string;
  readonly hint: string;
  /** The call that it was, where its request line came. */
  readonly call?: RefusedCall;
}

/** What is known of a call that never became a request of the application. */
export interface RefusedCall {
  readonly method: string;
  readonly target: string;
  /** A secret, which tells whose call it was. */
  readonly authorization: string | undefined;
}

/**
 * Answers on a bare socket, which is of no use afterwards.
 *
 * @param body absent where the answer is its status alone
 */
export function answerRaw(socket: Duplex, { status, rule, hint }: Told, body?: object): void {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...(body === undefined ? [] : ['Content-Type: application/json; charset=UTF-8']),
    `Content-Length: ${bytes.length}`,
    `x-epson-mock-hint: ${hintHeader(`${rule}: ${hint}`)}`,
    'Connection: close',
    '',
    '',
  ].join('\r\n');
  socket.end(Buffer.concat([Buffer.from(head), bytes]));
}
