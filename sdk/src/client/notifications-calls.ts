import type { NotificationSetting } from '../api/notification-setting.js';
import { flag, text, type Workbench } from '../api/workbench.js';
import type { Call } from '../http/limits.js';

export async function setNotification(
  wiring: Workbench,
  call: Call,
  setting: NotificationSetting,
): Promise<void> {
  const { notification, callback_uri } = Object(setting) as NotificationSetting;
  wiring.check('', { notification, callback_uri }, { notification: flag, callback_uri: text }, true);
  const body = { notification, callback_uri };
  const route = 'POST /api/1/printing/printers/{device_id}/settings/notification';
  await wiring.operate(wiring, call, route, {}, body);
}
