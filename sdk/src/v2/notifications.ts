import { beginCall, callApi, type Session } from '../auth/call-api.js';
import type { components } from '../generated/epson-connect-v2.js';
import { withMember } from '../http/api.js';
import { checkValues, flag, word } from '../http/check.js';
import type { CallOptions } from '../http/limits.js';
import { noContent } from './api.js';
import { operations } from './operations.js';

/** Setting of the notifications: on or off, and the URL to call. */
export type NotificationSetting = Readonly<components['schemas']['NotificationSetting']>;

/**
 * Job status notifications: Epson calls a URL of yours. Receive them with `epson-connect-sdk/receive`. One setting for all
 * printers of the app, so that both methods use the application's own token and need no connected printer.
 */
export interface Notifications {
  /**
   * Returns the setting. `callbackUri` may be absent where none was set. Evidence: specification.
   *
   * @throws {AuthenticationError} `invalid_client`.
   *
   * @example
   * const { notification, callbackUri } = await epson.notifications.get();
   */
  get(options?: CallOptions): Promise<NotificationSetting>;
  /**
   * Switches them on or off, and replaces the setting before. `callbackUri` has 11 to 2048 characters. Whether one that was
   * set before is called when it is left out is unknown: pass it. Evidence: specification, client.
   *
   * @throws {RequestError} `invalid_resource`.
   *
   * @example
   * await epson.notifications.set({ notification: true, callbackUri: 'https://client.example/jobs/a-long-secret' });
   */
  set(setting: NotificationSetting, options?: CallOptions): Promise<void>;
}

/** @param session one whose tokens are those of the application */
export const createNotifications = (session: Session): Notifications => ({
  async get(options) {
    const call = beginCall(session, 'notifications.get', options);
    const check = withMember('notification');
    const { body } = await callApi(session, call, operations.getNotification, {}, undefined, check);
    return body;
  },
  async set(setting, options) {
    const call = beginCall(session, 'notifications.set', options);
    const { notification, callbackUri } = Object(setting) as NotificationSetting;
    checkValues('', { notification }, { notification: flag }, true);
    checkValues('', { callbackUri }, { callbackUri: word });
    // JSON leaves out what is undefined.
    const body = { notification, callbackUri } as NotificationSetting;
    await callApi(session, call, operations.setNotification, {}, body, noContent(204));
  },
});
