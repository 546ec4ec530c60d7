import type { components } from '../generated/epson-connect.js';

/** Whether the statuses of jobs are told, and where to. */
export type NotificationSetting = Readonly<components['schemas']['NotificationSetting']>;
