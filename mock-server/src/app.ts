import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import Router from 'router';
import { answerIcon, redirectBrowsers } from './control/browser.js';
import { refuseOrder } from './control/refuse-command.js';
import { refuseForeignTargets, shieldAnswers } from './control/guard.js';
import { health } from './control/health.js';
import type { Desk } from './control/control.js';
import { strike } from './faults/apply-fault.js';
import { exchangeOf, type Exchange } from './http/exchange.js';
import { record } from './http/recorder.js';
import type { Hide } from './text/mask.js';
import type { LetIn } from './http/cross-origin.js';
import { warningsOfTarget } from './epson/v1/foreign-target.js';
import { answerWhenKept, isReading } from './http/durable-answers.js';
import { operationsOf, type Operation } from './epson/v1/operations.js';
import { peek } from './epson/v1/identify-caller.js';
import { refuse } from './epson/v1/refuse.js';
import { refuseOtherMethod, refuseUnknownPath } from './epson/v1/unknown.js';
import type { Handle, HandleError, Next, Routed } from './http/handler.js';
import { settleTarget } from './http/target.js';

export interface AppOptions {
  readonly desk: Desk;
  /** The address it will listen on. */
  readonly boundHost: string;
  /** Further names that its own routes are reached by. */
  readonly allowHosts: readonly string[];
  /** What its own routes demand, if anything. */
  readonly controlToken: string | undefined;
  /** Lets web pages call the host, if any. */
  readonly pages: LetIn | undefined;
  /** Takes the secrets that the host knows out of what is told of an exchange. */
  readonly hide: Hide;
  /** Is told of each exchange when it is over. */
  readonly onExchange: (exchange: Exchange) => void;
}

/**
 * Mounts the host's operations and the mock's own routes.
 *
 * The operations are Express' router alone. An Express application gives each request and each answer another prototype,
 * which makes all that Node does with them slow: three quarters of what a call costs there; and loading one takes most of
 * the time of a start. What needs an application, the mock's own routes, has one when it is first called.
 */
export function createApp(options: AppOptions): RequestListener {
  const { host, keeper } = options.desk;
  // The host's paths have one spelling each.
  const router = Router({ strict: true, caseSensitive: true });
  if (keeper !== undefined) router.use(answerWhenKept(keeper, failWith(refuse(host))));
  // Asked again and again by whoever waits for a mock to be up.
  router.get('/_mock/health{/}', shieldAnswers, refuseForeignTargets(options), health(host.addresses));
  router.use('/_mock', ownRoutes(options));
  router.get('/', redirectBrowsers(host.addresses));
  router.get('/favicon.ico', answerIcon(host.addresses));
  if (options.pages !== undefined) router.use(options.pages);
  for (const [path, operations] of byPath(operationsOf(host))) {
    // One layer for all methods; a layer for each would be tried in turn.
    router.route(path).all(carryOut(operations, options));
  }
  router.use(refuseUnknownPath(host.addresses));
  router.use(refuse(host));
  return (request, response) => {
    record(request, response, options.hide, options.onExchange);
    settleTarget(request);
    // Nobody waits for ever, not even where the refusal of a refusal failed.
    router(request, response, () => response.destroy());
  };
}

/** Answers in the form that belongs to the path. */
function failWith(refuseCall: HandleError): HandleError {
  return (error, request, response, next) =>
    (request.originalUrl.startsWith('/_mock/') ? refuseOrder : refuseCall)(error, request, response, next);
}

/**
 * Enters in the exchange what is called and whose call it is, lets the faults happen that were asked for, and hands the
 * call to its operation. One handler for a path: each step of Express' own costs as much as an operation does.
 */
function carryOut(
  operations: readonly Operation[],
  { desk: { host, faults, keeper } }: AppOptions,
): (request: Routed, response: ServerResponse) => Promise<void> {
  const methods = operations.map(({ method }) => method.toUpperCase()).join(', ');
  const byMethod = new Map(operations.map((operation) => [operation.method.toUpperCase(), operation]));
  return async (request, response) => {
    const exchange = exchangeOf(request);
    exchange.family = operations[0]?.family ?? 'api';
    exchange.methods = methods;
    const { method = '' } = request;
    const operation = byMethod.get(method === 'HEAD' ? 'GET' : method);
    exchange.warnings.push(...warningsOfTarget(host.addresses, request));
    const { world, printer, jobId } = peek(host, request);
    exchange.clientId = world.clientId;
    if (jobId !== undefined) exchange.jobId = jobId;
    // Not before it is known whose call it is: what is wrong with it is told with its job.
    if (operation === undefined) return refuseOtherMethod(request);
    exchange.operation = operation.id;
    const effects = faults.of(world.clientId).onCall({ operation: operation.id, printer, jobId });
    if (effects.length > 0 && !(await strike(effects, request, response))) return;
    // Asked before anything is changed: what cannot be kept is not done.
    if (keeper !== undefined && !isReading(request)) await keeper.ready();
    await operation.handler(request as Routed<never>, response);
  };
}

/** An application as it is called for what is below its path. */
type Pages = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** The mock's own routes; the application that they are is loaded when the first of them is called. */
function ownRoutes({ desk, boundHost, allowHosts, controlToken }: AppOptions): Handle {
  let loading: Promise<Pages> | undefined;
  const load = async () =>
    (await import('./control/own-routes.js')).ownRoutes(desk, {
      boundHost,
      allowHosts,
      controlToken,
    }) as Pages;
  return async (request, response, next) => {
    loading ??= load();
    (await loading)(request, response, next);
  };
}

function byPath(operations: readonly Operation[]): Map<string, Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations)
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  return paths;
}
