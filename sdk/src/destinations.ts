import { beginCall, callApi, type Session } from './auth/call-api.js';
import { emptyObject, withMember } from './http/api.js';
import type { components } from './generated/epson-connect.js';
import { checkValues, word, type Open } from './http/check.js';
import type { CallOptions } from './http/limits.js';
import { operations } from './v1/operations.js';

type Schemas = components['schemas'];

/** A new destination of scans: an address under a name. */
export interface NewDestination {
  /** 1 to 32 characters; no other destination of the device has it. */
  readonly alias_name: string;
  /** `mail` or `url`. */
  readonly type: Open<Schemas['DestinationType']>;
  /** The mail address or URL, 4 to 544 characters. */
  readonly destination: string;
}

/** A destination of scans, as the host lists it. */
export interface Destination extends NewDestination {
  /** The destination ID. */
  readonly id: string;
}

/** The scan destinations of the device. Evidence: specification, sample, client. */
export interface Destinations {
  /**
   * Returns all destinations.
   *
   * @example
   * const [first] = await epson.destinations.list();
   */
  list(options?: CallOptions): Promise<Destination[]>;
  /**
   * Adds a destination. The host does not answer with its ID: use `list` to find it.
   *
   * @throws {RequestError} `duplicate_alias`, `maximum_number`, `invalid_resource`.
   *
   * @example
   * await epson.destinations.register({ alias_name: 'Books', type: 'mail', destination: 'books@client.example' });
   */
  register(destination: NewDestination, options?: CallOptions): Promise<void>;
  /**
   * Replaces a destination as a whole: members that are left out are removed.
   *
   * @throws {NotFoundError} `destination_not_found`.
   * @throws {RequestError} `duplicate_alias`, `invalid_resource`.
   *
   * @example
   * await epson.destinations.update({ ...first, alias_name: 'Accounting' });
   */
  update(destination: Destination, options?: CallOptions): Promise<void>;
  /**
   * Deletes a destination, by its ID or as `list` returned it.
   *
   * @throws {NotFoundError} `destination_not_found`.
   *
   * @example
   * await epson.destinations.delete(first);
   */
  delete(destination: string | Pick<Destination, 'id'>, options?: CallOptions): Promise<void>;
}

const newRules = { alias_name: word, type: word, destination: word };

export function createDestinations(session: Session): Destinations {
  const call = (operation: 'list' | 'register' | 'update' | 'delete', options?: CallOptions) =>
    beginCall(session, `destinations.${operation}`, options);
  return {
    async list(options) {
      const check = withMember('destinations');
      const { body } = await callApi(
        session,
        call('list', options),
        operations.listDestinations,
        {},
        undefined,
        check,
      );
      return body.destinations;
    },
    async register(added, options) {
      const begun = call('register', options);
      const { alias_name, type, destination } = Object(added) as NewDestination;
      const body = { alias_name, type, destination } as Schemas['RegisterDestinationRequest'];
      checkValues('', { ...body }, newRules, true);
      await callApi(session, begun, operations.registerDestination, {}, body, emptyObject(201));
    },
    async update(changed, options) {
      const begun = call('update', options);
      const { id, alias_name, type, destination } = Object(changed) as Destination;
      const body = { id, alias_name, type, destination } as Schemas['UpdateDestinationRequest'];
      checkValues('', { ...body }, { id: word, ...newRules }, true);
      await callApi(session, begun, operations.updateDestination, {}, body, emptyObject());
    },
    async delete(destination, options) {
      const begun = call('delete', options);
      const named = typeof destination === 'string' ? { id: destination } : destination;
      const { id } = Object(named) as Destination;
      checkValues('', { id }, { id: word }, true);
      await callApi(session, begun, operations.deleteDestination, {}, { id }, emptyObject());
    },
  };
}
