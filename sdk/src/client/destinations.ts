import type { Session } from '../auth/bearer.js';
import type { Destination, NewDestination } from '../api/destination.js';
import type { CallOptions } from '../http/limits.js';
import { later, method } from './later.js';

export type { Destination, NewDestination };

/** The scan destinations of the device. Evidence: specification, sample, client. */
export interface Destinations {
  /**
   * All of them.
   *
   * @example
   * const [first] = await epson.destinations.list();
   */
  list(options?: CallOptions): Promise<Destination[]>;
  /**
   * Adds one. The host does not answer with its ID: list to learn it.
   *
   * @throws {RequestError} `duplicate_alias`, `maximum_number`, `invalid_resource`.
   *
   * @example
   * await epson.destinations.register({ alias_name: 'Books', type: 'mail', destination: 'books@client.example' });
   */
  register(destination: NewDestination, options?: CallOptions): Promise<void>;
  /**
   * Replaces all of one: what is left out is not kept.
   *
   * @throws {NotFoundError} `destination_not_found`.
   * @throws {RequestError} `duplicate_alias`, `invalid_resource`.
   *
   * @example
   * await epson.destinations.update({ ...first, alias_name: 'Accounting' });
   */
  update(destination: Destination, options?: CallOptions): Promise<void>;
  /**
   * Removes one, by its ID or as `list` gave it.
   *
   * @throws {NotFoundError} `destination_not_found`.
   *
   * @example
   * await epson.destinations.delete(first);
   */
  delete(destination: string | Pick<Destination, 'id'>, options?: CallOptions): Promise<void>;
}

export const createDestinations = (wiring: Session): Destinations => ({
  list: (options) => later(wiring, 'destinations.list', undefined, options),
  register: method(wiring, 'destinations.register'),
  update: method(wiring, 'destinations.update'),
  delete: method(wiring, 'destinations.delete'),
});
