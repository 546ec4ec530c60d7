import type { Duplex } from 'node:stream';
import { hintHeader } from './hint.js';

const STATUS: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    'The headers are longer than is taken, which is 16 KiB unless --header-limit says otherwise.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    'The headers did not come in time. Send a request as soon as the connection is there, and all of its headers at once; --header-timeout gives more time.',
  ],
};

/** What was refused before it became a request, for people. */
export interface MalformedRequest {
  readonly status: number;
  readonly rule: 'request-malformed';
  readonly hint: string;
}

/**
 * Answers what Node's parser refuses before any route sees it. Such a connection cannot be used further.
 *
 * @returns what was refused; nothing where the client only went away
 */
export function answerMalformed(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  socket: Duplex,
): MalformedRequest | undefined {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const [status, reason, hint] = STATUS[error.code ?? ''] ?? [400, 'Bad Request', explain(error)];
  const rule = 'request-malformed';
  const body = JSON.stringify({ code: 'parse_error' });
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      'Content-Type: application/json; charset=UTF-8',
      `Content-Length: ${body.length}`,
      `x-epson-mock-hint: ${hintHeader(`${rule}: ${hint}`)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  return { status, rule, hint };
}

function explain(error: NodeJS.ErrnoException & { rawPacket?: Buffer }): string {
  // The first byte of a TLS handshake.
  if (error.rawPacket?.[0] === 0x16)
    return 'This is TLS, and the mock speaks http: write http:// and not https:// in its address.';
  return `This is not HTTP as it should be: ${error.message}. A Content-Length that does not match the body has the same effect.`;
}
