import {
  badRequestCodeValues,
  cancelForbiddenCodeValues,
  copyBadRequestCodeValues,
  createBadRequestCodeValues,
  deleteScheduleForbiddenCodeValues,
  destinationBadRequestCodeValues,
  destinationNotFoundCodeValues,
  deviceNotFoundCodeValues,
  executeBadRequestCodeValues,
  executeForbiddenCodeValues,
  internalServerErrorCodeValues,
  jobNotFoundCodeValues,
  methodNotAllowedCodeValues,
  registerDestinationForbiddenCodeValues,
  reserveScheduleForbiddenCodeValues,
  scheduleNotFoundCodeValues,
  unauthorizedCodeValues,
} from '../generated/epson-connect-v2.js';
import type { OperationIdV2, RefusalAnswer } from './rule.js';

/** The codes of each status that an operation has. */
type Codes = Readonly<Record<number, readonly string[]>>;

/** The codes that every operation with an access token may answer. */
const COMMON: Codes = {
  400: badRequestCodeValues,
  401: unauthorizedCodeValues,
  405: methodNotAllowedCodeValues,
  500: internalServerErrorCodeValues,
};
/** ... and with a device token. */
const OF_DEVICE: Codes = { ...COMMON, 404: deviceNotFoundCodeValues };
const OF_JOB: Codes = { ...COMMON, 404: jobNotFoundCodeValues };
const OF_SCHEDULE: Codes = { ...COMMON, 404: scheduleNotFoundCodeValues };
const OF_DESTINATION: Codes = { ...COMMON, 404: destinationNotFoundCodeValues };

type WithJson = Exclude<
  OperationIdV2,
  'authorize' | 'requestToken' | 'uploadPrintFile' | 'uploadScheduleFile'
>;

const CODES: Readonly<Record<WithJson, Codes>> = {
  createPrintJob: { ...OF_DEVICE, 400: createBadRequestCodeValues },
  copyPrintJob: { ...OF_JOB, 400: copyBadRequestCodeValues },
  executePrint: { ...OF_JOB, 400: executeBadRequestCodeValues, 403: executeForbiddenCodeValues },
  cancelPrint: { ...OF_JOB, 403: cancelForbiddenCodeValues },
  getPrintJob: OF_JOB,
  getCapability: OF_DEVICE,
  getDefaultSettings: OF_DEVICE,
  getDevice: OF_DEVICE,
  getNotification: COMMON,
  setNotification: COMMON,
  listSchedules: OF_DEVICE,
  createSchedule: { ...OF_DEVICE, 400: createBadRequestCodeValues },
  copySchedule: { ...OF_SCHEDULE, 400: copyBadRequestCodeValues },
  reserveSchedule: {
    ...OF_SCHEDULE,
    400: executeBadRequestCodeValues,
    403: reserveScheduleForbiddenCodeValues,
  },
  getSchedule: OF_SCHEDULE,
  deleteSchedule: { ...OF_SCHEDULE, 403: deleteScheduleForbiddenCodeValues },
  listDestinations: OF_DEVICE,
  registerDestination: {
    ...OF_DEVICE,
    400: destinationBadRequestCodeValues,
    403: registerDestinationForbiddenCodeValues,
  },
  updateDestination: { ...OF_DESTINATION, 400: destinationBadRequestCodeValues },
  deleteDestination: OF_DESTINATION,
};

/** The answers of the gateway in front of the host. Evidence: assumed. */
const GATEWAY: readonly RefusalAnswer[] = [
  { status: 403, code: 'Forbidden', member: 'message' },
  { status: 429, code: 'Too Many Requests', member: 'message' },
];

const refusals = (codes: Codes): RefusalAnswer[] =>
  Object.entries(codes).flatMap(([status, each]) => each.map((code) => ({ status: Number(status), code })));

const statuses = (...all: number[]) => all.map((status) => ({ status, code: null }));

const withGateway = Object.fromEntries(
  Object.entries(CODES).map(([operation, codes]) => [operation, [...refusals(codes), ...GATEWAY]]),
) as unknown as Record<WithJson, readonly RefusalAnswer[]>;

/** Every refusal that the description of version 2 lists for an operation. */
export const DOCUMENTED_V2: Readonly<Record<OperationIdV2, readonly RefusalAnswer[]>> = {
  authorize: [{ status: 400, code: 'invalid_client' }, ...statuses(405)],
  requestToken: refusals({
    400: [
      'invalid_request',
      'invalid_grant',
      'unauthorized_client',
      'unsupported_grant_type',
      'invalid_scope',
    ],
    401: ['invalid_client'],
    405: ['invalid_request'],
    500: ['server_error'],
  }),
  uploadPrintFile: statuses(400, 404, 405, 409, 413, 415, 500),
  uploadScheduleFile: statuses(400, 404, 405, 413, 500),
  ...withGateway,
};
