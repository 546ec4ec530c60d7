import type { Request } from 'express';
import { printModeValues } from '../../generated/epson-connect.js';
import type { Device } from './words.js';
import type { Host } from '../domain/worlds.js';
import { capabilityAnswer } from './capability.js';
import {
  readOneOf,
  readJson,
  warnerOf,
  jsonKind,
  type JsonObject,
  warnOfUnknownMembers,
} from '../requests/body.js';
import { readCallbackUri } from '../requests/delivery.js';
import { sendJson } from '../../http/send.js';
import type { CallResponse } from '../requests/identify.js';
import { verifyCaller } from './caller.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import type { NotificationSetting } from '../domain/world.js';

type OfDevice = Request<{ device_id: string }>;

/** Tells what the printer can do in a print mode. */
export function getCapability(
  request: Request<{ device_id: string; print_mode: string }>,
  response: CallResponse,
): void {
  const { printer } = verifyCaller(request, response);
  const mode = readOneOf(request.params, 'print_mode', 'capability-mode-unknown', printModeValues);
  sendJson(response, 200, capabilityAnswer(printer.capabilities[mode]));
}

/** Tells the printer's name, and whether it is connected. */
export function getDevice(request: OfDevice, response: CallResponse): void {
  const { printer } = verifyCaller(request, response);
  const answer: Device = {
    printer_name: printer.name,
    serial_no: printer.serialNo,
    ec_connected: printer.isOnline,
  };
  sendJson(response, 200, answer);
}

/** Ends the device ID and all tokens of the printer. */
export function cancelAuthentication(request: OfDevice, response: CallResponse): void {
  const { world, printer } = verifyCaller(request, response);
  world.cancelAuthentication(printer);
  sendJson(response, 200, {});
}

/** Sets the address for a client's notifications: one for all its printers, although the path names one. */
export function setNotification(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { world } = verifyCaller(request, response);
    const body = await readJson(request, response, warnerOf(host, request));
    world.setNotification(1, readNotificationSetting(body, warnerOf(host, request)));
    sendJson(response, 200, {});
  };
}

/**
 * Reads the body of notification setting.
 *
 * @throws Refusal `notification-invalid` or `callback-uri-invalid`
 */
export function readNotificationSetting(
  body: JsonObject,
  warn: (warning: Warning) => void,
): NotificationSetting {
  warnOfUnknownMembers(body, ['notification', 'callback_uri'], 'the body', warn);
  const isOn = readFlag(body['notification'], warn);
  return { isOn, callbackUri: readCallbackUri(body, 'callback_uri') };
}

function readFlag(value: unknown, warn: (warning: Warning) => void): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') {
    warn({
      rule: 'notification-as-text',
      hint: `notification is the text "${value}". It is taken, as Epson's own collection of requests sends it; the specification has true and false without quotes.`,
    });
    return value === 'true';
  }
  throw new Refusal(
    'notification-invalid',
    `notification is ${value === undefined ? 'missing' : jsonKind(value)}. Send true or false, without quotes.`,
  );
}
