import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** `http://host:port` in front of a path: what clients send through a proxy, and some without one. */
const ABSOLUTE = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)/i;

/** A name or an address, and if need be a port, as they stand in front of a path. */
export interface Authority {
  /** An IPv6 address is in brackets. */
  readonly name: string;
  /** Absent where it is that of the scheme. */
  readonly port: number | undefined;
}

/** The address by which a request reached this host. */
export interface Arrival extends Authority {
  /** The scheme of the connection. */
  readonly scheme: 'http' | 'https';
  /** The source of name and port: the target, the Host header, or the socket if neither names them. */
  readonly from: 'target' | 'host' | 'socket';
  /** The scheme of a target in absolute form; through a proxy, that of the connection may be another. */
  readonly asked: 'http' | 'https' | undefined;
  /** The beginning of a target in absolute form without http, a name or an address: it means no host here. */
  readonly unreadable?: string;
}

const arrivals = new WeakMap<IncomingMessage, Arrival>();

/**
 * Turns an absolute-form request target into a path, so that routing goes by path alone, and remembers
 * how the request came in.
 */
export function settleTarget(request: IncomingMessage): void {
  const url = request.url ?? '/';
  const absolute = ABSOLUTE.exec(url);
  const asked = absolute === null ? undefined : schemeIn(absolute);
  const isStrange = absolute !== null && asked === undefined;
  const named = isStrange ? undefined : readAuthority(absolute?.[2] ?? request.headers.host);
  const from = absolute !== null ? 'target' : named === undefined ? 'socket' : 'host';
  arrivals.set(request, {
    scheme: isEncrypted(request.socket) ? 'https' : 'http',
    from,
    asked,
    ...(named ?? localAuthority(request.socket)),
    ...(absolute === null || named !== undefined ? {} : { unreadable: absolute[0] }),
  });
  if (absolute === null) return;
  const rest = url.slice(absolute[0].length);
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}

/** A target in absolute form, taken apart. */
export interface Absolute {
  readonly scheme: 'http' | 'https';
  readonly authority: Authority;
  /** The authority's, or that of the scheme. */
  readonly port: number;
  readonly path: string;
}

/** @returns nothing where the target is in another form */
export function readAbsolute(url: string | undefined): Absolute | undefined {
  const found = ABSOLUTE.exec(url ?? '');
  const authority = readAuthority(found?.[2]);
  if (url === undefined || found === null || authority === undefined) return undefined;
  const scheme = schemeIn(found);
  if (scheme === undefined) return undefined;
  const rest = url.slice(found[0].length);
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return { scheme, authority, port: authority.port ?? (scheme === 'https' ? 443 : 80), path };
}

function schemeIn([, scheme = '']: RegExpExecArray): 'http' | 'https' | undefined {
  return (['http', 'https'] as const).find((known) => known === scheme.toLowerCase());
}

/** Returns the address of a request: from its target, its Host header, or its socket. */
export function arrivalOf(request: IncomingMessage): Arrival {
  return (
    arrivals.get(request) ?? {
      scheme: isEncrypted(request.socket) ? 'https' : 'http',
      from: 'socket',
      asked: undefined,
      ...localAuthority(request.socket),
    }
  );
}

/** Scheme and authority under which the caller reached this host. */
export function originOf(request: IncomingMessage): string {
  const { scheme, ...authority } = arrivalOf(request);
  return `${scheme}://${writeAuthority(authority)}`;
}

/** Returns the part before the first `?`. */
export function pathOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

/** The parameters behind the first `?`, decoded. */
export function queryOf(request: Pick<IncomingMessage, 'url'>): URLSearchParams {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

/** @returns nothing where the text is no authority */
export function readAuthority(text: string | undefined): Authority | undefined {
  const [, name, port] = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?$/.exec(text ?? '') ?? [];
  return name === undefined ? undefined : { name, port: port === undefined ? undefined : Number(port) };
}

export function writeAuthority({ name, port }: Authority): string {
  return port === undefined ? name : `${name}:${port}`;
}

function isEncrypted(socket: Socket): boolean {
  return (socket as Partial<TLSSocket>).encrypted === true;
}

function localAuthority(socket: Socket): Authority {
  const { localAddress = '127.0.0.1', localPort = 0 } = socket;
  const address = localAddress.replace(/^::ffff:/, '');
  return { name: address.includes(':') ? `[${address}]` : address, port: localPort };
}
