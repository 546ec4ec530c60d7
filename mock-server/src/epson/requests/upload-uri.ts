import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Warning } from '../../rules/refusal.js';
import { isEpsonName, type Addresses, isLoopbackName } from '../domain/addresses.js';
import { excerpt } from '../../text/mask.js';
import { arrivalOf, writeAuthority, type Arrival } from '../../http/target.js';

/** The form in which a version of the API gives out upload URIs. */
export interface UploadAddress {
  /** The member of the answer that holds the URI. */
  readonly member: string;
  /** The name of Epson's host that takes files. */
  readonly epsonName: string;
  /** True if a call by any of Epson's names is given that name; otherwise it is only where there is a second port. */
  readonly isApart: boolean;
}

/**
 * The origin of the upload URI that a caller is given: the public URL, or where the caller's own request came in, with
 * the second port if there is one. Epson's host takes files under its other name.
 *
 * @param warn called when the caller surely, or most likely, cannot reach it
 */
export function uploadOrigin(
  addresses: Addresses,
  request: IncomingMessage,
  { member, ...address }: UploadAddress,
  warn: (warning: Warning) => void,
): string {
  const arrival = arrivalOf(request);
  const authority = authorityFor(arrival, addresses.uploadPort, address);
  const origin = addresses.publicUrl ?? `${arrival.scheme}://${authority}`;
  const why =
    addresses.publicUrl === undefined
      ? doubtOfArrival(arrival, addresses, request)
      : doubtOfPublicUrl(addresses.publicUrl, request);
  if (why !== undefined)
    warn({ rule: 'upload-uri-unreachable', hint: `${member} begins with ${origin}. ${why}` });
  return origin;
}

function authorityFor(
  { name, port }: Arrival,
  uploadPort: number | undefined,
  { epsonName, isApart }: Omit<UploadAddress, 'member'>,
): string {
  if (isEpsonName(name) && (isApart || uploadPort !== undefined))
    return writeAuthority({ name: epsonName, port });
  if (uploadPort === undefined) return writeAuthority({ name, port });
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
  // A client that asked for Epson's name in the handshake was redirected by that name, and will be again.
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
