import type { NotificationSetting } from '../api/notification-setting.js';
import type { Workbench } from '../api/workbench.js';
import type { Call } from '../http/limits.js';

export async function setNotification(
  wiring: Workbench,
  call: Call,
  setting: NotificationSetting,
): Promise<void> {
  const { notification, callback_uri } = Object(setting) as NotificationSetting;
  const body = { notification, callback_uri };
  await wiring.operate(wiring, call, {}, (init) =>
    wiring.api.POST('/api/1/printing/printers/{device_id}/settings/notification', { ...init, body }),
  );
}
