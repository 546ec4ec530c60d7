import type { Request } from 'express';
import { printModeValues } from '../../generated/epson-connect.js';
import type { Device } from './contract.js';
import type { Host } from '../domain/host.js';
import { capabilityAnswer } from './capability.js';
import { readOneOf } from './requests/members.js';
import { readNotificationSetting } from './requests/notification-setting.js';
import { readJson } from './requests/json.js';
import { sendJson } from '../../http/send.js';
import type { CallResponse } from './identify-caller.js';
import { verifyCaller } from './verify-caller.js';
import { warnerOf } from './warn.js';

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

/** Sets where the client is told of its jobs: one place for all its printers, although the path names one. */
export function setNotification(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { world } = verifyCaller(request, response);
    const body = await readJson(request, response, warnerOf(host, request));
    world.notification = readNotificationSetting(body, warnerOf(host, request));
    sendJson(response, 200, {});
  };
}
