import type { Duplex } from 'node:stream';
import { answerRaw, type Told } from './raw-answer.js';

const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'The headers are longer than is taken, which is 16 KiB unless --header-limit says otherwise.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'The headers did not come in time. Send a request as soon as the connection is there, and all of its headers at once; --header-timeout gives more time.',
  ],
};

/** The first byte of a TLS handshake. */
export const TLS_HANDSHAKE = 0x16;

/**
 * Answers what Node's parser refuses before any route sees it. Such a connection cannot be used further.
 *
 * @param httpsUrl where the mock speaks TLS, if it does
 * @returns what was refused; nothing where the client only went away
 */
export function answerMalformed(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  socket: Duplex,
  httpsUrl?: string,
): Told | undefined {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const [status, hint] = STATUS[error.code ?? ''] ?? [400, explain(error, httpsUrl)];
  const told = { status, rule: 'request-malformed', hint };
  answerRaw(socket, told, { code: 'parse_error' });
  return told;
}

function explain(
  error: NodeJS.ErrnoException & { rawPacket?: Buffer },
  httpsUrl: string | undefined,
): string {
  if (error.rawPacket?.[0] === TLS_HANDSHAKE) {
    return httpsUrl === undefined
      ? 'This is TLS, and the mock speaks http here: write http:// and not https:// in its address, or let it speak https with --tls.'
      : `This is TLS, and the mock speaks http on this port: write http:// and not https:// in its address, or call ${httpsUrl}.`;
  }
  return `This is not HTTP as it should be: ${error.message}. A Content-Length that does not match the body has the same effect.`;
}
