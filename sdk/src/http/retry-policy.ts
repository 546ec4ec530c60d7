import type { EpsonConnectError } from '../errors.js';
import type { paths } from '../generated/epson-connect.js';
import { outcomeOf, type ExecuteFailure } from './execute-answer.js';
import type { OperationId } from './hooks.js';
import type { Call } from './limits.js';
import type { Failure } from './redact.js';
import type { WireRequest } from './transport.js';

/**
 * `always`: a repeat does no harm, whatever became of the request before it. `unprocessed`: repeated only when the host
 * surely has not done it: no byte had left, a call limit, Epson's own `service_unavailable`. `execute`: by its own table,
 * see `execute-answer.ts`.
 */
type Repeat = 'always' | 'unprocessed' | 'execute';

interface Operation {
  readonly operation: OperationId | undefined;
  readonly path: string | undefined;
  readonly repeat: Repeat;
}

type Row = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: keyof paths, repeat: Repeat];

const PRINTER = '/api/1/printing/printers/{device_id}';
const DESTINATIONS = '/api/1/scanning/scanners/{device_id}/destinations';

/** The policy: what a second request of the same kind does on the host when the first was carried out. */
const policy: Record<OperationId, Row> = {
  // Another token; the lost one dies unused.
  authenticate: ['POST', '/api/1/printing/oauth2/auth/token', 'always'],
  // Another job. The one of the lost answer never gets its file, never prints, and expires.
  createPrintJob: ['POST', `${PRINTER}/jobs`, 'always'],
  // The same file in the place of the same file. Only of a document that can be opened again: see `upload`.
  uploadPrintFile: ['POST', '/{container}/v1/storage/PostData', 'always'],
  // Prints. What proves nothing is followed by a look at the job instead: see `execute`.
  executePrint: ['POST', `${PRINTER}/jobs/{job_id}/print`, 'execute'],
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

/** The operation that a request is for. Told by its target, because the plain client tells us nothing else. */
export function operationOf(
  { url, method = 'POST' }: Pick<WireRequest, 'url' | 'method'>,
  { about: { step } }: Call,
): Operation {
  const target = url.replace(/[?#].*/, '');
  for (const [operation, [wanted, path, repeat]] of Object.entries(policy) as [OperationId, Row][]) {
    const pattern = new RegExp(`${path.replace(/\{\w+\}/g, '[^/]+')}$`);
    // The upload goes to wherever `upload_uri` points.
    const isIt =
      step === 'upload' ? operation === 'uploadPrintFile' : method === wanted && pattern.test(target);
    if (isIt) return { operation, path, repeat };
  }
  return { operation: undefined, path: undefined, repeat: method === 'GET' ? 'always' : 'unprocessed' };
}

/** Whether the call counts against the call limit. Evidence: specification. */
export const isCounted = ({ operation }: Operation): boolean =>
  operation !== 'authenticate' && operation !== 'uploadPrintFile';

/** Whether a 401 is answered by another token and one repeat. */
export const isRenewable = ({ repeat }: Operation, failure: ExecuteFailure, isFirstTry: boolean): boolean =>
  failure.status === 401 && (repeat !== 'execute' || outcomeOf(failure, isFirstTry) === 'renew');

/** Whether to do it again. What fails of a certificate or a redirect fails again. */
export function isRepeatable(error: EpsonConnectError & { notSent?: boolean }, repeat: Repeat): boolean {
  const { name, code, status = 0, notSent } = error;
  if (repeat === 'execute') return outcomeOf(error, false) === 'repeat' && !isLasting(error);
  if (name === 'RateLimitError' || (status === 503 && code === 'service_unavailable')) return true;
  const isBroken = name === 'ConnectionError' && !isLasting(error);
  if (repeat === 'unprocessed') return isBroken && !!notSent;
  return isBroken || code === 'timeout' || [500, 502, 503, 504].includes(status);
}

function isLasting(error: EpsonConnectError): boolean {
  for (let at = error as Failure | undefined; at; at = at.cause) {
    if (/CERT|ALTNAME|LEAF_|SSL|redirect|bad port/i.test(`${at.code} ${at.message}`)) return true;
  }
  return false;
}
