import { newId } from './ids.js';
import { Refusal } from './refusal.js';

/** A printer that is registered in the pretended Epson Connect. */
export interface PrinterSeed {
  /** Its address in Epson Connect, the `username` of the password grant. */
  readonly email: string;
  /** Whether the owner allows printing through the API; `false` makes authentication fail. Default `true`. */
  readonly remotePrinting?: boolean;
}

export const DEFAULT_PRINTER: PrinterSeed = { email: 'mock.printer@print.epsonconnect.com' };

export interface Printer {
  readonly email: string;
  readonly remotePrinting: boolean;
  /** 32 lowercase hexadecimal digits; stays the same from one authentication to the next. */
  readonly deviceId: string;
}

/** The printers of one world. */
export class Printers {
  readonly #byEmail = new Map<string, Printer>();

  constructor(seeds: readonly PrinterSeed[]) {
    for (const { email, remotePrinting = true } of seeds) {
      this.#byEmail.set(email.toLowerCase(), { email, remotePrinting, deviceId: newId() });
    }
  }

  /** @throws Refusal when no printer has the address, or its owner has switched remote printing off */
  byEmail(email: string): Printer {
    const printer = this.#byEmail.get(email.toLowerCase());
    if (printer === undefined) {
      const known = [...this.#byEmail.values()].map((each) => each.email).join(', ');
      const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
      const why =
        domain === 'print.epsonconnect.com'
          ? 'No printer has this address.'
          : "This is not the address of a printer: those end in @print.epsonconnect.com. The owner's own mail address does not work.";
      throw new Refusal('printer-unknown', `${why} Known to this mock: ${known}.`);
    }
    if (!printer.remotePrinting) {
      throw new Refusal(
        'remote-printing-off',
        "The owner of this printer has switched remote printing off. On the host it is allowed again on the owner's Epson Connect user page; the answer is the same as for a wrong address.",
      );
    }
    return printer;
  }

  /** The printer with this device ID, if there is one. */
  byDeviceId(deviceId: string): Printer | undefined {
    return this.all().find((printer) => printer.deviceId === deviceId);
  }

  all(): Printer[] {
    return [...this.#byEmail.values()];
  }
}
