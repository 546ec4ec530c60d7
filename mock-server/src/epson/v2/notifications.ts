import type { Request } from 'express';
import type { components } from '../../generated/epson-connect-v2.js';
import { sendJson, sendStatus } from '../../http/send.js';
import { Refusal } from '../../rules/refusal.js';
import type { Host } from '../domain/worlds.js';
import { jsonKind, readJson, warnerOf, warnOfUnknownMembers } from '../requests/body.js';
import { readCallbackUri } from '../requests/delivery.js';
import type { CallResponse } from '../requests/identify.js';
import { verifyApplication } from './caller.js';

type NotificationSetting = components['schemas']['NotificationSetting'];

/** Tells where a client is told of its jobs. Before the first setting it is told nowhere. */
export function getNotification(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { isOn = false, callbackUri } = verifyApplication(host, request, response).notification(2) ?? {};
    const answer: NotificationSetting = {
      notification: isOn,
      ...(callbackUri === undefined ? {} : { callbackUri }),
    };
    sendJson(response, 200, answer);
  };
}

/** Sets where a client is told of its jobs, on whichever printer. What was set before is replaced. */
export function setNotification(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const world = verifyApplication(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    warnOfUnknownMembers(body, ['notification', 'callbackUri'], 'the body', warn);
    const isOn = body['notification'];
    if (typeof isOn !== 'boolean') {
      throw new Refusal(
        'notification-invalid',
        `notification is ${isOn === undefined ? 'missing' : jsonKind(isOn)}. Send true or false, without quotes.`,
      );
    }
    if (body['callbackUri'] === undefined) {
      if (isOn) {
        warn({
          rule: 'notification-without-uri',
          hint: 'notification is true and callbackUri is missing: nothing will be sent. Send callbackUri with it; each setting replaces the one before it as a whole.',
        });
      }
      world.setNotification(2, { isOn });
    } else {
      world.setNotification(2, { isOn, callbackUri: readCallbackUri(body, 'callbackUri') });
    }
    sendStatus(response, 204);
  };
}
