import type { Request } from 'express';
import type { Printer, Printers } from '../domain/printers.js';
import type { World } from '../domain/world.js';
import { Refusal } from '../../rules/refusal.js';
import { checkBearer } from '../requests/credentials.js';
import type { CallResponse } from '../requests/identify.js';

/** The world and the printer that a call with an access token is for. */
export interface Caller {
  readonly world: World;
  readonly printer: Printer;
}

/**
 * Verifies whom a call was found to come from, and counts it.
 *
 * @throws Refusal when the token, the call limit or the device ID does not stand, in this order
 */
export function verifyCaller(
  { headers, params }: Request<{ device_id: string }>,
  { locals: { world, token, bearer } }: CallResponse,
): Caller {
  checkBearer(headers.authorization);
  if (bearer !== undefined) {
    throw new Refusal(
      'bearer-other-version',
      'This access token is of version 2, and the path of version 1. Call the paths below /api/2/, which have no device ID and want the API key in x-api-key.',
    );
  }
  world.jobs.refuseOver();
  const { printer } = world.tokens.verify(token);
  world.calls[1].count();
  return { world, printer: checkDevice(params.device_id, printer, world.printers) };
}

/**
 * Checks that the device ID in the path is the one that the access token was issued for.
 *
 * @throws Refusal `device-foreign`
 */
export function checkDevice(deviceId: string, tokenPrinter: Printer, printers: Printers): Printer {
  if (deviceId === tokenPrinter.deviceId) return tokenPrinter;
  const rule = 'device-foreign';
  const right = `The device ID is the subject_id of the token's own answer (${tokenPrinter.deviceId}).`;
  const [localPart = ''] = tokenPrinter.email.split('@');
  if (deviceId.includes('@') || deviceId === localPart) {
    throw new Refusal(rule, `The printer's e-mail address is not its device ID. ${right}`);
  }
  if (deviceId === '' || deviceId === 'undefined' || deviceId === 'null') {
    throw new Refusal(
      rule,
      `The path holds "${deviceId}" where the device ID belongs: was the answer read? ${right}`,
    );
  }
  if (printers.byDeviceId(deviceId) !== undefined) {
    throw new Refusal(
      rule,
      `This device is another printer than the one the access token was issued for. ${right}`,
    );
  }
  throw new Refusal(rule, `No printer of this client has the device ID of the path. ${right}`);
}
