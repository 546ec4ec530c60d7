import { PRESETS, type Capabilities, type PresetName } from './capability.js';
import { Destinations } from './destinations.js';
import { newId } from './ids.js';
import type { ChangeLog } from './change-log.js';
import { Refusal } from '../../rules/refusal.js';

/** A printer to register; what is left out has a default. */
export interface PrinterSeed<C = PresetName | Capabilities> {
  readonly email: string;
  readonly remotePrinting?: boolean;
  readonly online?: boolean;
  readonly name?: string;
  readonly serialNo?: string;
  readonly multiByteDisplay?: boolean;
  readonly capability?: C;
}

export const DEFAULT_PRINTER = { email: 'mock.printer@print.epsonconnect.com' } satisfies PrinterSeed;

/** The troubles that stop a printer. */
export const TROUBLES = [
  'media_jam',
  'media_empty',
  'marker_supply_empty',
  'cover_open',
  'attention_required',
] as const;

/** A trouble that keeps a printer from printing: its job, or the next one, is stopped. */
export type Trouble = (typeof TROUBLES)[number];

export interface Printer {
  readonly email: string;
  readonly name: string;
  readonly serialNo: string;
  /** True if its display shows aliases in any script. */
  readonly multiByteDisplay: boolean;
  readonly capabilities: Capabilities;
  readonly destinations: Destinations;
  remotePrinting: boolean;
  isOnline: boolean;
  trouble: Trouble | null;
  /**
   * 32 lowercase hexadecimal digits; stays the same from one authentication to the next, until the authentication is
   * cancelled.
   */
  deviceId: string;
}

const NAMES: Record<string, string> = {
  office: 'WF-0000 Series',
  photo: 'XP-0000 Series',
  'mono-laser': 'AL-M0000',
};

/** The printers of one world. */
export class Printers {
  readonly #byEmail = new Map<string, Printer>();

  readonly #isOpen: boolean;
  readonly #changeLog: ChangeLog;
  readonly #capability: PrinterSeed['capability'];

  /**
   * @param isOpen whether every well-formed address is a printer's
   */
  constructor(seeds: readonly PrinterSeed[], isOpen: boolean, changeLog: ChangeLog) {
    this.#isOpen = isOpen;
    this.#changeLog = changeLog;
    this.#capability = seeds[0]?.capability;
    for (const seed of seeds) this.add(seed);
  }

  /** Registers a printer, which replaces one with the same address. */
  add(seed: PrinterSeed): Printer {
    const { email, remotePrinting = true, online = true, capability = 'office' } = seed;
    const printer: Printer = {
      email,
      name: seed.name ?? NAMES[typeof capability === 'string' ? capability : 'own'] ?? 'ET-0000',
      serialNo: seed.serialNo ?? `MOCK${String(this.#byEmail.size + 1).padStart(6, '0')}`,
      multiByteDisplay: seed.multiByteDisplay ?? true,
      capabilities: typeof capability === 'string' ? PRESETS[capability] : capability,
      destinations: new Destinations(() => this.#changeLog.markChanged('destinations', email.toLowerCase())),
      remotePrinting,
      isOnline: online,
      trouble: null,
      deviceId: newId(),
    };
    this.#byEmail.set(email.toLowerCase(), printer);
    this.#changeLog.markChanged('printer', email.toLowerCase());
    return printer;
  }

  /** Takes back how a printer was before the host was restarted. */
  restore(seed: PrinterSeed, { deviceId, trouble }: Pick<Printer, 'deviceId' | 'trouble'>): Printer {
    const printer = this.find(seed.email) ?? this.add(seed);
    const { remotePrinting = true, online = true } = seed;
    return Object.assign(printer, { deviceId, trouble, remotePrinting, isOnline: online });
  }

  /** Connects a printer to Epson Connect, stops it, or lets its owner allow or forbid printing through the API. */
  change(
    printer: Printer,
    change: Partial<Pick<Printer, 'isOnline' | 'trouble' | 'remotePrinting' | 'deviceId'>>,
  ): void {
    Object.assign(printer, change);
    this.#changeLog.markChanged('printer', printer.email.toLowerCase());
  }

  /** @throws Refusal when no printer has the address, or its owner has switched remote printing off */
  byEmail(email: string): Printer {
    const isWellFormed = /^[^\s@]+@print\.epsonconnect\.com$/i.test(email);
    const printer = this.find(email) ?? (this.#isOpen && isWellFormed ? this.#open(email) : undefined);
    if (printer === undefined) {
      const known = this.all().map((each) => each.email);
      const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
      const why =
        domain === 'print.epsonconnect.com'
          ? 'No printer has this address.'
          : "This is not the address of a printer: those end in @print.epsonconnect.com. The owner's own mail address does not work.";
      throw new Refusal('printer-unknown', `${why} Known to this mock: ${known.join(', ')}.`);
    }
    this.checkRemotePrinting(printer);
    return printer;
  }

  /** Registers a printer that nobody named; it can do what the first one can. */
  #open(email: string): Printer {
    return this.add({ email, ...(this.#capability === undefined ? {} : { capability: this.#capability }) });
  }

  /** @throws Refusal `remote-printing-off` */
  checkRemotePrinting(printer: Printer): void {
    if (printer.remotePrinting) return;
    throw new Refusal(
      'remote-printing-off',
      "The owner of this printer has switched remote printing off. On the host it is allowed again on the owner's Epson Connect user page.",
    );
  }

  /** The printer with this address, if there is one. */
  find(email: string): Printer | undefined {
    return this.#byEmail.get(email.toLowerCase());
  }

  /** The printer with this device ID, if there is one. */
  byDeviceId(deviceId: string): Printer | undefined {
    return this.all().find((printer) => printer.deviceId === deviceId);
  }

  all(): Printer[] {
    return [...this.#byEmail.values()];
  }
}
