import { Refusal, type Warning } from '../../../rules/refusal.js';
import type { NotificationSetting } from '../../domain/world.js';
import { jsonKind, type JsonObject } from './json-body.js';
import { isWebUri, readText } from './members.js';
import { warnOfUnknownMembers } from './unknown-members.js';

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
  const callbackUri = readText(body, 'callback_uri', 'callback-uri-invalid', 11, 2048);
  if (!isWebUri(callbackUri)) {
    // Not shown: it may hold a password.
    throw new Refusal('callback-uri-invalid', 'callback_uri must begin with http:// or https:// and a host.');
  }
  return { isOn, callbackUri };
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
