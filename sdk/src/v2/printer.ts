import { callApi, type Session } from '../auth/call-api.js';
import type { components } from '../generated/epson-connect-v2.js';
import { withMember } from '../http/api.js';
import type { Call } from '../http/limits.js';
import type { PrintMode, PrintSettings } from './job-request.js';
import { operations } from './operations.js';

type Schemas = components['schemas'];

/** The printer of the connection. `connected` is true while it is connected to Epson Connect. */
export type Device = Readonly<Schemas['Device']>;

/** Capability of a printer in one print mode. */
export type Capability = Schemas['Capability'];

export async function deviceInformation(session: Session, call: Call): Promise<Device> {
  const { body } = await callApi(
    session,
    call,
    operations.getDevice,
    {},
    undefined,
    withMember('productName'),
  );
  return body;
}

/** Capabilities by connection and print mode. */
const kept = new WeakMap<object, Map<string, Capability>>();

/** Returns the capability, cached until the connection is authorized again: then it may be another printer's. */
export async function capabilityOf(session: Session, call: Call, printMode: PrintMode): Promise<Capability> {
  // The map of the printer that is connected now: after another was connected nobody finds a late answer in it.
  const mine = kept.get(session.tokens) ?? new Map<string, Capability>();
  kept.set(session.tokens, mine);
  let capability = mine.get(printMode);
  if (!capability) {
    const check = withMember('paperSizes');
    ({ body: capability } = await callApi(
      session,
      call,
      operations.getCapability,
      { printMode },
      undefined,
      check,
    ));
    mine.set(printMode, capability);
  }
  // A copy: what the caller does to it is not what the next one gets.
  return structuredClone(capability);
}

/** Forgets the capabilities of the printer that was connected before. */
export const forgetCapabilities = ({ tokens }: Session): void => void kept.delete(tokens);

export async function defaultSettingsOf(session: Session, call: Call): Promise<PrintSettings> {
  const check = withMember('printSettings');
  const { body } = await callApi(session, call, operations.getDefaultSettings, {}, undefined, check);
  return body.printSettings;
}
