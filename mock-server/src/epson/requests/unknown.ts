import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../rules/refusal.js';
import type { Addresses } from '../domain/addresses.js';
import { isPreflight } from '../../http/cross-origin.js';
import { exchangeOf } from '../../http/exchange.js';
import { meantBy, rightCall, versionOf } from '../../rules/right-call.js';
import { pathOf } from '../../http/target.js';
import { foreignTarget } from './target.js';
import { excerpt } from '../../text/mask.js';

/** Returns the mistakes in the beginning of a path, for each version. Evidence: client. */
function malformed(base: string): readonly [RegExp, string][] {
  const begins = `every path of the API begins with ${base}`;
  return [
    [
      new RegExp(`${base}.*${base}`),
      `It holds ${base} twice: a base URL that ends in it was joined to a path that begins with it.`,
    ],
    [new RegExp(`^${base.slice('/api'.length)}`), `It lacks /api: ${begins}.`],
    [
      /^\/\//,
      'It begins with two slashes: a base URL that ends in a slash was joined to a path that begins with one.',
    ],
    [/^\/(?!api\/)[Aa][Pp][Ii]\//, `Upper and lower case matter: ${begins}.`],
  ];
}

/** Common mistakes in paths of version 2. Evidence: client. */
const NEAR_MISSES_V2: readonly [RegExp, string][] = [
  ...malformed('/api/2/'),
  [
    /^\/api\/2\/printing\/oauth2/,
    'Version 2 has its token operation at POST /auth/token, and no password grant: a person consents in a browser at GET /auth/authorize first.',
  ],
  [
    /^\/api\/2\/(?:printing\/printers|scanning\/scanners)\//,
    'Version 2 has no device ID in its paths: the access token names the device. Leave out /printers/{device_id}.',
  ],
  [/^\/api\/2\/auth\//, 'The paths of the authorization begin with /auth/, without /api/2.'],
  [/^\/api\/2\/(?:data|schedule_data)/, 'The upload has an address of its own: use uploadUri as it is.'],
  [/^\/api\/2\/(?!printing\/|scanning\/|scheduling\/)/, 'Printing is below /api/2/printing/.'],
  [/^\/api\/2\/printing\/job\b/, 'It is /jobs in the plural.'],
  [/^\/api\/2\/printing\/device\b/, 'It is /devices/info.'],
  [/^\/api\/2\/printing\/schedul/, 'Schedules are below /api/2/scheduling/schedules.'],
  [/\/settings\/notifications/, 'It is /settings/notification in the singular.'],
  [/\/scans?\/?$/, 'A scan starts at the device, and no program can start one.'],
  [/./, ''],
];

/** Paths of version 2 with the number of version 1: it has a device ID in each of its paths, and no schedules. */
const PATH_OF_V2 = /^\/api\/1\/(?:printing\/(?:jobs|devices|capability|settings)|scanning\/destinations)\b/;
const IS_OF_V2 = new RegExp(`${PATH_OF_V2.source}|^/api/1/scheduling/`);

/** Common mistakes in paths, with the right word. Evidence: client. */
const NEAR_MISSES: readonly [RegExp, string][] = [
  [/^\/$/, "The mock's own pages begin at /_mock/docs/."],
  ...malformed('/api/1/'),
  [PATH_OF_V2, 'Without a device ID it is a path of version 2.'],
  [/^\/api\/1\/scheduling\b/, 'Version 1 has no schedules.'],
  [/^\/api\/1\/(?!printing\/|scanning\/)/, 'Printing is below /api/1/printing/.'],
  [/^\/api\/1\/printing\/printer\//, 'It is /api/1/printing/printers/ in the plural.'],
  [/^\/api\/1\/printing\/printers\/[^/]+\/job\b/, 'It is /jobs in the plural.'],
  [/\/settings\/notifications/, 'It is /settings/notification in the singular.'],
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
    const version = versionOf(path);
    const [, mend = ''] =
      (version === 2 ? NEAR_MISSES_V2 : NEAR_MISSES).find(([pattern]) => pattern.test(path)) ?? [];
    const slash = /.\/$/.test(path) ? 'It ends in a slash; no path of the API does.' : '';
    const what = `The host has no ${request.method} ${excerpt(path, 200)}.`;
    const hint = [what, mend, slash].filter((sentence) => sentence !== '').join(' ');
    const other = IS_OF_V2.test(path) ? rightCallOf(request, path.replace('/1/', '/2/')) : '';
    throw new Refusal('path-unknown', hint + rightCallOf(request, path) + other);
  };

const METHOD_RULES = {
  authorize: 'method-wrong',
  token: 'token-method',
  upload: 'upload-method',
  api: 'method-wrong',
} as const;

/** Refuses other methods on an operation's path. */
export function refuseOtherMethod(request: IncomingMessage): never {
  const { family, methods = '' } = exchangeOf(request);
  const rule = METHOD_RULES[family];
  const mend = isPreflight(request)
    ? ` A browser asks whether a page of ${JSON.stringify(excerpt(request.headers.origin ?? '', 100))} may send this; the host is not known to let pages in, and the mock does with --cors-origin.`
    : rightCallOf(request, pathOf(request));
  throw new Refusal(rule, `${request.method} is not possible here; the path takes ${methods}.${mend}`);
}

/** Names the call that was most likely meant, as a sentence to append. */
function rightCallOf({ method = '' }: IncomingMessage, path: string): string {
  const meant = meantBy(method, path);
  return meant === undefined ? '' : ` ${rightCall(meant, versionOf(path))}`;
}
