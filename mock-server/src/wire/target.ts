import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** `http://host:port` in front of a path: what clients send through a proxy, and some without one. */
const ABSOLUTE = /^(https?):\/\/([^/?#]*)/i;

const origins = new WeakMap<IncomingMessage, string>();

/**
 * Turns an absolute-form request target into a path, so that routing goes by path alone, and remembers
 * the origin that the request came in on.
 */
export function settleTarget(request: IncomingMessage): void {
  const url = request.url ?? '/';
  const absolute = ABSOLUTE.exec(url);
  const authority = absolute?.[2] ?? request.headers.host;
  const scheme = isEncrypted(request.socket) ? 'https' : 'http';
  origins.set(
    request,
    isAuthority(authority) ? `${scheme}://${authority}` : `${scheme}://${localAuthority(request.socket)}`,
  );
  if (absolute === null) return;
  const rest = url.slice(absolute[0].length);
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}

/** Scheme and authority under which the caller reached this host. */
export function originOf(request: IncomingMessage): string {
  return origins.get(request) ?? `http://${localAuthority(request.socket)}`;
}

/** The parameters behind the first `?`, decoded. */
export function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

function isEncrypted(socket: Socket): boolean {
  return (socket as Partial<TLSSocket>).encrypted === true;
}

function isAuthority(text: string | undefined): text is string {
  return text !== undefined && /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(text);
}

function localAuthority(socket: Socket): string {
  const { localAddress = '127.0.0.1', localPort = 0 } = socket;
  const address = localAddress.replace(/^::ffff:/, '');
  return address.includes(':') ? `[${address}]:${localPort}` : `${address}:${localPort}`;
}
