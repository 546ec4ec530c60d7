import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { meantBy } from '../rules/right-call.js';
import { hintHeader } from './send.js';

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

/** The error of Node's parser: the bytes that it read last, and the position at which it stopped. */
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

/** A call that was refused before it reached the application, for people. */
export interface Told {
  readonly status: number;
  readonly rule: string;
  readonly hint: string;
  /** The call that it was, where its request line came. */
  readonly call?: RefusedCall;
}

/** The known parts of a call that never reached the application. */
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

/** A request that the parser refused for one of its headers, as far as its bytes tell. */
export interface RefusedHead extends RefusedCall {
  /** The line at which the parser stopped, and the character of it. It may hold a secret. */
  readonly line: string;
  readonly at: number;
}

const REQUEST_LINE = /(?:^|\n)([A-Z]+) (\S+) HTTP\/1\.[01]\r?\n/g;
/** The name of a header. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]*/;

/**
 * Reads what came until the parser stopped. Bodies look like anything: where there is an empty line between the last
 * request line and the place of the error, the headers had ended and something else was wrong.
 *
 * @param stoppedAt the byte at which it stopped
 */
export function readRefusedHead(packet: Buffer, stoppedAt: number): RefusedHead | undefined {
  const text = packet.toString('latin1');
  const [found] = [...text.slice(0, stoppedAt).matchAll(REQUEST_LINE)].slice(-1);
  if (found === undefined) return undefined;
  const [whole, method = '', target = ''] = found;
  const begin = found.index + whole.length;
  if (/^\r?\n|\r?\n\r?\n/.test(text.slice(begin, stoppedAt))) return undefined;
  const [head = ''] = text.slice(begin).split(/\r?\n\r?\n/, 1);
  const lineBegin = text.lastIndexOf('\n', stoppedAt - 1) + 1;
  const [line = ''] = text.slice(lineBegin).split(/\r?\n/, 1);
  const authorization = /^authorization[ \t]*:?[ \t]*(.*)$/im.exec(head)?.[1]?.trim();
  return { method, target, authorization, line, at: stoppedAt - lineBegin };
}

/** Says which header is malformed and how to write it. No value is in it. */
export function explainRefusedHead({ line, at }: RefusedHead, reason: string): string {
  const colon = line.indexOf(':');
  const [name = ''] = NAME.exec(line) ?? [];
  const isInValue = colon === name.length && name !== '' && at > colon;
  if (isInValue && /Invalid header value/i.test(reason))
    return `The value of the header ${name} holds a control character, such as a line break. Send it in one line.`;
  if (isInValue) return `The header ${name} is not as HTTP has it: ${reason}.`;
  const wrong = line.slice(name.length, name.length + 1);
  if (/^[ \t]+:/.test(line.slice(name.length)))
    return `The name of the header ${JSON.stringify(line.slice(0, colon))} ends in a blank, which HTTP does not allow. Write ${JSON.stringify(name)}, with the colon directly after it.`;
  if (name === '') return `A header begins with ${JSON.stringify(wrong)}, which no name of a header does.`;
  const what = /\s/.test(wrong)
    ? 'a blank'
    : JSON.stringify(Buffer.from(line.slice(name.length), 'latin1').toString('utf8').slice(0, 1));
  return `The header that begins with ${JSON.stringify(name)} goes on with ${what}; a header is a name of letters, digits and hyphens, a colon and a value.`;
}
