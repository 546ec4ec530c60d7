import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { isEpsonName, type Addresses, EPSON_NAMES, isLoopbackName } from '../domain/addresses.js';
import type { Warning } from '../../rules/refusal.js';
import { exchangeOf } from '../../http/exchange.js';
import { excerpt } from '../../text/mask.js';
import { arrivalOf, writeAuthority, type Arrival } from '../../http/target.js';

/** What is odd about where a call of the API was sent, which is answered all the same. */
export function warningsOfTarget(addresses: Addresses, request: IncomingMessage): Warning[] {
  const foreign = foreignTarget(addresses, request);
  if (foreign !== undefined) return [servedByPath(foreign)];
  const { asked, name } = arrivalOf(request);
  // Where an upload goes is what the mock has answered, in the scheme in which it was asked.
  const isUpload = exchangeOf(request).family === 'upload';
  return asked === 'http' && isEpsonName(name) && !isUpload ? [inTheClear(name)] : [];
}

/**
 * The authority of a request in absolute form that means another host than this one. Such requests come from programs
 * that have the mock as their proxy.
 */
export function foreignTarget(addresses: Addresses, request: IncomingMessage): string | undefined {
  const { from, name, port, unreadable } = arrivalOf(request);
  if (unreadable !== undefined) return excerpt(unreadable, 100);
  const isOwn =
    from !== 'target' ||
    isEpsonName(name) ||
    addresses.isOwnName(name) ||
    (port !== undefined && addresses.ports.includes(port));
  return isOwn ? undefined : writeAuthority({ name, port });
}

const servedByPath = (foreign: string): Warning => ({
  rule: 'target-foreign',
  hint: `The target of the request names ${foreign}, which is neither Epson's host nor the mock. It is answered because its path is one of the API; the mock passes nothing on.`,
});

const inTheClear = (name: string): Warning => ({
  rule: 'target-not-https',
  hint: `The address begins with http://${name}: Epson's host is called by https only, and by http the client's secret and the token would travel in the clear. Write https://${name}.`,
});

/**
 * The origin of the upload URI that a caller is given: the public URL, or where the caller's own request came in, with
 * the second port if there is one. Epson's host takes files under its other name.
 *
 * @param warn is told when the caller surely, or most likely, cannot reach it
 */
export function uploadOrigin(
  addresses: Addresses,
  request: IncomingMessage,
  warn: (warning: Warning) => void,
): string {
  const arrival = arrivalOf(request);
  const origin = addresses.publicUrl ?? `${arrival.scheme}://${authorityFor(arrival, addresses.uploadPort)}`;
  const why =
    addresses.publicUrl === undefined
      ? doubtOfArrival(arrival, addresses, request)
      : doubtOfPublicUrl(addresses.publicUrl, request);
  if (why !== undefined)
    warn({ rule: 'upload-uri-unreachable', hint: `upload_uri begins with ${origin}. ${why}` });
  return origin;
}

function authorityFor({ name, port }: Arrival, uploadPort: number | undefined): string {
  if (uploadPort === undefined) return writeAuthority({ name, port });
  if (isEpsonName(name)) return writeAuthority({ name: EPSON_NAMES[1], port });
  return writeAuthority({ name, port: uploadPort });
}

function doubtOfPublicUrl(publicUrl: string, { socket }: IncomingMessage): string | undefined {
  const { hostname } = new URL(publicUrl);
  if (isAnyAddress(hostname)) return isNoAddress(hostname);
  if (!isLoopbackName(hostname) || isLoopbackName(socket.remoteAddress ?? '')) return undefined;
  return `That is the caller's own machine, and the caller is ${socket.remoteAddress}: set the public URL (--public-url) to an address that it can reach.`;
}

function doubtOfArrival(
  arrival: Arrival,
  addresses: Addresses,
  request: IncomingMessage,
): string | undefined {
  const { name, from, scheme } = arrival;
  const { socket, headers } = request;
  if (isAnyAddress(name)) return isNoAddress(name);
  if (from === 'socket' && headers.host !== undefined)
    return `The Host header is ${JSON.stringify(excerpt(headers.host, 100))}, which is no name with a port, so the address of the connection stands in for it.`;
  const { ports, plainPort } = addresses;
  // Through the proxy any name is reached, and what forwards ports to here does it from another machine.
  const isProxied = from === 'target' || (scheme === 'https' && socket.localPort === plainPort);
  const port = arrival.port ?? (scheme === 'https' ? 443 : 80);
  // Whoever asked for Epson's name in the handshake has been led here by that name, and will be so again.
  const isLed = isEpsonName(String((socket as Partial<TLSSocket>).servername ?? ''));
  if (
    isProxied ||
    (isLed && isEpsonName(name)) ||
    ports.length === 0 ||
    ports.includes(port) ||
    !isLoopbackName(socket.remoteAddress ?? '')
  )
    return undefined;
  const epson = isEpsonName(name) ? " and would reach Epson's own host" : '';
  return `The Host header says so, and the mock listens on ${ports.join(', ')}, not on ${port}: unless something forwards that port, the upload will not come here${epson}. Send the Host header of the address that you call, use the mock as a proxy, or set --public-url.`;
}

function isAnyAddress(name: string): boolean {
  return /^(?:0\.0\.0\.0|\[::\]|\*)$/.test(name);
}

const isNoAddress = (name: string) =>
  `${name} stands for every address of a machine and is none to send to: call the mock by 127.0.0.1, localhost or the name of its machine.`;
