import type { Session } from '../auth/bearer.js';
import type { components } from '../generated/epson-connect.js';
import type { Call } from '../http/limits.js';
import { emptyObject, withMember } from './exchange.js';
import { operate } from './operate.js';

type Schemas = components['schemas'];

/** The printer behind the access token. `ec_connected`: whether it is connected to Epson Connect at this moment. */
export type Device = Readonly<Schemas['Device']>;

/** What a printer can do in one print mode. It does not change as long as the device ID lives. */
export type Capability = Schemas['Capability'];

export function deviceInformation(wiring: Session, call: Call): Promise<Device> {
  return operate(
    wiring,
    call,
    'GET /api/1/printing/printers/{device_id}',
    {},
    undefined,
    withMember('ec_connected'),
  );
}

/** What each client has been told. */
const kept = new WeakMap<object, Map<string, Capability>>();

/** Kept by the device ID: a printer that is authenticated anew may have another, and other paper. */
export async function capabilityOf(wiring: Session, call: Call, print_mode: string): Promise<Capability> {
  const keyNow = async () => `${(await wiring.tokens.usable(call.limits)).subject_id} ${print_mode}`;
  const mine = kept.get(wiring.tokens) ?? new Map<string, Capability>();
  kept.set(wiring.tokens, mine);
  let capability = mine.get(await keyNow());
  if (!capability) {
    capability = await operate(
      wiring,
      call,
      'GET /api/1/printing/printers/{device_id}/capability/{print_mode}',
      { print_mode },
      undefined,
      withMember('media_sizes'),
    );
    mine.set(await keyNow(), capability);
  }
  // A copy: what the caller does to it is not what the next one gets.
  return structuredClone(capability);
}

/** Ends the registration on the host's side, and then on ours. */
export async function cancelAuthentication(wiring: Session, call: Call): Promise<void> {
  await operate(wiring, call, 'DELETE /api/1/printing/printers/{device_id}', {}, undefined, emptyObject());
  await wiring.tokens.forget();
  kept.delete(wiring.tokens);
}
