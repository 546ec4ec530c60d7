import type { ApiVersion, OperationId, OperationIdV1, OperationIdV2 } from './rule.js';

const PRINTER = '/api/1/printing/printers/{device_id}';
const DESTINATIONS = '/api/1/scanning/scanners/{device_id}/destinations';

/** Each operation of version 1 as a sentence: its name, its method and its path. */
const RIGHT_V1: Readonly<Record<OperationIdV1, string>> = {
  authenticate: 'Authenticate is POST /api/1/printing/oauth2/auth/token?subject=printer.',
  createPrintJob: `Print setting, which creates a job, is POST ${PRINTER}/jobs.`,
  uploadPrintFile:
    'Upload is POST to upload_uri as the answer to print setting gives it, with &File=1.<extension> appended.',
  executePrint: `Execute is POST ${PRINTER}/jobs/{job_id}/print.`,
  getCapability: `Capability is GET ${PRINTER}/capability/{print_mode}, with document or photo.`,
  getPrintJob: `Job information is GET ${PRINTER}/jobs/{job_id}; there is no list of jobs.`,
  cancelPrint: `Cancel is POST ${PRINTER}/jobs/{job_id}/cancel.`,
  getDevice: `Device information is GET ${PRINTER}.`,
  cancelAuthentication: `Cancel authentication, which ends all tokens of the printer, is DELETE ${PRINTER}.`,
  setNotification: `Notification setting is POST ${PRINTER}/settings/notification; it cannot be read.`,
  listDestinations: `The list of destinations is GET ${DESTINATIONS}.`,
  registerDestination: `Register destination is POST ${DESTINATIONS}.`,
  updateDestination: `To change a destination, send PUT ${DESTINATIONS} with its id in the body.`,
  deleteDestination: `To delete a destination, send DELETE ${DESTINATIONS} with its id in the body.`,
};

const PRINTING = '/api/2/printing';
const SCHEDULES = '/api/2/scheduling/schedules';
const DESTINATIONS_V2 = '/api/2/scanning/destinations';

/** Each operation of version 2 as a sentence. */
const RIGHT_V2: Readonly<Record<OperationIdV2 | 'cancelAuthentication', string>> = {
  authorize: 'The authorization begins in a browser, with GET /auth/authorize.',
  requestToken: 'Tokens are asked for with POST /auth/token.',
  createPrintJob: `Create print job is POST ${PRINTING}/jobs; the access token names the device.`,
  uploadPrintFile:
    'Upload is POST to uploadUri as the answer to create gives it, with &File=1.<extension> appended.',
  copyPrintJob: `Copy print job is POST ${PRINTING}/jobs/copy.`,
  executePrint: `Execute is POST ${PRINTING}/jobs/{jobId}/print.`,
  cancelPrint: `Cancel is POST ${PRINTING}/jobs/{jobId}/cancel.`,
  getPrintJob: `Job information is GET ${PRINTING}/jobs/{jobId}; there is no list of jobs.`,
  getCapability: `Capability is GET ${PRINTING}/capability/{printMode}, with document or photo.`,
  getDefaultSettings: `The default settings are GET ${PRINTING}/capability/default.`,
  getDevice: `Device information is GET ${PRINTING}/devices/info.`,
  getNotification: `The notification setting is read with GET ${PRINTING}/settings/notification.`,
  setNotification: `Notification setting is POST ${PRINTING}/settings/notification.`,
  listSchedules: `The list of schedules is GET ${SCHEDULES}.`,
  createSchedule: `Create schedule is POST ${SCHEDULES}.`,
  uploadScheduleFile:
    'The file of a schedule is sent with POST to uploadUri as the answer to create gives it, with &File=1.<extension> appended.',
  copySchedule: `Copy schedule is POST ${SCHEDULES}/copy.`,
  reserveSchedule: `Reserve schedule is POST ${SCHEDULES}/{scheduleJobId}/reserve.`,
  getSchedule: `The status of a schedule is GET ${SCHEDULES}/{scheduleJobId}.`,
  deleteSchedule: `To delete a schedule, send DELETE ${SCHEDULES}/{scheduleJobId}.`,
  listDestinations: `The list of destinations is GET ${DESTINATIONS_V2}.`,
  registerDestination: `Register destination is POST ${DESTINATIONS_V2}.`,
  updateDestination: `To change a destination, send PUT ${DESTINATIONS_V2}/{destinationId}.`,
  deleteDestination: `To delete a destination, send DELETE ${DESTINATIONS_V2}/{destinationId}.`,
  cancelAuthentication: 'Version 2 has no operation that ends the tokens of a printer.',
};

/** The method and the beginning of the path do not matter where they do not stand here. The most telling come first. */
const MEANT_V1: readonly [RegExp, OperationIdV1][] = [
  [/oauth|\/tokens?\b/i, 'authenticate'],
  [/PostData|storage|\/upload/i, 'uploadPrintFile'],
  [/\/jobs?\/[^/]+\/(?:print|execute|start)\b/i, 'executePrint'],
  [/\/jobs?\/[^/]+\/cancel/i, 'cancelPrint'],
  [/^DELETE .*\/jobs?\b/i, 'cancelPrint'],
  [/^(?:GET|HEAD) .*\/jobs?\b/i, 'getPrintJob'],
  [/\/jobs?\/[^/]+/i, 'executePrint'],
  [/\/jobs?\b/i, 'createPrintJob'],
  [/\/notifications?\b/i, 'setNotification'],
  [/\/capabilit/i, 'getCapability'],
  [/^(?:GET|HEAD) .*\/(?:destination|scan)s?\b/i, 'listDestinations'],
  [/^DELETE .*\/destinations?\b/i, 'deleteDestination'],
  [/^POST .*\/(?:destinations?|scans?)\/?$/i, 'registerDestination'],
  [/\/destinations?\b/i, 'updateDestination'],
  [/^DELETE .*\/(?:printer|device)s?\/[^/]+\/?$/i, 'cancelAuthentication'],
  [/^POST .*\/(?:printer|device)s?\/[^/]+\/?$/i, 'createPrintJob'],
  [/\/(?:printer|device)s?\/[^/]+\/?$/i, 'getDevice'],
];

/** The same in version 2. */
const MEANT_V2: readonly [RegExp, keyof typeof RIGHT_V2][] = [
  [/authorize/i, 'authorize'],
  [/oauth|\/tokens?\b|\/auth\b/i, 'requestToken'],
  [/schedule_data/i, 'uploadScheduleFile'],
  [/\/data\b|PostData|storage|\/upload/i, 'uploadPrintFile'],
  [/\/schedules?\/copy/i, 'copySchedule'],
  [/\/schedules?\/[^/]+\/reserve/i, 'reserveSchedule'],
  [/^DELETE .*\/schedules?\b/i, 'deleteSchedule'],
  [/^(?:GET|HEAD) .*\/schedules?\/[^/]+/i, 'getSchedule'],
  [/^(?:GET|HEAD) .*\/schedules?\b/i, 'listSchedules'],
  [/\/schedules?\/[^/]+/i, 'reserveSchedule'],
  [/\/schedul/i, 'createSchedule'],
  [/\/jobs?\/copy\b/i, 'copyPrintJob'],
  [/\/jobs?\/[^/]+\/(?:print|execute|start)\b/i, 'executePrint'],
  [/\/jobs?\/[^/]+\/cancel/i, 'cancelPrint'],
  [/^DELETE .*\/jobs?\b/i, 'cancelPrint'],
  [/^(?:GET|HEAD) .*\/jobs?\b/i, 'getPrintJob'],
  [/\/jobs?\/[^/]+/i, 'executePrint'],
  [/\/jobs?\b/i, 'createPrintJob'],
  [/^(?:GET|HEAD) .*\/notifications?\b/i, 'getNotification'],
  [/\/notifications?\b/i, 'setNotification'],
  [/\/capabilit.*\/default|\/defaults?\b/i, 'getDefaultSettings'],
  [/\/capabilit/i, 'getCapability'],
  [/^(?:GET|HEAD) .*\/(?:destination|scan)s?\b/i, 'listDestinations'],
  [/^DELETE .*\/destinations?\b/i, 'deleteDestination'],
  [/^POST .*\/(?:destinations?|scans?)\/?$/i, 'registerDestination'],
  [/\/destinations?\b/i, 'updateDestination'],
  [/^DELETE .*\/printers?\b/i, 'cancelAuthentication'],
  [/\/(?:printer|device)s?\b/i, 'getDevice'],
];

/** The paths that only version 2 has. */
const IS_V2 = /^(?:https?:\/\/[^/]*)?\/+(?:(?:api\/)?2\/|auth\/|data\b|schedule_data\b)/i;

/** Returns the version of the API that a path belongs to; an unknown one is looked at as one of version 1. */
export function versionOf(path: string): ApiVersion {
  return IS_V2.test(path) ? 2 : 1;
}

/** Returns the operation that a call with a wrong path or method was most likely to be. */
export function meantBy(method: string, path: string): OperationId | undefined {
  const meant: readonly (readonly [RegExp, OperationId])[] = versionOf(path) === 2 ? MEANT_V2 : MEANT_V1;
  const call = `${method} ${path}`;
  return meant.find(([pattern]) => pattern.test(call))?.[1];
}

/** Returns how an operation of a version is called, as a sentence. */
export function rightCall(id: OperationId, version: ApiVersion = 1): string {
  const calls: Readonly<Partial<Record<OperationId, string>>> = version === 2 ? RIGHT_V2 : RIGHT_V1;
  return calls[id] ?? '';
}
