import type { Setting, SettingTable } from './setting.js';
import { BEHAVIOUR } from './settings/behaviour.js';
import { LISTENING } from './settings/listening.js';
import { OUTPUT } from './settings/output.js';
import { PRINTERS_AND_CLIENTS } from './settings/printers-and-clients.js';
import { STORAGE_AND_LIMITS } from './settings/storage-and-limits.js';

/** All settings by name: the source of flags, variables, config file, help and guide. */
export const SETTINGS = {
  ...LISTENING,
  ...PRINTERS_AND_CLIENTS,
  ...BEHAVIOUR,
  ...STORAGE_AND_LIMITS,
  ...OUTPUT,
} satisfies SettingTable;

export type SettingName = keyof typeof SETTINGS;

/** The merged values by name; a setting without a value is absent. */
export type Values = {
  [N in SettingName]?: (typeof SETTINGS)[N] extends Setting<infer T> ? T : never;
};
