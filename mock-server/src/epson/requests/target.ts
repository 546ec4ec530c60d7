import type { IncomingMessage } from 'node:http';
import type { Warning } from '../../rules/refusal.js';
import { arrivalOf, writeAuthority } from '../../http/target.js';
import { isEpsonName, type Addresses } from '../domain/addresses.js';
import { exchangeOf } from '../../http/exchange.js';
import { excerpt } from '../../text/mask.js';

/** Returns warnings about the address that a call was sent to; the call is answered all the same. */
export function warningsOfTarget(addresses: Addresses, request: IncomingMessage): Warning[] {
  const foreign = foreignTarget(addresses, request);
  if (foreign !== undefined) return [servedByPath(foreign)];
  const { asked, name } = arrivalOf(request);
  // The mock itself has given out the address of an upload, in the scheme of that call.
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
