import type { Request } from 'express';
import type { Host } from '../domain/worlds.js';
import { destinationWords } from './words.js';
import {
  warnOfUnknownMembers,
  readJson,
  type Warn,
  warnerOf,
  type JsonObject,
  readOneOf,
  readText,
} from '../requests/body.js';
import { readTarget } from '../requests/delivery.js';
import { sendJson } from '../../http/send.js';
import type { CallResponse } from '../requests/identify.js';
import { verifyCaller } from './caller.js';
import { destinationTypeValues } from '../../generated/epson-connect.js';
import type { Destination } from '../domain/destinations.js';
import { rightCall } from '../../rules/right-call.js';

type OfDevice = Request<{ device_id: string }>;

/** Lists where the printer's owner can scan to. */
export function listDestinations(request: OfDevice, response: CallResponse): void {
  const { printer } = verifyCaller(request, response);
  sendJson(response, 200, { destinations: printer.destinations.all().map(destinationWords) });
}

/** Registers a destination. The answer does not tell its ID, as the host's does not. */
export function registerDestination(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { printer } = verifyCaller(request, response);
    printer.destinations.register(
      readNewDestination(await readJson(request, response, warnerOf(host, request)), warnerOf(host, request)),
    );
    sendJson(response, 201, {});
  };
}

/** Changes a destination as a whole. */
export function updateDestination(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { printer } = verifyCaller(request, response);
    printer.destinations.update(
      readDestination(await readJson(request, response, warnerOf(host, request)), warnerOf(host, request)),
    );
    sendJson(response, 200, {});
  };
}

/** Deletes the destination that the body names. */
export function deleteDestination(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { printer } = verifyCaller(request, response);
    const body = await readJson(request, response, warnerOf(host, request));
    warnOfUnknownMembers(body, ['id'], 'the body', warnerOf(host, request));
    printer.destinations.delete(readDestinationId(body));
    sendJson(response, 200, {});
  };
}

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
  return { alias, service, target: readTarget(body, service, 'type') };
}
