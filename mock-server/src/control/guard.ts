import type { RequestHandler } from 'express';
import { exchangeOf } from '../journal/exchange.js';
import { sendControlError } from './answer.js';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Keeps the mock's own routes out of reach of web pages that are not its own: a page may send a form to
 * any address (`Origin`), and may let its own name point to this machine (`Host`).
 *
 * @param boundHost the address that the host listens on, which is its name as well
 */
export function refuseForeignPages(boundHost: string): RequestHandler {
  return (request, response, next) => {
    const { host = '', origin } = request.headers;
    const name = host.replace(/:\d+$/, '').toLowerCase();
    const refuse = (rule: string, hint: string) => {
      exchangeOf(request).refusal = { rule, hint };
      sendControlError(response, 403, rule, hint);
    };
    if (!LOOPBACK.test(name) && name !== boundHost.toLowerCase()) {
      refuse(
        'host-unknown',
        `The mock does not go by the name ${JSON.stringify(host.slice(0, 100))}. Its own routes are reached as localhost or 127.0.0.1.`,
      );
    } else if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) {
      refuse(
        'origin-foreign',
        'The request comes from a web page of another origin. The mock takes orders from its own pages and from programs only.',
      );
    } else {
      next();
    }
  };
}
