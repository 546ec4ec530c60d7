import express, { Router, type Express, type RequestHandler } from 'express';
import { sendControlError } from './control/answer.js';
import { docsPage } from './control/docs.js';
import { refuseForeignPages } from './control/guard.js';
import { health } from './control/health.js';
import { printForm } from './control/print.js';
import type { Host } from './domain/host.js';
import type { Faults } from './faults/faults.js';
import { beginExchange, exchangeOf, type Exchange } from './journal/exchange.js';
import { operationsOf, type Operation } from './routes/operations.js';
import { refuse } from './routes/refuse.js';
import { refuseOtherMethods, refuseUnknownPath } from './routes/unknown.js';
import { discardRest } from './wire/body.js';
import { hintHeader } from './wire/hint.js';
import { sendRefusal } from './wire/send.js';
import { settleTarget } from './wire/target.js';

export interface AppOptions {
  readonly host: Host;
  readonly faults: Faults;
  /** The address it will listen on. */
  readonly boundHost: string;
  /** Is told of each exchange when it is over. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** Mounts the host's operations and the mock's own routes. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  // The host's paths have one spelling each.
  app.enable('strict routing').enable('case sensitive routing');
  app.use(observe(options.onExchange));
  app.use('/_mock', ownRoutes(options));
  for (const [path, operations] of byPath(operationsOf(options.host))) {
    const route = app.route(path);
    for (const operation of operations)
      route[operation.method](begin(operation, options.faults), operation.handler);
    route.all(claim(operations), refuseOtherMethods(operations));
  }
  app.use(refuseUnknownPath);
  app.use(refuse(options.host));
  return app;
}

/** Opens the exchange, and reports it when the answer is out or the connection gone. */
function observe(onExchange: (exchange: Exchange) => void): RequestHandler {
  return (request, response, next) => {
    const startedMs = performance.now();
    const exchange = beginExchange(request);
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : 'connection lost';
      exchange.outcome = { status, durationMs: performance.now() - startedMs };
      onExchange(exchange);
    });
    // Accepted with a warning: the caller sees it on the answer, as it sees why a call was refused.
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
    response.writeHead = ((...args: unknown[]) => {
      if (exchange.warnings.length > 0 && exchange.refusal === undefined) {
        response.setHeader(
          'x-epson-mock-hint',
          hintHeader(exchange.warnings.map(({ rule, hint }) => `${rule}: ${hint}`).join(' ')),
        );
      }
      return writeHead(...args);
    }) as typeof response.writeHead;
    settleTarget(request);
    next();
  };
}

/** Says whose exchange it is, and gives the refusal that was asked for, if one was. */
function begin(operation: Operation, faults: Faults): RequestHandler<never> {
  return (request, response, next) => {
    const exchange = exchangeOf(request);
    exchange.operation = operation.id;
    exchange.family = operation.family;
    const fault = faults.onCall(operation.id);
    if (fault === undefined) return next();
    const hint = `This refusal was asked for with the option faults; the call was not looked at.`;
    exchange.refusal = { rule: 'fault', hint };
    sendRefusal(
      response,
      fault,
      operation.family,
      `fault: ${hint}`,
      fault.status === 405 ? { Allow: operation.method.toUpperCase() } : {},
    );
    discardRest(request);
  };
}

/** An operation's path with another method still answers in the operation's form. */
function claim([operation]: readonly Operation[]): RequestHandler {
  return (request, _response, next) => {
    if (operation !== undefined) exchangeOf(request).family = operation.family;
    next();
  };
}

function ownRoutes({ host, boundHost }: AppOptions): Router {
  const router = Router();
  router.get('/health', health);
  router.use(refuseForeignPages(boundHost));
  router.get('/docs', docsPage);
  router.post('/api/print', printForm(host));
  router.use((request, response) => {
    const hint = 'The mock has GET /_mock/health, GET /_mock/docs/ and POST /_mock/api/print of its own.';
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
