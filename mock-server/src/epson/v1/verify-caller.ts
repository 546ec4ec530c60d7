import type { IncomingMessage } from 'node:http';
import type { Host } from '../domain/host.js';
import type { Printer } from '../domain/printers.js';
import type { World } from '../domain/world.js';
import { readBearer } from './requests/bearer.js';
import { checkDevice } from './requests/device.js';

/** Whom a call with an access token comes from, and which printer it is for. */
export interface Caller {
  readonly world: World;
  readonly printer: Printer;
}

/**
 * Counts the call.
 *
 * @throws Refusal when the token, the call limit or the device ID does not stand, in this order
 */
export function identifyCaller(host: Host, request: IncomingMessage, deviceId: string): Caller {
  const token = readBearer(request.headers.authorization);
  const world = host.worlds.ofAccessToken(token) ?? host.worlds.default;
  const { printer } = world.tokens.verify(token);
  world.calls.count();
  return { world, printer: checkDevice(deviceId, printer, world.printers) };
}
