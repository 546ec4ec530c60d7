import type { OperationId } from './rule.js';

const PRINTER = '/api/1/printing/printers/{device_id}';
const DESTINATIONS = '/api/1/scanning/scanners/{device_id}/destinations';

/** Each operation as a sentence: its name, its method and its path. */
const RIGHT: Readonly<Record<OperationId, string>> = {
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

/** The method and the beginning of the path do not matter where they do not stand here. The most telling come first. */
const MEANT: readonly [RegExp, OperationId][] = [
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

/** Returns the operation that a call with a wrong path or method was most likely to be. */
export function meantBy(method: string, path: string): OperationId | undefined {
  const call = `${method} ${path}`;
  return MEANT.find(([pattern]) => pattern.test(call))?.[1];
}

/** Returns how an operation is called, as a sentence. */
export function rightCall(id: OperationId): string {
  return RIGHT[id];
}
