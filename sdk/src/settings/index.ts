/**
 * The door for programs that let somebody choose a print setting: what the printer takes, told before anything is sent. The
 * capability decides which version of the API the setting is of.
 *
 * @module
 */
export { completeSettings } from './complete-settings.js';
export type { PartialPrintSetting, PartialPrintSettings } from './complete-settings.js';
export { fitSettings } from './fit-settings.js';
export type { LegalValue, SettingProblem, SettingsFit } from './fit-settings.js';
export type { Capability } from '../printer.js';
export type { PrintSetting } from '../print/create-job.js';
export type { Capability as CapabilityV2 } from '../v2/printer.js';
export type { PrintSettings } from '../v2/job-request.js';
