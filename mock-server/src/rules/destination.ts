import { destinationTypeValues } from '../generated/epson-connect.js';
import type { Destination } from '../domain/contract.js';
import { Refusal, type Warning } from '../domain/refusal.js';
import type { JsonObject } from './json-body.js';
import { readOneOf, readText } from './members.js';
import { warnOfUnknownMembers } from './unknown-members.js';
import { excerpt } from '../mask/text.js';

type Warn = (warning: Warning) => void;
const MEMBERS = ['alias_name', 'type', 'destination'];

/** @throws Refusal `destination-invalid` or `destination-type-invalid` */
export function readNewDestination(body: JsonObject, warn: Warn): Omit<Destination, 'id'> {
  warnOfUnknownMembers(body, MEMBERS, 'the body', warn);
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
  const alias_name = readText(body, 'alias_name', 'destination-invalid', 1, 32);
  const type = readOneOf(body, 'type', 'destination-type-invalid', destinationTypeValues);
  const destination = readText(body, 'destination', 'destination-invalid', 4, 544);
  if (type === 'url' && !/^https?:\/\/[^/]/i.test(destination)) {
    throw new Refusal(
      'destination-invalid',
      `destination is ${JSON.stringify(excerpt(destination, 80))}; for the type url it begins with http:// or https://.`,
    );
  }
  if (type === 'mail' && !/^[^\s@]+@[^\s@]+$/.test(destination)) {
    throw new Refusal(
      'destination-invalid',
      `destination is ${JSON.stringify(excerpt(destination, 80))}; for the type mail it is an e-mail address.`,
    );
  }
  return { alias_name, type, destination };
}
