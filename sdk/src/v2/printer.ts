import { callApi, type Session } from '../auth/call-api.js';
import { KeptAnswers } from '../auth/kept-answers.js';
import { isEpsonConnectError } from '../errors/index.js';
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

/** Capabilities by connection. */
const capabilities = new KeptAnswers<Capability>();

/** Returns the capability, cached until the connection is authorized again, or settings are refused: then it may be another. */
export const capabilityOf = (session: Session, call: Call, printMode: PrintMode): Promise<Capability> =>
  capabilities.get(session.tokens, printMode, async () => {
    const check = withMember('paperSizes');
    const { body } = await callApi(session, call, operations.getCapability, { printMode }, undefined, check);
    return [printMode, body];
  });

/** Forgets the capabilities of the printer that was connected before. */
export const forgetCapabilities = ({ tokens }: Session): void => capabilities.forget(tokens);

/** Returns the result of a call with print settings. Where they are refused, the printer is no longer what is cached. */
export const withSettings = <T>(session: Session, call: Promise<T>): Promise<T> =>
  call.catch((error: unknown) => {
    if (isEpsonConnectError(error) && error.code === 'invalid_print_settings') forgetCapabilities(session);
    throw error;
  });

export async function defaultSettingsOf(session: Session, call: Call): Promise<PrintSettings> {
  const check = withMember('printSettings');
  const { body } = await callApi(session, call, operations.getDefaultSettings, {}, undefined, check);
  return body.printSettings;
}
