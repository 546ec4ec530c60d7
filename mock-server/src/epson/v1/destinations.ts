import type { ServerResponse } from 'node:http';
import type { Host } from '../domain/host.js';
import { readDestination, readDestinationId, readNewDestination } from './requests/destination.js';
import { destinationWords } from './words.js';
import { warnOfUnknownMembers } from './requests/unknown-members.js';
import { readJson } from './requests/json.js';
import type { Routed } from '../../http/handler.js';
import { sendJson } from '../../http/send.js';
import { identifyCaller } from './verify-caller.js';
import { warnerOf } from './warn.js';

type OfDevice = Routed<{ device_id: string }>;

/** Lists where the printer's owner can scan to. */
export function listDestinations(host: Host) {
  return (request: OfDevice, response: ServerResponse): void => {
    const { printer } = identifyCaller(host, request, request.params.device_id);
    sendJson(response, 200, { destinations: printer.destinations.all().map(destinationWords) });
  };
}

/** Registers a destination. The answer does not tell its ID, as the host's does not. */
export function registerDestination(host: Host) {
  return async (request: OfDevice, response: ServerResponse): Promise<void> => {
    const { printer } = identifyCaller(host, request, request.params.device_id);
    printer.destinations.register(
      readNewDestination(await readJson(request, response, warnerOf(host, request)), warnerOf(host, request)),
    );
    sendJson(response, 201, {});
  };
}

/** Changes a destination as a whole. */
export function updateDestination(host: Host) {
  return async (request: OfDevice, response: ServerResponse): Promise<void> => {
    const { printer } = identifyCaller(host, request, request.params.device_id);
    printer.destinations.update(
      readDestination(await readJson(request, response, warnerOf(host, request)), warnerOf(host, request)),
    );
    sendJson(response, 200, {});
  };
}

/** Deletes the destination that the body names. */
export function deleteDestination(host: Host) {
  return async (request: OfDevice, response: ServerResponse): Promise<void> => {
    const { printer } = identifyCaller(host, request, request.params.device_id);
    const body = await readJson(request, response, warnerOf(host, request));
    warnOfUnknownMembers(body, ['id'], 'the body', warnerOf(host, request));
    printer.destinations.delete(readDestinationId(body));
    sendJson(response, 200, {});
  };
}
