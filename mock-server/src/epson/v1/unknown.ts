import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../rules/refusal.js';
import type { Addresses } from '../domain/addresses.js';
import { isPreflight } from '../../http/cross-origin.js';
import { exchangeOf } from '../../http/exchange.js';
import { meantBy, rightCall } from '../../rules/right-call.js';
import { pathOf } from '../../http/target.js';
import { foreignTarget } from './caller.js';
import { excerpt } from '../../text/mask.js';

/** Common mistakes in paths, with the right word. Evidence: client. */
const NEAR_MISSES: readonly [RegExp, string][] = [
  [/^\/$/, "The mock's own pages begin at /_mock/docs/."],
  [
    /\/api\/1\/.*\/api\/1\//,
    'It holds /api/1/ twice: a base URL that ends in it was joined to a path that begins with it.',
  ],
  [/^\/1\//, 'It lacks /api: every path of the API begins with /api/1/.'],
  [/^\/api\/1\/(?!printing\/|scanning\/)/, 'Printing is below /api/1/printing/.'],
  [/^\/api\/1\/printing\/printer\//, 'It is /api/1/printing/printers/ in the plural.'],
  [/^\/api\/1\/printing\/printers\/[^/]+\/job\b/, 'It is /jobs in the plural.'],
  [/\/settings\/notifications/, 'It is /settings/notification in the singular.'],
  [/^\/api\/2\//, 'This is version 2 of the API; the mock emulates version 1, below /api/1/.'],
  [
    /^\/\//,
    'It begins with two slashes: a base URL that ends in a slash was joined to a path that begins with one.',
  ],
  [/^\/(?!api\/)[Aa][Pp][Ii]\//, 'Upper and lower case matter: every path of the API begins with /api/1/.'],
  [/\/scans?\/?$/, 'A scan starts at the device, and no program can start one.'],
  [/\/destinations?\/[^/]/, 'The ID of a destination stands in the body, not in the path.'],
  [/./, ''],
];

/** Refuses every path that is no operation's. */
export const refuseUnknownPath =
  (addresses: Addresses) =>
  (request: IncomingMessage): never => {
    const foreign = foreignTarget(addresses, request);
    if (foreign !== undefined) {
      throw new Refusal(
        'proxy-refused',
        `This proxy leads to the mock only, and not to http://${foreign}. Exempt the name from the proxy (NO_PROXY), or let the mock relay it: --relay ${/:\d+$/.test(foreign) ? foreign : `${foreign}:80`}.`,
      );
    }
    const path = pathOf(request);
    const [, mend = ''] = NEAR_MISSES.find(([pattern]) => pattern.test(path)) ?? [];
    const slash = /.\/$/.test(path) ? ' It ends in a slash; no path of the API does.' : '';
    const hint = `The host has no ${request.method} ${excerpt(path, 200)}. ${mend}${slash}`.trim();
    throw new Refusal('path-unknown', hint + rightCallFor(request));
  };

/** Refuses other methods on an operation's path. */
export function refuseOtherMethod(request: IncomingMessage): never {
  const { family, methods = '' } = exchangeOf(request);
  const rule = ({ token: 'token-method', upload: 'upload-method', api: 'method-wrong' } as const)[family];
  const mend = isPreflight(request)
    ? ` A browser asks whether a page of ${JSON.stringify(excerpt(request.headers.origin ?? '', 100))} may send this; the host is not known to let pages in, and the mock does with --cors-origin.`
    : rightCallFor(request);
  throw new Refusal(rule, `${request.method} is not possible here; the path takes ${methods}.${mend}`);
}

/** Names the call that was most likely meant, as a sentence to append. */
function rightCallFor(request: IncomingMessage): string {
  const meant = meantBy(request.method ?? '', pathOf(request));
  return meant === undefined ? '' : ` ${rightCall(meant)}`;
}
