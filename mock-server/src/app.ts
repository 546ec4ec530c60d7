import express, { Router, type Express, type RequestHandler } from 'express';
import { sendControlError } from './control/answer.js';
import { docsPage } from './control/docs.js';
import { refuseForeignPages } from './control/guard.js';
import { health } from './control/health.js';
import { printForm } from './control/print.js';
import { scanForm } from './control/scan.js';
import type { Host } from './domain/host.js';
import { FaultStruck, type Faults } from './faults/faults.js';
import { beginExchange, exchangeOf, type Exchange } from './journal/exchange.js';
import { operationsOf, type Operation } from './routes/operations.js';
import { refuse } from './routes/refuse.js';
import { refuseOtherMethods, refuseUnknownPath } from './routes/unknown.js';
import { hintHeader } from './wire/hint.js';
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
    const route = app.route(path).all(claim(operations));
    for (const operation of operations) {
      route[operation.method](begin(operation, options.faults), operation.handler);
    }
    route.all(refuseOtherMethods);
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
      if (status === 'connection lost') {
        exchange.refusal ??= {
          rule: 'connection-lost',
          hint: 'The client ended the connection before it was answered. Of an upload that broke off nothing was kept; send it again.',
        };
      }
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

/** Enters in the exchange what holds for every method of a path. */
function claim(operations: readonly Operation[]): RequestHandler {
  const methods = operations.map(({ method }) => method.toUpperCase()).join(', ');
  const family = operations[0]?.family ?? 'api';
  return (request, _response, next) => {
    Object.assign(exchangeOf(request), { family, methods });
    next();
  };
}

/** Enters the operation, and gives the refusal that was asked for, if one was. */
function begin(operation: Operation, faults: Faults): RequestHandler<never> {
  return (request, _response, next) => {
    exchangeOf(request).operation = operation.id;
    const answer = faults.onCall(operation.id);
    next(answer === undefined ? undefined : new FaultStruck(answer));
  };
}

function ownRoutes({ host, boundHost }: AppOptions): Router {
  const router = Router();
  router.get('/health', health);
  router.use(refuseForeignPages(boundHost));
  router.get('/docs', docsPage);
  router.post('/api/print', printForm(host));
  router.post('/api/scan', scanForm(host));
  router.use((request, response) => {
    const hint =
      'The mock has GET /_mock/health, GET /_mock/docs/ and POST /_mock/api/print and /_mock/api/scan of its own.';
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
