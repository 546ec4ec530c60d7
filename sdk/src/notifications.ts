import { beginCall, callApi, type Session } from './auth/call-api.js';
import { emptyObject } from './http/api.js';
import type { components } from './generated/epson-connect.js';
import { checkValues, flag, word } from './http/check.js';
import type { CallOptions } from './http/limits.js';
import { operations } from './v1/operations.js';

/** Setting of the notifications: on or off, and the URL to call. */
export type NotificationSetting = Readonly<components['schemas']['NotificationSetting']>;

/** Job status notifications: Epson calls a URL of yours. Receive them with `epson-connect-sdk/receive`. */
export interface Notifications {
  /**
   * Switches them on or off. One setting for all printers of the client ID, although the path names a printer.
   * `callback_uri` has 11 to 2048 characters and is needed to switch them off, too. Evidence: specification, sample.
   *
   * @throws {RequestError} `validation_error`.
   *
   * @example
   * await epson.notifications.set({ notification: true, callback_uri: 'https://client.example/jobs/a-long-secret' });
   */
  set(setting: NotificationSetting, options?: CallOptions): Promise<void>;
}

export const createNotifications = (session: Session): Notifications => ({
  async set(setting, options) {
    const call = beginCall(session, 'notifications.set', options);
    const { notification, callback_uri } = Object(setting) as NotificationSetting;
    const body = { notification, callback_uri };
    checkValues('', body, { notification: flag, callback_uri: word }, true);
    await callApi(session, call, operations.setNotification, {}, body, emptyObject());
  },
});
