import {
  badRequestCodeValues,
  commandNotAllowedCodeValues,
  destinationNotFoundCodeValues,
  executeForbiddenCodeValues,
  forbiddenCodeValues,
  internalServerErrorCodeValues,
  jobNotFoundCodeValues,
  methodNotAllowedCodeValues,
  notFoundCodeValues,
  registerDestinationBadRequestCodeValues,
  serviceUnavailableCodeValues,
  unauthorizedCodeValues,
  unsupportedMediaTypeCodeValues,
  updateDestinationBadRequestCodeValues,
} from '../generated/epson-connect.js';
import type { OperationIdV1 } from './rule.js';
import type { RefusalAnswer } from './answers.js';

/** The codes of each status that an operation has. */
type Codes = Readonly<Record<number, readonly string[]>>;

/** The codes that every operation with an access token may answer. */
const COMMON: Codes = {
  400: badRequestCodeValues,
  401: unauthorizedCodeValues,
  403: forbiddenCodeValues,
  404: notFoundCodeValues,
  405: methodNotAllowedCodeValues,
  500: internalServerErrorCodeValues,
  503: serviceUnavailableCodeValues,
};

/** ... and with a JSON body. */
const WITH_BODY: Codes = { ...COMMON, 415: unsupportedMediaTypeCodeValues };

const CODES: Readonly<Record<Exclude<OperationIdV1, 'uploadPrintFile'>, Codes>> = {
  authenticate: {
    400: ['invalid_request', 'invalid_grant', 'unsupported_grant_type'],
    401: ['invalid_client'],
    405: ['invalid_request'],
    500: ['server_error'],
  },
  createPrintJob: WITH_BODY,
  executePrint: {
    ...WITH_BODY,
    403: executeForbiddenCodeValues,
    404: jobNotFoundCodeValues,
    405: commandNotAllowedCodeValues,
  },
  getCapability: COMMON,
  getPrintJob: { ...COMMON, 404: jobNotFoundCodeValues },
  cancelPrint: { ...WITH_BODY, 404: jobNotFoundCodeValues, 405: commandNotAllowedCodeValues },
  getDevice: COMMON,
  cancelAuthentication: COMMON,
  setNotification: WITH_BODY,
  listDestinations: COMMON,
  registerDestination: { ...WITH_BODY, 400: registerDestinationBadRequestCodeValues },
  updateDestination: {
    ...WITH_BODY,
    400: updateDestinationBadRequestCodeValues,
    404: destinationNotFoundCodeValues,
  },
  deleteDestination: { ...WITH_BODY, 404: destinationNotFoundCodeValues },
};

const listed = (codes: Codes): RefusalAnswer[] =>
  Object.entries(codes).flatMap(([status, each]) => each.map((code) => ({ status: Number(status), code })));

/** Every refusal that the description of version 1 lists for an operation. */
export const DOCUMENTED_V1 = {
  ...(Object.fromEntries(
    Object.entries(CODES).map(([operation, codes]) => [operation, listed(codes)]),
  ) as Record<keyof typeof CODES, RefusalAnswer[]>),
  uploadPrintFile: [404, 413, 415].map((status) => ({ status, code: null })),
} satisfies Record<OperationIdV1, readonly RefusalAnswer[]>;
