import { callApi, type Session } from './auth/call-api.js';
import { KeptAnswers } from './auth/kept-answers.js';
import { emptyObject, withMember } from './http/api.js';
import type { components } from './generated/epson-connect.js';
import type { Call } from './http/limits.js';
import { operations } from './v1/operations.js';

type Schemas = components['schemas'];

/** The printer of the access token. `ec_connected` is true while it is connected to Epson Connect. */
export type Device = Readonly<Schemas['Device']>;

/** Capability of a printer in one print mode. It does not change as long as the device ID lives. */
export type Capability = Schemas['Capability'];

export async function deviceInformation(session: Session, call: Call): Promise<Device> {
  const { body } = await callApi(
    session,
    call,
    operations.getDevice,
    {},
    undefined,
    withMember('ec_connected'),
  );
  return body;
}

/** Capabilities by client. */
const capabilities = new KeptAnswers<Capability>();

/** Returns the capability, cached by the device ID: a printer that is authenticated again may have another, and other paper. */
export async function capabilityOf(session: Session, call: Call, print_mode: string): Promise<Capability> {
  const { subject_id } = await session.tokens.usable(call.limits);
  return capabilities.get(session.tokens, `${subject_id} ${print_mode}`, async () => {
    const check = withMember('media_sizes');
    const found = await callApi(session, call, operations.getCapability, { print_mode }, undefined, check);
    return [`${found.device_id} ${print_mode}`, found.body];
  });
}

/** Cancels the registration on the host, and then deletes the tokens. */
export async function cancelAuthentication(session: Session, call: Call): Promise<void> {
  await callApi(session, call, operations.cancelAuthentication, {}, undefined, emptyObject());
  await session.tokens.forget();
  capabilities.forget(session.tokens);
}
