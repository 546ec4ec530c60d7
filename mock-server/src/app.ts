import express, { Router, type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { controlApi, refuseOrder } from './control/api.js';
import { sendControlError } from './control/answer.js';
import { docsPage } from './control/docs.js';
import { refuseForeignPages } from './control/guard.js';
import { health } from './control/health.js';
import { rulesPage } from './control/rules-page.js';
import type { Desk } from './control/control.js';
import { strike } from './faults/strike.js';
import { exchangeOf, type Exchange } from './journal/exchange.js';
import { record } from './journal/recorder.js';
import { answerWhenKept, isReading } from './routes/keep.js';
import { operationsOf, type Operation } from './routes/operations.js';
import { peek } from './routes/peek.js';
import { refuse } from './routes/refuse.js';
import { refuseOtherMethods, refuseUnknownPath } from './routes/unknown.js';
import { hintHeader } from './wire/hint.js';
import { settleTarget } from './wire/target.js';

export interface AppOptions {
  readonly desk: Desk;
  /** The address it will listen on. */
  readonly boundHost: string;
  /** Is told of each exchange when it is over. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** Mounts the host's operations and the mock's own routes. */
export function createApp(options: AppOptions): Express {
  const app = express();
  const { host, keeper } = options.desk;
  app.disable('x-powered-by').disable('etag');
  // The host's paths have one spelling each.
  app.enable('strict routing').enable('case sensitive routing');
  app.use(observe(options.onExchange));
  if (keeper !== undefined) app.use(answerWhenKept(keeper, failWith(refuse(host))));
  app.use('/_mock', ownRoutes(options));
  for (const [path, operations] of byPath(operationsOf(options.desk.host))) {
    const route = app.route(path).all(claim(operations));
    for (const operation of operations) {
      route[operation.method](begin(operation, options), operation.handler);
    }
    route.all(refuseOtherMethods);
  }
  app.use(refuseUnknownPath);
  app.use(refuse(options.desk.host));
  return app;
}

/** Answers in the form that belongs to the path. */
function failWith(refuseCall: ErrorRequestHandler): ErrorRequestHandler {
  return (error, request, response, next) =>
    (request.originalUrl.startsWith('/_mock/') ? refuseOrder : refuseCall)(error, request, response, next);
}

/** Records the exchange, and shows on an answer what was accepted with a warning. */
function observe(onExchange: (exchange: Exchange) => void): RequestHandler {
  return (request, response, next) => {
    const exchange = record(request, response, onExchange);
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
    response.writeHead = ((...args: unknown[]) => {
      if (exchange.warnings.length > 0 && exchange.refusal === undefined) {
        const told = exchange.warnings.map(({ rule, hint }) => `${rule}: ${hint}`);
        response.setHeader('x-epson-mock-hint', hintHeader(told.join(' ')));
      }
      return writeHead(...args);
    }) as typeof response.writeHead;
    settleTarget(request);
    next();
  };
}

/** Enters in the exchange what holds for every method of a path. */
function claim(operations: readonly Operation[]): RequestHandler {
  const methods = operations.map(({ method }) => method.toUpperCase()).join(', ');
  const family = operations[0]?.family ?? 'api';
  return (request, _response, next) => {
    Object.assign(exchangeOf(request), { family, methods });
    next();
  };
}

/** Enters the operation and whose call it is, and lets the faults happen that were asked for. */
function begin(operation: Operation, { desk: { host, faults, keeper } }: AppOptions): RequestHandler<never> {
  return async (request, response, next) => {
    const exchange = exchangeOf(request);
    exchange.operation = operation.id;
    const { world, printer, jobId } = peek(host, request);
    exchange.clientId = world.clientId;
    if (jobId !== undefined) exchange.jobId = jobId;
    const effects = faults.of(world.clientId).onCall({ operation: operation.id, printer, jobId });
    if (effects.length > 0 && !(await strike(effects, request, response))) return;
    // Asked before anything is changed: what cannot be kept is not done.
    if (keeper !== undefined && !isReading(request)) await keeper.ready();
    next();
  };
}

function ownRoutes({ desk, boundHost }: AppOptions): Router {
  const router = Router();
  router.get('/health', health);
  router.use(refuseForeignPages(boundHost));
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
