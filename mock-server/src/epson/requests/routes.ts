import { Router, type Request, type RequestHandler } from 'express';
import type { ApiVersion, OperationId } from '../../rules/rule.js';
import type { Host } from '../domain/worlds.js';
import type { ErrorFamily } from '../../rules/answers.js';
import { exchangeOf, exchangeOutside, type Exchange } from '../../http/exchange.js';
import type { RefusedCall, Told } from '../../http/malformed.js';
import { identifyCaller, type Identified } from './identify.js';
import { warningsOfTarget } from './target.js';
import { refuseOtherMethod } from './unknown.js';

type Method = 'get' | 'post' | 'put' | 'delete';

/** A path of a description, the form that its refusals have, and its operations. */
export interface OperationPath<Id extends OperationId> {
  readonly path: string;
  readonly family?: ErrorFamily;
  readonly operations: Readonly<Partial<Record<Method, Id>>>;
}

/** Carries an operation out. @throws Refusal */
export type Handler = RequestHandler<never, unknown, unknown, Request['query'], Identified>;

/** The paths of a version of the API. */
export interface VersionPaths<Id extends OperationId = OperationId> {
  readonly apiVersion: ApiVersion;
  readonly paths: readonly OperationPath<Id>[];
}

/**
 * Mounts the operations of a version.
 *
 * @param before comes before each of them, when it is known whose call it is
 */
export function mountOperations<Id extends OperationId>(
  host: Host,
  { apiVersion, paths }: VersionPaths<Id>,
  handlers: Readonly<Record<Id, Handler>>,
  before: readonly RequestHandler[],
): Router {
  // The host's paths have one spelling each.
  const router = Router({ strict: true, caseSensitive: true });
  for (const each of paths) {
    const route = router.route(each.path).all(identify(host, apiVersion, each));
    for (const [method, id] of Object.entries(each.operations) as [Method, Id][])
      route[method](enter(id), ...before)[method](handlers[id]);
    route.all(refuseOtherMethod);
  }
  return router;
}

/** Finds whose call it is, and enters that in the exchange. */
function identify(
  host: Host,
  apiVersion: ApiVersion,
  { family = 'api', operations }: OperationPath<OperationId>,
): RequestHandler {
  const methods = Object.keys(operations).join(', ').toUpperCase();
  return (request, response, next) => {
    const exchange = exchangeOf(request);
    Object.assign(exchange, { apiVersion, family, methods });
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

/**
 * Makes an exchange of what never became a request: of the call that it was to be, where its request line came.
 *
 * @param versions the paths by which that call is recognised
 */
export function exchangeOfMalformed(host: Host, versions: readonly VersionPaths[]): (told: Told) => Exchange {
  const patterns = versions.flatMap(({ apiVersion, paths }) =>
    paths.map(({ path, ...more }) => {
      const parts = path.replace(/\./g, '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)');
      return { ...more, apiVersion, pattern: new RegExp(`^(?:https?://[^/]*)?${parts}(?:\\?|$)`) };
    }),
  );
  const attribute = (exchange: Exchange, { method, target: url, authorization }: RefusedCall): Exchange => {
    let params: Readonly<Record<string, string>> = {};
    for (const { pattern, apiVersion, family = 'api', operations } of patterns) {
      const operation = Object.entries(operations).find(([each]) => each.toUpperCase() === method)?.[1];
      const found = operation && pattern.exec(url);
      if (!found) continue;
      Object.assign(exchange, { apiVersion, operation, family });
      params = found.groups ?? {};
      break;
    }
    const { world, jobId } = identifyCaller(host, { url, headers: { authorization }, params });
    return Object.assign(exchange, { clientId: world.clientId, jobId });
  };
  return ({ call, ...told }) => {
    if (call === undefined) return exchangeOutside({ method: '(no request)', target: '', ...told });
    return attribute(exchangeOutside({ ...told, method: call.method, target: call.target }), call);
  };
}
