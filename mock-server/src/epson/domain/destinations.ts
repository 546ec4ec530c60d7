import { newId } from './ids.js';
import { Refusal } from '../../rules/refusal.js';

/** A place that the scans of a printer go to. */
export interface Destination {
  readonly id: string;
  /** The name that the printer shows. */
  readonly alias: string;
  readonly service: 'mail' | 'url';
  /** A mail address or a URL. */
  readonly target: string;
}

/** The limit of one printer. Epson has one; its number is not known. */
const MOST = 100;

/** The destinations that a printer's owner can scan to. */
export class Destinations {
  readonly #byId = new Map<string, Destination>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Takes back destinations that were registered before the host was restarted. */
  restore(destinations: readonly Destination[]): void {
    for (const destination of destinations) this.#byId.set(destination.id, destination);
  }

  all(): Destination[] {
    return [...this.#byId.values()];
  }

  /** @throws Refusal `destination-unknown` */
  find(id: string): Destination {
    const found = this.#byId.get(id);
    if (found !== undefined) return found;
    throw new Refusal(
      'destination-unknown',
      'No destination of this printer has this ID. The list of destinations has the IDs.',
    );
  }

  /** Registers a destination. @returns its ID @throws Refusal `alias-taken` or `destinations-full` */
  register(destination: Omit<Destination, 'id'>): string {
    this.#refuseTakenAlias(destination.alias);
    if (this.#byId.size >= MOST) {
      throw new Refusal(
        'destinations-full',
        `This printer has ${MOST} destinations, the most that the mock takes. Delete one first.`,
      );
    }
    const id = newId();
    this.#byId.set(id, { id, ...destination });
    this.#onChange();
    return id;
  }

  /** @throws Refusal `destination-unknown` or `alias-taken` */
  update(destination: Destination): void {
    this.find(destination.id);
    this.#refuseTakenAlias(destination.alias, destination.id);
    this.#byId.set(destination.id, destination);
    this.#onChange();
  }

  /** @throws Refusal `destination-unknown` */
  delete(id: string): void {
    this.find(id);
    this.#byId.delete(id);
    this.#onChange();
  }

  #refuseTakenAlias(alias: string, except?: string): void {
    const taken = this.all().some((each) => each.alias === alias && each.id !== except);
    if (taken)
      throw new Refusal(
        'alias-taken',
        `Another destination of this printer is called ${JSON.stringify(alias)} already; each has a name of its own. To change that destination, send PUT with its ID, which the list of destinations has.`,
      );
  }
}
