import { destinationTypeValues } from '../../../generated/epson-connect.js';
import type { Destination } from '../../domain/destinations.js';
import { Refusal, type Warning } from '../../../rules/refusal.js';
import type { JsonObject } from './json-body.js';
import { isWebUri, readOneOf, readText } from './members.js';
import { rightCall } from '../../../rules/right-call.js';
import { warnOfUnknownMembers } from './unknown-members.js';
import { excerpt } from '../../../text/shorten.js';

type Warn = (warning: Warning) => void;
const MEMBERS = ['alias_name', 'type', 'destination'];

/** @throws Refusal `destination-invalid` or `destination-type-invalid` */
export function readNewDestination(body: JsonObject, warn: Warn): Omit<Destination, 'id'> {
  if (body['id'] !== undefined) {
    const hint = `id is not a member of a new destination: POST registers another one, with an ID of its own. ${rightCall('updateDestination')}`;
    warn({ rule: 'unknown-member', hint });
  }
  warnOfUnknownMembers(body, ['id', ...MEMBERS], 'the body', warn);
  return read(body);
}

/** @throws Refusal `destination-invalid` or `destination-type-invalid` */
export function readDestination(body: JsonObject, warn: Warn): Destination {
  warnOfUnknownMembers(body, ['id', ...MEMBERS], 'the body', warn);
  return { id: readDestinationId(body), ...read(body) };
}

/** The ID stands in the body, also of DELETE. @throws Refusal `destination-invalid` */
export function readDestinationId(body: JsonObject): string {
  return readText(body, 'id', 'destination-invalid', 32, 32);
}

function read(body: JsonObject): Omit<Destination, 'id'> {
  const alias = readText(body, 'alias_name', 'destination-invalid', 1, 32);
  const service = readOneOf(body, 'type', 'destination-type-invalid', destinationTypeValues);
  const target = readText(body, 'destination', 'destination-invalid', 4, 544);
  if (service === 'url' && !isWebUri(target)) {
    throw new Refusal(
      'destination-invalid',
      `destination is ${JSON.stringify(excerpt(target, 80))}; for the type url it must begin with http:// or https:// and a host.`,
    );
  }
  if (service === 'mail' && !/^[^\s@]+@[^\s@]+$/.test(target)) {
    throw new Refusal(
      'destination-invalid',
      `destination is ${JSON.stringify(excerpt(target, 80))}; for the type mail it must be an e-mail address.`,
    );
  }
  return { alias, service, target };
}
