import type { IncomingMessage } from 'node:http';
import { isEpsonName, type Addresses } from '../domain/addresses.js';
import { arrivalOf, writeAuthority } from '../wire/target.js';

/**
 * The authority of a request in absolute form that means another host than this one. Such requests come from programs
 * that have the mock as their proxy.
 */
export function foreignTarget(addresses: Addresses, request: IncomingMessage): string | undefined {
  const { from, name, port } = arrivalOf(request);
  const isOwn =
    from !== 'target' ||
    isEpsonName(name) ||
    addresses.isOwnName(name) ||
    (port !== undefined && addresses.ports.includes(port));
  return isOwn ? undefined : writeAuthority({ name, port });
}
