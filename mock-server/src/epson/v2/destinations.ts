import type { Request } from 'express';
import { destinationServiceValues, type components } from '../../generated/epson-connect-v2.js';
import { sendJson, sendStatus } from '../../http/send.js';
import { excerpt } from '../../text/mask.js';
import type { Host } from '../domain/worlds.js';
import { readJson, readOneOf, readText, type Warn, warnerOf, type JsonObject } from '../requests/body.js';
import { readTarget } from '../requests/delivery.js';
import type { CallResponse } from '../requests/identify.js';
import { verifyDevice } from './caller.js';
import { warnOfNames } from './requests/names.js';

type OfDestination = Request<{ destinationId: string }>;

/** Lists where the printer's owner can scan to. */
export function listDestinations(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { printer } = verifyDevice(host, request, response);
    const answer: components['schemas']['DestinationList'] = {
      destinations: printer.destinations.all().map(({ id, alias, service, target }) => ({
        destinationId: id,
        aliasName: alias,
        destinationService: service,
        destination: target,
      })),
    };
    sendJson(response, 200, answer);
  };
}

/** Registers a destination, and answers with its ID. */
export function registerDestination(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { printer } = verifyDevice(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    warnOfNames(body, ['aliasName', 'destinationService', 'destination'], 'the body', warn);
    const alias = readAlias(body, printer.multiByteDisplay, warn);
    const service = readOneOf(
      body,
      'destinationService',
      'destination-type-invalid',
      destinationServiceValues,
    );
    const target = readTarget(body, service, 'service');
    const answer: components['schemas']['RegisteredDestination'] = {
      destinationId: printer.destinations.register({ alias, service, target }),
    };
    sendJson(response, 201, answer);
  };
}

/** Changes the name and the target of a destination. */
export function updateDestination(host: Host) {
  return async (request: OfDestination, response: CallResponse): Promise<void> => {
    const { printer } = verifyDevice(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    warnOfNames(body, ['aliasName', 'destination'], 'the body', warn);
    const { id, service } = printer.destinations.find(request.params.destinationId);
    const alias = readAlias(body, printer.multiByteDisplay, warn);
    printer.destinations.update({ id, service, alias, target: readTarget(body, service, 'service') });
    sendStatus(response, 204);
  };
}

/** Deletes the destination that the path names. */
export function deleteDestination(host: Host) {
  return (request: OfDestination, response: CallResponse): void => {
    const { printer } = verifyDevice(host, request, response);
    printer.destinations.delete(request.params.destinationId);
    sendStatus(response, 204);
  };
}

/** @throws Refusal `destination-invalid` */
function readAlias(body: JsonObject, multiByteDisplay: boolean, warn: Warn): string {
  const alias = readText(body, 'aliasName', 'destination-invalid', 1, 20);
  if (!multiByteDisplay && /[^\x20-\x7e]/.test(alias)) {
    warn({
      rule: 'alias-not-shown',
      hint: `aliasName is ${JSON.stringify(excerpt(alias, 40))}, and multiByteDisplay of this printer is false: its display may not show the name. Use letters, digits and signs of ASCII.`,
    });
  }
  return alias;
}
