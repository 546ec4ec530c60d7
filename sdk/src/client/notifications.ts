import type { Session } from '../auth/bearer.js';
import type { NotificationSetting } from '../api/notification-setting.js';
import type { CallOptions } from '../http/limits.js';
import { method } from './later.js';

export type { NotificationSetting };

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

export const createNotifications = (wiring: Session): Notifications => ({
  set: method(wiring, 'notifications.set'),
});
