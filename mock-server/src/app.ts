import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import { answerIcon, redirectBrowsers } from './control/browser.js';
import type { ControlContext } from './control/control-context.js';
import type { GuardOptions } from './control/guard.js';
import { ownRoutes } from './control/own-routes.js';
import { refuseCommand } from './control/refusal.js';
import { operationsV1 } from './epson/v1/operations.js';
import { refuse } from './epson/v1/refuse.js';
import { refuseUnknownPath } from './epson/v1/unknown.js';
import { strike } from './faults/apply-fault.js';
import { answerWhenKept, demandStorage } from './http/durable-answers.js';
import type { Exchange } from './http/exchange.js';
import { messageClassesOf, type MessageClasses } from './http/message-classes.js';
import { record } from './http/recorder.js';
import { settleTarget } from './http/target.js';
import type { Hide } from './text/mask.js';

export interface AppOptions extends GuardOptions {
  readonly context: ControlContext;
  /** What its own routes demand, if anything. */
  readonly controlToken: string | undefined;
  /** Lets web pages call the host, if any. */
  readonly pages: RequestHandler | undefined;
  /** Takes the secrets that the host knows out of what is told of an exchange. */
  readonly hide: Hide;
  /** Is told of each exchange when it is over. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** The application, and what servers are made with so that it is fast. */
export interface App {
  readonly listener: RequestListener;
  readonly classes: MessageClasses;
}

/** Mounts the host's operations and the mock's own routes. */
export function createApp({ context, pages, hide, onExchange, ...own }: AppOptions): App {
  const { host, faults, keeper } = context;
  const app = express()
    .disable('x-powered-by')
    .disable('etag')
    .enable('strict routing')
    .enable('case sensitive routing');
  if (keeper !== undefined) app.use(answerWhenKept(keeper));
  app.use('/_mock', ownRoutes(context, own));
  app.get('/', redirectBrowsers(host.addresses));
  app.get('/favicon.ico', answerIcon(host.addresses));
  if (pages !== undefined) app.use(pages);
  app.use(operationsV1(host, strike(faults), ...(keeper === undefined ? [] : [demandStorage(keeper)])));
  app.use(refuseUnknownPath(host.addresses));
  app.use('/_mock', refuseCommand);
  app.use(refuse(host));
  return {
    listener: (request, response) => {
      record(request, response, hide, onExchange);
      // Ahead of all routing, which goes by path alone.
      settleTarget(request);
      // Nobody waits for ever, not even where the refusal of a refusal failed.
      app(request as express.Request, response as express.Response, () => response.destroy());
    },
    classes: messageClassesOf(app),
  };
}
