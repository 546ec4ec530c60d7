import * as v from 'valibot';
import type { CapabilityOption } from './capability.js';
import type { ClientSeed } from './clients.js';
import type { PrinterSeed } from './printers.js';
import { anyObject, check, members, textLike, type Shape } from '../../text/check.js';

// Not shown where they are wrong: either may hold the secret.
export const CLIENT_ID = textLike(
  /^[\x21-\x39\x3b-\x7e]+$/,
  'must be a non-empty string without colons and blanks',
);
export const CLIENT_SECRET = textLike(/[^]/, 'must be a non-empty string');
export const EMAIL = textLike(/^[^\s@]+@[^\s@]+$/, 'an e-mail address');

/** A client, as `startMockHost` takes it. */
export const CLIENT = members(
  'member of a client',
  { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  {},
  'must be an object: { "clientId": ..., "clientSecret": ... }',
);

/** A capability that is checked where a printer is made of it. */
export const CAPABILITY = v.union(
  [v.string(), anyObject],
  'the name of a preset, or an object',
) as unknown as Shape<CapabilityOption>;

/** Describes a printer, as an address or an object. */
export function printerShape<C>(capability: Shape<C>) {
  const object = members(
    'member of a printer',
    { email: EMAIL },
    { remotePrinting: v.boolean(), online: v.boolean(), name: v.string(), serialNo: v.string(), capability },
    'an address, or an object with email',
  );
  const address = v.pipe(
    EMAIL,
    v.transform((email): v.InferOutput<typeof object> => ({ email })),
  );
  return v.lazy((given) => (typeof given === 'string' ? address : object));
}

/** A printer, as `startMockHost` takes it. */
export const PRINTER = printerShape(CAPABILITY) as unknown as Shape<PrinterSeed>;

/** Returns the client as it was given. @throws InvalidValue */
export const checkClient = (client: ClientSeed): ClientSeed => check(CLIENT, client);

/** Returns the printer that an address or an object stands for. @throws InvalidValue */
export const checkPrinter = (printer: PrinterSeed | string): PrinterSeed =>
  check(PRINTER, printer, 'printer');
