import { Router, type Request, type RequestHandler } from 'express';
import type { OperationId } from '../../rules/rule.js';
import type { Host } from '../domain/worlds.js';
import type { ErrorFamily } from '../../rules/answers.js';
import { exchangeOf, exchangeOutside, type Exchange } from '../../http/exchange.js';
import {
  deleteDestination,
  listDestinations,
  registerDestination,
  updateDestination,
} from './destinations.js';
import { warningsOfTarget, identifyCaller, type Identified } from './caller.js';
import { cancelPrint, createPrintJob, executePrint, getPrintJob } from './jobs.js';
import { cancelAuthentication, getCapability, getDevice, setNotification } from './printers.js';
import { uploadPrintFile } from './upload.js';
import { authenticate } from './token.js';
import { refuseOtherMethod } from './unknown.js';
import type { RefusedCall, Told } from '../../http/malformed.js';

type Method = 'get' | 'post' | 'put' | 'delete';

/** A path of the description, the form that its refusals have, and its operations. */
interface OperationPath {
  readonly path: string;
  readonly family?: ErrorFamily;
  readonly operations: Readonly<Partial<Record<Method, OperationId>>>;
}

const PRINTER = '/api/1/printing/printers/:device_id';
const JOBS = `${PRINTER}/jobs`;

/** All operations of version 1: those of the guide, then the others. */
export const PATHS: readonly OperationPath[] = [
  {
    path: '/api/1/printing/oauth2/auth/token',
    family: 'token',
    operations: { post: 'authenticate' },
  },
  { path: JOBS, operations: { post: 'createPrintJob' } },
  {
    path: '/:container/v1/storage/PostData',
    family: 'upload',
    operations: { post: 'uploadPrintFile' },
  },
  { path: `${JOBS}/:job_id/print`, operations: { post: 'executePrint' } },

  { path: `${PRINTER}/capability/:print_mode`, operations: { get: 'getCapability' } },
  { path: `${JOBS}/:job_id`, operations: { get: 'getPrintJob' } },
  { path: `${JOBS}/:job_id/cancel`, operations: { post: 'cancelPrint' } },
  { path: PRINTER, operations: { get: 'getDevice', delete: 'cancelAuthentication' } },
  { path: `${PRINTER}/settings/notification`, operations: { post: 'setNotification' } },
  {
    path: '/api/1/scanning/scanners/:device_id/destinations',
    operations: {
      get: 'listDestinations',
      post: 'registerDestination',
      put: 'updateDestination',
      delete: 'deleteDestination',
    },
  },
];

/** Carries an operation out. @throws Refusal */
type Handler = RequestHandler<never, unknown, unknown, Request['query'], Identified>;

/**
 * Mounts the operations of version 1.
 *
 * @param before comes before each of them, when it is known whose call it is
 */
export function operationsV1(host: Host, ...before: RequestHandler[]): Router {
  const handlers: Readonly<Record<OperationId, Handler>> = {
    authenticate: authenticate(host),
    createPrintJob: createPrintJob(host),
    uploadPrintFile: uploadPrintFile(host),
    executePrint: executePrint(host),
    getCapability,
    getPrintJob: getPrintJob(host),
    cancelPrint: cancelPrint(host),
    getDevice,
    cancelAuthentication,
    setNotification: setNotification(host),
    listDestinations,
    registerDestination: registerDestination(host),
    updateDestination: updateDestination(host),
    deleteDestination: deleteDestination(host),
  };
  // The host's paths have one spelling each.
  const router = Router({ strict: true, caseSensitive: true });
  for (const each of PATHS) {
    const route = router.route(each.path).all(identify(host, each));
    for (const [method, id] of Object.entries(each.operations) as [Method, OperationId][])
      route[method](enter(id), ...before)[method](handlers[id]);
    route.all(refuseOtherMethod);
  }
  return router;
}

/** Finds whose call it is, and enters that in the exchange. */
function identify(host: Host, { family = 'api', operations }: OperationPath): RequestHandler {
  const methods = Object.keys(operations).join(', ').toUpperCase();
  return (request, response, next) => {
    const exchange = exchangeOf(request);
    Object.assign(exchange, { family, methods });
    exchange.warnings.push(...warningsOfTarget(host.addresses, request));
    const found = identifyCaller(host, request);
    exchange.clientId = found.world.clientId;
    exchange.jobId = found.jobId;
    Object.assign(response.locals, found);
    next();
  };
}

/** Enters the operation in the exchange. */
function enter(id: OperationId): RequestHandler {
  return (request, _response, next) => {
    exchangeOf(request).operation = id;
    next();
  };
}

const PATTERNS = PATHS.map(({ path, ...more }) => {
  const parts = path.replace(/\./g, '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return { ...more, pattern: new RegExp(`^(?:https?://[^/]*)?${parts}(?:\\?|$)`) };
});

/** Makes an exchange of what never became a request: of the call that it was to be, where its request line came. */
export function exchangeOfMalformed(host: Host): (told: Told) => Exchange {
  return ({ call, ...told }) => {
    if (call === undefined) return exchangeOutside({ method: '(no request)', target: '', ...told });
    const exchange = exchangeOutside({ ...told, method: call.method, target: call.target });
    return attribute(host, exchange, call);
  };
}

function attribute(
  host: Host,
  exchange: Exchange,
  { method, target: url, authorization }: RefusedCall,
): Exchange {
  let params: Readonly<Record<string, string>> = {};
  for (const { pattern, family = 'api', operations } of PATTERNS) {
    const operation = Object.entries(operations).find(([each]) => each.toUpperCase() === method)?.[1];
    const found = operation && pattern.exec(url);
    if (!found) continue;
    Object.assign(exchange, { operation, family });
    params = found.groups ?? {};
    break;
  }
  const { world, jobId } = identifyCaller(host, { url, headers: { authorization }, params });
  return Object.assign(exchange, { clientId: world.clientId, jobId });
}
