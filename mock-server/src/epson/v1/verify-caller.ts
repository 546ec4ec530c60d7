import type { Request } from 'express';
import type { Printer } from '../domain/printers.js';
import type { World } from '../domain/world.js';
import { Refusal } from '../../rules/refusal.js';
import type { CallResponse } from './identify-caller.js';
import { checkDevice } from './requests/device.js';

/** Whom a call with an access token comes from, and which printer it is for. */
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
  { locals: { world, token } }: CallResponse,
): Caller {
  checkBearer(headers.authorization);
  world.jobs.refuseOver();
  const { printer } = world.tokens.verify(token);
  world.calls.count();
  return { world, printer: checkDevice(params.device_id, printer, world.printers) };
}

/** @throws Refusal `bearer-missing` when there is no access token, or another scheme */
function checkBearer(authorization: string | undefined): void {
  const [scheme = '', token = ''] = (authorization ?? '').trim().split(/ +/);
  if (scheme.toLowerCase() === 'bearer' && token !== '') return;
  const what = {
    '': 'There is no Authorization header.',
    basic: 'Authorization is Basic; that is for the token operation only.',
    bearer: 'Authorization says Bearer, and no token follows: was the token operation awaited?',
  }[scheme.toLowerCase()];
  throw new Refusal(
    'bearer-missing',
    `${what ?? 'Authorization does not begin with Bearer.'} Send Authorization: Bearer and the access_token of the token operation.`,
  );
}
