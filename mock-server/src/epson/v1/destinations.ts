import type { Request } from 'express';
import type { Host } from '../domain/host.js';
import { readDestination, readDestinationId, readNewDestination } from './requests/destination.js';
import { destinationWords } from './words.js';
import { warnOfUnknownMembers } from './requests/unknown-members.js';
import { readJson } from './requests/json.js';
import { sendJson } from '../../http/send.js';
import type { CallResponse } from './identify-caller.js';
import { verifyCaller } from './verify-caller.js';
import { warnerOf } from './warn.js';

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
