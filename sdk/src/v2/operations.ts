import {
  executeBadRequestCodeValues,
  executeForbiddenCodeValues,
  jobNotFoundCodeValues,
  methodNotAllowedCodeValues,
  reserveScheduleForbiddenCodeValues,
  scheduleNotFoundCodeValues,
  unauthorizedCodeValues,
  type operations as described,
  type paths,
} from '../generated/epson-connect-v2.js';
import { operationsOf, type OperationTable, type Row } from '../http/api.js';
import type { ExecuteWords } from '../http/execute-answer.js';

type Id = Exclude<keyof described, 'authorize' | 'deliverScan'>;

const common = {
  400: executeBadRequestCodeValues,
  401: unauthorizedCodeValues,
  405: methodNotAllowedCodeValues,
};

/** Epson's words for a refusal of execute. */
const executeWords: ExecuteWords = {
  documented: { ...common, 403: executeForbiddenCodeValues, 404: jobNotFoundCodeValues },
  ambiguous: ['operation_not_allowed', 'job_not_found', 'method_not_allowed'],
};

/** Epson's words for a refusal of a reservation. A schedule that was reserved before may get `command_not_allowed`. */
const reserveWords: ExecuteWords = {
  documented: { ...common, 403: reserveScheduleForbiddenCodeValues, 404: scheduleNotFoundCodeValues },
  ambiguous: ['command_not_allowed', 'schedule_not_found', 'method_not_allowed'],
};

const JOBS = '/api/2/printing/jobs';
const CAPABILITY = '/api/2/printing/capability';
const SCHEDULES = '/api/2/scheduling/schedules';
const SCHEDULE = `${SCHEDULES}/{scheduleJobId}`;
const NOTIFICATION = '/api/2/printing/settings/notification';
const DESTINATIONS = '/api/2/scanning/destinations';
const DESTINATION = `${DESTINATIONS}/{destinationId}`;

/** The policy: what a second request of the same kind does on the host when the first was carried out. */
const table: Record<Id, Row<keyof paths>> = {
  // A refresh token or code that was used is dead: see `rotating-source.ts`, which decides by the grant.
  requestToken: ['POST', '/auth/token', 'always'],
  // Another job. The one of the lost answer is never executed, and expires.
  createPrintJob: ['POST', JOBS, 'always'],
  // 409 for what has succeeded, which `upload` takes for a success then.
  uploadPrintFile: ['POST', '/data', 'always'],
  // Prints. What proves nothing is followed by a look at the job instead: see `execute`.
  executePrint: ['POST', `${JOBS}/{jobId}/print`, 'execute', executeWords],
  // Another job, as for `createPrintJob`.
  copyPrintJob: ['POST', `${JOBS}/copy`, 'always'],
  getPrintJob: ['GET', `${JOBS}/{jobId}`, 'always'],
  // `operation_not_allowed` for what has succeeded.
  cancelPrint: ['POST', `${JOBS}/{jobId}/cancel`, 'unprocessed'],
  // Before the capability, whose path it fits, too.
  getDefaultSettings: ['GET', `${CAPABILITY}/default`, 'always'],
  getCapability: ['GET', `${CAPABILITY}/{printMode}`, 'always'],
  getDevice: ['GET', '/api/2/printing/devices/info', 'always'],
  // As for the file of a job.
  uploadScheduleFile: ['POST', '/schedule_data', 'always'],
  listSchedules: ['GET', SCHEDULES, 'always'],
  // Another schedule. The one of the lost answer is never reserved.
  createSchedule: ['POST', SCHEDULES, 'always'],
  copySchedule: ['POST', `${SCHEDULES}/copy`, 'always'],
  getSchedule: ['GET', SCHEDULE, 'always'],
  // `schedule_not_found` for what has succeeded.
  deleteSchedule: ['DELETE', SCHEDULE, 'unprocessed'],
  // Prints, later: as `executePrint`.
  reserveSchedule: ['POST', `${SCHEDULE}/reserve`, 'execute', reserveWords],
  getNotification: ['GET', NOTIFICATION, 'always'],
  // The same setting again.
  setNotification: ['POST', NOTIFICATION, 'always'],
  listDestinations: ['GET', DESTINATIONS, 'always'],
  // `duplicate_alias_name` for what has succeeded.
  registerDestination: ['POST', DESTINATIONS, 'unprocessed'],
  // The same name and address once more.
  updateDestination: ['PUT', DESTINATION, 'always'],
  // `destination_not_found` for what has succeeded.
  deleteDestination: ['DELETE', DESTINATION, 'unprocessed'],
};

/** The operations of version 2 by their IDs. */
export const operations = operationsOf<OperationTable<described, Id>>(table, [
  'requestToken',
  'uploadPrintFile',
  'uploadScheduleFile',
]);
