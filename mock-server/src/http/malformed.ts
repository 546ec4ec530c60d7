import type { Duplex } from 'node:stream';
import { meantBy } from '../rules/right-call.js';
import { answerRaw, type RefusedCall, type Told } from './raw-answer.js';
import { explainRefusedHead, readRefusedHead } from './refused-head.js';

const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'The headers are longer than is taken, which is 16 KiB unless --limits-header-bytes says otherwise.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'The headers did not come in time. Send a request as soon as the connection is there, and all of its headers at once; --limits-headers-ms gives more time.',
  ],
};

/** What Node's parser says when it refuses: the bytes that it was given last, and at which of them it stopped. */
type ParserError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer; readonly bytesParsed?: number };

/** The first byte of a TLS handshake. */
export const TLS_HANDSHAKE = 0x16;

/**
 * Answers what Node's parser refuses before any route sees it. Such a connection cannot be used further.
 *
 * @param httpsUrl where the mock speaks TLS, if it does
 * @returns what was refused; nothing where the client only went away
 */
export function answerMalformed(error: ParserError, socket: Duplex, httpsUrl?: string): Told | undefined {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const head = error.rawPacket && readRefusedHead(error.rawPacket, error.bytesParsed ?? 0);
  const [status, hint] = STATUS[error.code ?? ''] ?? [
    400,
    head === undefined ? explain(error, httpsUrl) : explainRefusedHead(head, reasonOf(error)),
  ];
  const told = { status, rule: 'request-malformed', hint, ...(head === undefined ? {} : { call: head }) };
  answerRaw(socket, told, bodyFor(head));
  return told;
}

const reasonOf = ({ message }: Error) => message.replace(/^Parse Error: /, '');

/** The error body that belongs to the path. */
function bodyFor(call: RefusedCall | undefined): object | undefined {
  const operation = call && meantBy(call.method, call.target.replace(/\?.*/, ''));
  if (operation === 'authenticate') return { error: 'invalid_request' };
  return operation === 'uploadPrintFile' ? undefined : { code: 'parse_error' };
}

function explain(error: ParserError, httpsUrl: string | undefined): string {
  if (error.rawPacket?.[0] === TLS_HANDSHAKE) {
    return httpsUrl === undefined
      ? 'This is TLS, and the mock speaks http here: write http:// and not https:// in its address, or let it speak https with --tls.'
      : `This is TLS, and the mock speaks http on this port: write http:// and not https:// in its address, or call ${httpsUrl}.`;
  }
  return `This is not HTTP as it should be: ${error.message}. A Content-Length that does not match the body has the same effect.`;
}
