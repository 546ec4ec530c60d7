import {
  badRequestCodeValues,
  commandNotAllowedCodeValues,
  executeForbiddenCodeValues,
  jobNotFoundCodeValues,
  serviceUnavailableCodeValues,
  unauthorizedCodeValues,
  unsupportedMediaTypeCodeValues,
  type operations as described,
  type paths,
} from '../generated/epson-connect.js';
import { operationsOf, type OperationTable, type Row } from '../http/api.js';

type Id = Exclude<keyof described, 'notifyJobStatus' | 'deliverScan'>;

type Answers = described['executePrint']['responses'];

/** Epson's words for a refusal of execute, by status. */
const documented: {
  readonly [
    S in Exclude<keyof Answers, 200 | 500>
  ]: readonly Answers[S]['content']['application/json']['code'][];
} = {
  400: badRequestCodeValues,
  401: unauthorizedCodeValues,
  403: executeForbiddenCodeValues,
  404: jobNotFoundCodeValues,
  405: commandNotAllowedCodeValues,
  415: unsupportedMediaTypeCodeValues,
  503: serviceUnavailableCodeValues,
};

const words = {
  documented,
  ambiguous: ['job_not_found', 'not_found', 'command_not_allowed', 'method_not_allowed'],
};

const PRINTER = '/api/1/printing/printers/{device_id}';
const DESTINATIONS = '/api/1/scanning/scanners/{device_id}/destinations';

/** The policy: what a second request of the same kind does on the host when the first was carried out. */
const table: Record<Id, Row<keyof paths>> = {
  // Another token; the lost one dies unused.
  authenticate: ['POST', '/api/1/printing/oauth2/auth/token', 'always'],
  // Another job. The one of the lost answer never gets its file, never prints, and expires.
  createPrintJob: ['POST', `${PRINTER}/jobs`, 'always'],
  // The same file in the place of the same file. Only of a document that can be opened again: see `upload`.
  uploadPrintFile: ['POST', '/{container}/v1/storage/PostData', 'always'],
  // Prints. What proves nothing is followed by a look at the job instead: see `execute`.
  executePrint: ['POST', `${PRINTER}/jobs/{job_id}/print`, 'execute', words],
  getDevice: ['GET', PRINTER, 'always'],
  // 401 or 404 for what has succeeded; worse, it could end a registration that was made in between.
  cancelAuthentication: ['DELETE', PRINTER, 'unprocessed'],
  getCapability: ['GET', `${PRINTER}/capability/{print_mode}`, 'always'],
  getPrintJob: ['GET', `${PRINTER}/jobs/{job_id}`, 'always'],
  // `command_not_allowed` for what has succeeded.
  cancelPrint: ['POST', `${PRINTER}/jobs/{job_id}/cancel`, 'unprocessed'],
  // The same setting again.
  setNotification: ['POST', `${PRINTER}/settings/notification`, 'always'],
  listDestinations: ['GET', DESTINATIONS, 'always'],
  // `duplicate_alias` for what has succeeded.
  registerDestination: ['POST', DESTINATIONS, 'unprocessed'],
  // All of the destination is replaced by the same once more.
  updateDestination: ['PUT', DESTINATIONS, 'always'],
  // `destination_not_found` for what has succeeded.
  deleteDestination: ['DELETE', DESTINATIONS, 'unprocessed'],
};

/** The operations of version 1 by their IDs. */
export const operations = operationsOf<OperationTable<described, Id>>(table, [
  'authenticate',
  'uploadPrintFile',
]);
