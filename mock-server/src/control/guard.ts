import { hostname } from 'node:os';
import type { Request, RequestHandler } from 'express';
import { arrivalOf, writeAuthority } from '../http/target.js';
import { exchangeOf } from '../http/exchange.js';
import { isLoopback } from '../epson/domain/addresses.js';
import { sendControlError } from './refusal.js';
import { excerpt } from '../text/mask.js';

/** The names under which the mock's own routes are reached, beside those of the loopback interface. */
export interface GuardOptions {
  /** The address that the host listens on, which is its name as well. */
  readonly boundHost: string;
  /** Further names, as containers and their networks give them. */
  readonly allowHosts: readonly string[];
}

/**
 * Keeps the mock's own routes out of reach of web pages that are not its own: a page may send a form to
 * any address (`Origin`, `Sec-Fetch-Site`), and may let its own name point to this machine (`Host`).
 */
export function refuseForeignPages({ boundHost, allowHosts }: GuardOptions): RequestHandler {
  const names = new Set([boundHost, ...allowHosts].map((name) => name.toLowerCase()));
  if (!isLoopback(boundHost)) names.add(hostname().toLowerCase());
  const isOwn = (request: Request, name: string) =>
    isLoopback(name) || names.has(name) || (!isLoopback(boundHost) && name === localAddress(request));
  return (request, response, next) => {
    const { origin } = request.headers;
    const host = askedHost(request);
    const name = host
      .replace(/:\d{1,5}$/, '')
      .replace(/^\[(.*)\]$/, '$1')
      // The dot at the end says that a name is whole.
      .replace(/\.$/, '')
      .toLowerCase();
    const refuse = (rule: string, hint: string) => {
      exchangeOf(request).refusal = { rule, hint };
      sendControlError(response, 403, rule, hint);
    };
    if (!isOwn(request, name)) {
      refuse(
        'host-unknown',
        `The mock does not answer to the host name ${JSON.stringify(excerpt(host, 100))}. Its own routes are reached as localhost or 127.0.0.1; --allow-host lets in another name, such as that of a container.`,
      );
    } else if (origin === undefined ? isSentByOtherPage(request) : !isOwnOrigin(origin, host)) {
      refuse(
        'origin-foreign',
        'The request comes from a web page of another origin. The mock accepts calls only from its own pages and from programs.',
      );
    } else {
      next();
    }
  };
}

/** Returns the host that a request names. A target in absolute form takes precedence over the Host header. */
function askedHost(request: Request): string {
  const arrival = arrivalOf(request);
  if (arrival.from !== 'target') return request.headers.host ?? '';
  return arrival.unreadable ?? writeAuthority(arrival);
}

/** Keeps a route that is reached under every other name out of reach of what was meant for another host. */
export function refuseForeignTargets(options: GuardOptions): RequestHandler {
  const guard = refuseForeignPages(options);
  return (request, response, next) =>
    arrivalOf(request).from === 'target' ? guard(request, response, next) : next();
}

function isOwnOrigin(origin: string, host: string): boolean {
  return /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, '') === host;
}

/** Returns true if a browser says, without an `Origin`, that another page sent the request. A link may be followed from any page. */
function isSentByOtherPage({ method, headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && (method === 'GET' || method === 'HEAD'));
}

function localAddress({ socket }: Request): string | undefined {
  return socket.localAddress?.replace(/^::ffff:/, '').toLowerCase();
}

/** Sets headers that forbid browsers to embed an answer of the mock's own routes, or to guess its type. */
export const shieldAnswers: RequestHandler = (_request, response, next) => {
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  // Not no-referrer: with that, a page's own forms come with the Origin null.
  response.setHeader('Referrer-Policy', 'same-origin');
  next();
};
