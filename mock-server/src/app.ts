import express, { Router, type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { controlApi, refuseOrder } from './control/api.js';
import { sendControlError } from './control/answer.js';
import { docsPage } from './control/docs.js';
import { demandToken } from './control/access.js';
import { refuseForeignPages, shieldAnswers } from './control/guard.js';
import { health } from './control/health.js';
import { rulesPage } from './control/rules-page.js';
import type { Desk } from './control/control.js';
import type { Warning } from './domain/refusal.js';
import { strike } from './faults/strike.js';
import { exchangeOf, type Exchange } from './journal/exchange.js';
import { record } from './journal/recorder.js';
import { foreignTarget } from './routes/foreign-target.js';
import { answerWhenKept, isReading } from './routes/keep.js';
import { operationsOf, type Operation } from './routes/operations.js';
import { peek } from './routes/peek.js';
import { refuse } from './routes/refuse.js';
import { refuseOtherMethod, refuseUnknownPath } from './routes/unknown.js';
import { settleTarget } from './wire/target.js';

export interface AppOptions {
  readonly desk: Desk;
  /** The address it will listen on. */
  readonly boundHost: string;
  /** Further names that its own routes are reached by. */
  readonly allowHosts: readonly string[];
  /** What its own routes demand, if anything. */
  readonly controlToken: string | undefined;
  /** Lets web pages call the host, if any. */
  readonly pages: RequestHandler | undefined;
  /** Is told of each exchange when it is over. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** Mounts the host's operations and the mock's own routes. */
export function createApp(options: AppOptions): Express {
  const { addresses } = options.desk.host;
  const app = express();
  const { host, keeper } = options.desk;
  app.disable('x-powered-by').disable('etag');
  // The host's paths have one spelling each.
  app.enable('strict routing').enable('case sensitive routing');
  app.use(observe(options.onExchange));
  if (keeper !== undefined) app.use(answerWhenKept(keeper, failWith(refuse(host))));
  app.use('/_mock', ownRoutes(options));
  if (options.pages !== undefined) app.use(options.pages);
  for (const [path, operations] of byPath(operationsOf(options.desk.host))) {
    // One layer for all methods; app.all would make one for each that Node knows, and try them in turn.
    app.route(path).all(carryOut(operations, options));
  }
  app.use(refuseUnknownPath(addresses));
  app.use(refuse(options.desk.host));
  return app;
}

/** Answers in the form that belongs to the path. */
function failWith(refuseCall: ErrorRequestHandler): ErrorRequestHandler {
  return (error, request, response, next) =>
    (request.originalUrl.startsWith('/_mock/') ? refuseOrder : refuseCall)(error, request, response, next);
}

function observe(onExchange: (exchange: Exchange) => void): RequestHandler {
  return (request, response, next) => {
    record(request, response, onExchange);
    settleTarget(request);
    next();
  };
}

/**
 * Enters in the exchange what is called and whose call it is, lets the faults happen that were asked for, and hands the
 * call to its operation. One handler for a path: each step of Express' own costs as much as an operation does.
 */
function carryOut(
  operations: readonly Operation[],
  { desk: { host, faults, keeper } }: AppOptions,
): RequestHandler<never> {
  const methods = operations.map(({ method }) => method.toUpperCase()).join(', ');
  const byMethod = new Map(operations.map((operation) => [operation.method.toUpperCase(), operation]));
  return async (request, response, next) => {
    const exchange = exchangeOf(request);
    exchange.family = operations[0]?.family ?? 'api';
    exchange.methods = methods;
    const operation = byMethod.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (operation === undefined) return refuseOtherMethod(request);
    exchange.operation = operation.id;
    const foreign = foreignTarget(host.addresses, request);
    if (foreign !== undefined) exchange.warnings.push(servedByPath(foreign));
    const { world, printer, jobId } = peek(host, request);
    exchange.clientId = world.clientId;
    if (jobId !== undefined) exchange.jobId = jobId;
    const effects = faults.of(world.clientId).onCall({ operation: operation.id, printer, jobId });
    if (effects.length > 0 && !(await strike(effects, request, response))) return;
    // Asked before anything is changed: what cannot be kept is not done.
    if (keeper !== undefined && !isReading(request)) await keeper.ready();
    await operation.handler(request, response, next);
  };
}

const servedByPath = (foreign: string): Warning => ({
  rule: 'target-foreign',
  hint: `The target of the request names ${foreign}, which is neither Epson's host nor the mock. It is answered because its path is one of the API; the mock passes nothing on.`,
});

function ownRoutes({ desk, boundHost, allowHosts, controlToken }: AppOptions): Router {
  const router = Router();
  router.use(shieldAnswers);
  router.get('/health', health(desk.host.addresses));
  router.use(refuseForeignPages({ boundHost, allowHosts }));
  if (controlToken !== undefined) router.use(demandToken(controlToken));
  router.get('/docs', docsPage);
  router.get('/docs/rules', rulesPage);
  router.use('/api', controlApi(desk));
  router.use((request, response) => {
    const hint =
      'The mock has GET /_mock/health, GET /_mock/docs/ and the control API below /_mock/api/, which openapi/mock-control.yaml describes.';
    exchangeOf(request).refusal = { rule: 'path-unknown', hint };
    sendControlError(response, 404, 'path-unknown', hint);
  });
  return router;
}

function byPath(operations: readonly Operation[]): Map<string, Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations)
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  return paths;
}
