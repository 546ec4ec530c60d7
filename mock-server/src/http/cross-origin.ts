import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { pathOf } from './target.js';

/** Part of the options of a mock host. */
export interface CrossOriginOptions {
  /**
   * Origins whose web pages may call the API and upload, such as `http://localhost:5173`; `*` is any page. Default: none.
   * The real host is not known to let pages in. Evidence: assumed.
   */
  readonly corsOrigins?: readonly string[];
}

const ANY = '*';
/** `null` is no name: sandboxed pages of everybody have it. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+\/?$/i;

/** Returns true for an origin that a page can have, and for `*`. */
export function isPageOrigin(text: string): boolean {
  return text === ANY || (ORIGIN.test(text) && URL.canParse(text));
}

/** Headers of answers that a page may see beside the usual ones. */
const SHOWN = ['x-epson-mock-hint', 'Retry-After', 'Allow', 'WWW-Authenticate'];

/** The host's own paths; the page also sees the answer to a mistyped path. Browsers go to `/auth/authorize` themselves. */
const HOSTS_PATH = /^\/(?:api\/|(?:auth\/token|(?:schedule_)?data)$)|\/storage\/PostData$/;

/**
 * Lets the pages of some origins call the host: answers what browsers ask ahead of a call, and lets them see the
 * answers and the hints in them. Nothing of it reaches the mock's own routes, and without origins there is nothing.
 */
export function letPagesIn({ corsOrigins = [] }: CrossOriginOptions): RequestHandler | undefined {
  if (corsOrigins.length === 0) return undefined;
  const named = new Set(corsOrigins.filter((origin) => origin !== ANY).map(asBrowsersWriteIt));
  const isAnyLetIn = corsOrigins.includes(ANY);
  return (request, response, next) => {
    const { origin } = request.headers;
    // The answer depends on the origin, also for pages that are not allowed: caches must tell them apart.
    if (!isAnyLetIn) response.appendHeader('Vary', 'Origin');
    const isLetIn = origin !== undefined && (isAnyLetIn || named.has(origin));
    const isHosts = HOSTS_PATH.test(pathOf(request));
    if (!isLetIn || (request.method === 'OPTIONS' && !(isPreflight(request) && isHosts))) return next();
    // Pages of the internet that reach into this machine are let in by name only.
    if (named.has(origin) && request.headers['access-control-request-private-network'] === 'true')
      response.setHeader('Access-Control-Allow-Private-Network', 'true');
    response.setHeader('Access-Control-Allow-Origin', isAnyLetIn ? ANY : origin);
    if (isPreflight(request)) return allow(request, response);
    response.setHeader('Access-Control-Expose-Headers', SHOWN.join());
    next();
  };
}

/** Answers what a browser asks ahead of a call. Any header may be sent: the call itself shows how the host treats it. */
function allow({ headers }: IncomingMessage, response: ServerResponse): void {
  response.appendHeader('Vary', 'Access-Control-Request-Headers');
  const asked = headers['access-control-request-headers'];
  if (asked !== undefined) response.setHeader('Access-Control-Allow-Headers', asked);
  response.writeHead(204, {
    'Access-Control-Allow-Methods': 'GET,POST,PUT,DELETE',
    'Access-Control-Max-Age': '600',
    'Content-Length': '0',
  });
  response.end();
}

/** Returns true for a preflight request of a browser. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}

/** In lower case, without a slash and the port of the scheme. */
function asBrowsersWriteIt(origin: string): string {
  const { origin: written } = new URL(origin);
  // Schemes of browsers' own, such as that of extensions, have none for Node.
  return written === 'null' ? origin.toLowerCase().replace(/\/$/, '') : written;
}
