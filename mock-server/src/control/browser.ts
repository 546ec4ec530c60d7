import type { RequestHandler } from 'express';
import type { Addresses } from '../epson/domain/addresses.js';
import { exchangeOf } from '../http/exchange.js';
import { foreignTarget } from '../epson/requests/target.js';

/** The page to which a browser is redirected from the address of the mock. */
const PAGES = '/_mock/ui/';

/** Redirects a browser from `/` to the mock's pages. A program gets the answer of the host, which has no such path. */
export function redirectBrowsers(addresses: Addresses): RequestHandler {
  return (request, response, next) => {
    const isBrowser = /\btext\/html\b/i.test(request.headers.accept ?? '');
    if (!isBrowser || foreignTarget(addresses, request) !== undefined) return next();
    exchangeOf(request).isOwn = true;
    response.writeHead(302, { location: PAGES, 'content-length': 0 }).end();
  };
}

/** Answers 404 without a hint to a browser that asks for an icon by itself. */
export function answerIcon(addresses: Addresses): RequestHandler {
  return (request, response, next) => {
    if (foreignTarget(addresses, request) !== undefined) return next();
    exchangeOf(request).isOwn = true;
    response.writeHead(404, { 'content-length': 0 }).end();
  };
}
