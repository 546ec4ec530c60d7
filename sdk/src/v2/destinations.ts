import { beginCall, callApi, type Session } from '../auth/call-api.js';
import type { components } from '../generated/epson-connect-v2.js';
import { withMember, type BodyCheck } from '../http/api.js';
import { checkValues, word, wrongValue, type Open } from '../http/check.js';
import type { CallOptions } from '../http/limits.js';
import { noContent } from './api.js';
import { operations } from './operations.js';

type Schemas = components['schemas'];

/** A new destination of scans: an address under a name. */
export interface NewDestination {
  /** 1 to 20 characters; no other destination of the device has it. */
  readonly aliasName: string;
  /** `mail` or `url`. */
  readonly destinationService: Open<Schemas['DestinationService']>;
  /** The mail address or URL, 4 to 544 characters. */
  readonly destination: string;
}

/** A destination of scans, as the host lists it. */
export interface Destination extends NewDestination {
  /** The destination ID. */
  readonly destinationId: string;
}

/** The scan destinations of the device. Evidence: specification, client. */
export interface Destinations {
  /**
   * Returns all destinations.
   *
   * @example
   * const [first] = await epson.destinations.list();
   */
  list(options?: CallOptions): Promise<Destination[]>;
  /**
   * Adds a destination, and returns it with its ID. One request.
   *
   * @throws {SettingError} before any request, also for an `aliasName` of more than 20 characters.
   * @throws {RequestError} `duplicate_alias_name`, `invalid_resource`.
   * @throws {ForbiddenError} `destination_limit_exceeded`.
   *
   * @example
   * const books = await epson.destinations.register({
   *   aliasName: 'Books', destinationService: 'mail', destination: 'books@client.example',
   * });
   */
  register(destination: NewDestination, options?: CallOptions): Promise<Destination>;
  /**
   * Changes name and address of a destination; both are sent. The host cannot change the service: delete the destination and
   * register another.
   *
   * @throws {NotFoundError} `destination_not_found`.
   * @throws {RequestError} `duplicate_alias_name`, `invalid_resource`.
   *
   * @example
   * await epson.destinations.update({ ...books, aliasName: 'Accounting' });
   */
  update(destination: Omit<Destination, 'destinationService'>, options?: CallOptions): Promise<void>;
  /**
   * Deletes a destination, by its ID or as `list` or `register` returned it. One request.
   *
   * @throws {NotFoundError} `destination_not_found`.
   *
   * @example
   * await epson.destinations.delete(books);
   */
  delete(destination: string | Pick<Destination, 'destinationId'>, options?: CallOptions): Promise<void>;
}

/** Rejects what no host accepts. It may count characters or UTF-16 units: a name that is too long either way is rejected. */
function checkDestination({ aliasName, ...others }: Readonly<Record<string, unknown>>): void {
  if (typeof aliasName !== 'string' || !/^[^]{1,20}$/u.test(aliasName))
    wrongValue('aliasName', aliasName, 'text of 1 to 20 characters');
  checkValues('', others, Object.fromEntries(Object.keys(others).map((name) => [name, word])), true);
}

const registered: BodyCheck = (body, status) =>
  status === 201 ? withMember('destinationId')(body, status) : 'not with the documented success, 201';

export function createDestinations(session: Session): Destinations {
  const call = (operation: 'list' | 'register' | 'update' | 'delete', options?: CallOptions) =>
    beginCall(session, `destinations.${operation}`, options);
  return {
    async list(options) {
      const begun = call('list', options);
      const check = withMember('destinations');
      const { body } = await callApi(session, begun, operations.listDestinations, {}, undefined, check);
      return body.destinations;
    },
    async register(added, options) {
      const begun = call('register', options);
      const { aliasName, destinationService, destination } = Object(added) as NewDestination;
      const sent = { aliasName, destinationService, destination };
      checkDestination(sent);
      const asked = sent as Schemas['NewDestination'];
      const { body } = await callApi(session, begun, operations.registerDestination, {}, asked, registered);
      return { destinationId: body.destinationId, ...sent };
    },
    async update(changed, options) {
      const begun = call('update', options);
      const { destinationId, aliasName, destination } = Object(changed) as Destination;
      const sent = { aliasName, destination };
      checkDestination(sent);
      const ids = { destinationId };
      await callApi(session, begun, operations.updateDestination, ids, sent, noContent(204));
    },
    async delete(destination, options) {
      const begun = call('delete', options);
      const named = typeof destination === 'string' ? { destinationId: destination } : destination;
      const { destinationId } = Object(named) as Destination;
      const ids = { destinationId };
      await callApi(session, begun, operations.deleteDestination, ids, undefined, noContent(204));
    },
  };
}
