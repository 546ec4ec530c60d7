import type { ServerResponse } from 'node:http';
import { printModeValues } from '../../generated/epson-connect.js';
import type { Device } from './contract.js';
import type { Host } from '../domain/host.js';
import { capabilityAnswer } from './capability.js';
import { readOneOf } from './requests/members.js';
import { readNotificationSetting } from './requests/notification-setting.js';
import { readJson } from './requests/json.js';
import type { Routed } from '../../http/handler.js';
import { sendJson } from '../../http/send.js';
import { identifyCaller } from './verify-caller.js';
import { warnerOf } from './warn.js';

type OfDevice = Routed<{ device_id: string }>;

/** Tells what the printer can do in a print mode. */
export function getCapability(host: Host) {
  return (request: Routed<{ device_id: string; print_mode: string }>, response: ServerResponse): void => {
    const { printer } = identifyCaller(host, request, request.params.device_id);
    const mode = readOneOf(request.params, 'print_mode', 'capability-mode-unknown', printModeValues);
    sendJson(response, 200, capabilityAnswer(printer.capabilities[mode]));
  };
}

/** Tells the printer's name, and whether it is connected. */
export function getDevice(host: Host) {
  return (request: OfDevice, response: ServerResponse): void => {
    const { printer } = identifyCaller(host, request, request.params.device_id);
    const answer: Device = {
      printer_name: printer.name,
      serial_no: printer.serialNo,
      ec_connected: printer.isOnline,
    };
    sendJson(response, 200, answer);
  };
}

/** Ends the device ID and all tokens of the printer. */
export function cancelAuthentication(host: Host) {
  return (request: OfDevice, response: ServerResponse): void => {
    const { world, printer } = identifyCaller(host, request, request.params.device_id);
    world.cancelAuthentication(printer);
    sendJson(response, 200, {});
  };
}

/** Sets where the client is told of its jobs: one place for all its printers, although the path names one. */
export function setNotification(host: Host) {
  return async (request: OfDevice, response: ServerResponse): Promise<void> => {
    const { world } = identifyCaller(host, request, request.params.device_id);
    const body = await readJson(request, response, warnerOf(host, request));
    world.notification = readNotificationSetting(body, warnerOf(host, request));
    sendJson(response, 200, {});
  };
}
