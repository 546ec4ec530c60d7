import type { Duplex } from 'node:stream';
import { hintHeader } from './hint.js';

const STATUS: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are longer than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time.'],
};

/** Answers what Node's parser refuses before any route sees it. Such a connection cannot be used further. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, hint] = STATUS[error.code ?? ''] ?? [
    400,
    'Bad Request',
    `This is not HTTP as it should be: ${error.message}. A Content-Length that does not match the body has the same effect.`,
  ];
  const body = JSON.stringify({ code: 'parse_error' });
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      'Content-Type: application/json; charset=UTF-8',
      `Content-Length: ${body.length}`,
      `x-epson-mock-hint: ${hintHeader(hint)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
