import type { ClientSeed } from './clients.js';
import type { PrinterSeed } from './printers.js';
import { unknownMember } from '../../text/suggest.js';

/** A client or a printer that cannot be. The message names the member, the value and what is allowed. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
}

const CLIENT_MEMBERS = Object.keys({ clientId: 0, clientSecret: 0 } satisfies Record<keyof ClientSeed, 0>);

const PRINTER_MEMBERS = Object.keys({
  email: 0,
  remotePrinting: 0,
  online: 0,
  name: 0,
  serialNo: 0,
  capability: 0,
} satisfies Record<keyof PrinterSeed, 0>);

/** Returns the client as it was given. @throws SeedError */
export function checkClient(client: ClientSeed): ClientSeed {
  refuseUnknown('member of a client', client, CLIENT_MEMBERS);
  const { clientId, clientSecret } = client;
  if (typeof clientId !== 'string' || !/^[\x21-\x39\x3b-\x7e]+$/.test(clientId))
    throw new SeedError(
      `the client ID ${JSON.stringify(clientId)} must be a non-empty string without colons and blanks`,
    );
  if (typeof clientSecret !== 'string' || clientSecret === '')
    throw new SeedError(`the secret of the client ${clientId} must be a non-empty string`);
  return client;
}

/** Returns the printer that an address or an object stands for. @throws SeedError */
export function checkPrinter<C>(given: PrinterSeed<C> | string): PrinterSeed<C> {
  const printer: PrinterSeed<C> = typeof given === 'string' ? { email: given } : given;
  refuseUnknown('member of a printer', printer, PRINTER_MEMBERS);
  if (typeof printer.email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(printer.email))
    throw new SeedError(`the printer ${JSON.stringify(printer.email)} is not an e-mail address`);
  for (const name of ['online', 'remotePrinting'] as const) {
    const value: unknown = printer[name];
    if (value !== undefined && typeof value !== 'boolean')
      throw new SeedError(
        `${name} of the printer ${printer.email} is ${JSON.stringify(value)}; it must be true or false`,
      );
  }
  return printer;
}

function refuseUnknown(what: string, given: object, names: readonly string[]): void {
  const unknown = unknownMember(what, given, names);
  if (unknown !== undefined) throw new SeedError(unknown);
}
