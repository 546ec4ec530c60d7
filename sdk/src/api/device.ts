import type { components } from '../generated/epson-connect.js';
import type { CallOptions } from '../http/limits.js';
import type { Wiring } from './api-client.js';
import { callOf, operate, withMember } from './operate.js';

type Schemas = components['schemas'];

/** The printer behind the access token. `ec_connected`: whether it is connected to Epson Connect at this moment. */
export type Device = Readonly<Schemas['Device']>;

/** What a printer can do in one print mode. It does not change as long as the device ID lives. */
export type Capability = Schemas['Capability'];

export function deviceInformation(wiring: Wiring, options: CallOptions | undefined): Promise<Device> {
  return operate(
    wiring,
    callOf(wiring, 'device', options),
    {},
    (init) => wiring.api.GET('/api/1/printing/printers/{device_id}', init),
    withMember('ec_connected'),
  );
}

/** Kept by the device ID: a printer that is authenticated anew may have another, and other paper. */
export async function capabilityOf(
  wiring: Wiring,
  options: CallOptions | undefined,
  print_mode: string,
  kept: Map<string, Capability>,
): Promise<Capability> {
  const call = callOf(wiring, 'capability', options);
  const { subject_id: device_id } = await wiring.tokens.usable(call.limits);
  const key = `${device_id} ${print_mode}`;
  let capability = kept.get(key);
  if (!capability) {
    capability = await operate(
      wiring,
      call,
      { device_id, print_mode },
      (init) => wiring.api.GET('/api/1/printing/printers/{device_id}/capability/{print_mode}', init),
      withMember('media_sizes'),
    );
    kept.set(key, capability);
  }
  // A copy: what the caller does to it is not what the next one gets.
  return structuredClone(capability);
}

/** Ends the registration on the host's side, and then on ours. */
export async function cancelAuthentication(wiring: Wiring, options: CallOptions | undefined): Promise<void> {
  await operate(wiring, callOf(wiring, 'cancelAuthentication', options), {}, (init) =>
    wiring.api.DELETE('/api/1/printing/printers/{device_id}', init),
  );
  await wiring.tokens.forget();
}
