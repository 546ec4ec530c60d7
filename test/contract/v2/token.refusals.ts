import type { HeaderOverrides } from '../../support/mock/client.js';
import { APP, basicOf, REDIRECT_URI } from '../../support/mock/authorization.js';

const { clientId, clientSecret } = APP;
const app = { grant_type: 'client_credentials' };
const encoded = clientSecret.replaceAll('-', '%2D').replaceAll('_', '%5F');

type Fields = Readonly<Record<string, string>> | string;

/** [what is wrong, form, headers, status, error, what the hint names] */
export const TOKEN_REFUSALS_V2: [string, Fields, HeaderOverrides, number, string, RegExp][] = [
  ['no credentials', app, { Authorization: null }, 401, 'invalid_client', /^basic-missing: /],
  [
    'credentials in the form',
    { ...app, client_id: clientId, client_secret: clientSecret },
    { Authorization: null },
    401,
    'invalid_client',
    /^app-credentials-in-form: .*Authorization: Basic/,
  ],
  [
    'credentials in a JSON body',
    JSON.stringify({ ...app, client_id: clientId, client_secret: clientSecret }),
    { Authorization: null, 'Content-Type': 'application/json' },
    401,
    'invalid_client',
    /^app-credentials-in-form: /,
  ],
  ['Bearer', app, { Authorization: 'Bearer x' }, 401, 'invalid_client', /^basic-missing: .*Bearer/],
  [
    'swapped credentials',
    app,
    { Authorization: basicOf(clientSecret, clientId) },
    401,
    'invalid_client',
    /^app-unknown: .*swapped/,
  ],
  [
    'a cut secret',
    app,
    { Authorization: basicOf(clientId, clientSecret.slice(0, 64)) },
    401,
    'invalid_client',
    /^app-unknown: .*has 64 characters, the right one 86.*cut off/,
  ],
  [
    'a secret with a blank',
    app,
    { Authorization: basicOf(clientId, `${clientSecret} `) },
    401,
    'invalid_client',
    /^app-unknown: .*has 87 characters, the right one 86.*trim/,
  ],
  [
    'credentials that a library has form-encoded',
    app,
    { Authorization: basicOf(clientId, encoded) },
    401,
    'invalid_client',
    /^basic-form-encoded: .*90 characters instead of 86/,
  ],
  [
    'JSON',
    JSON.stringify(app),
    { 'Content-Type': 'application/json' },
    400,
    'invalid_request',
    /^token-body-not-a-form: The body is application\/json/,
  ],
  [
    'a misspelt type',
    app,
    { 'Content-Type': 'application/x-www-form-urlencode' },
    400,
    'invalid_request',
    /^token-body-not-a-form: /,
  ],
  ['an empty form', '', {}, 400, 'invalid_request', /^grant-missing: /],
  [
    'the grant of version 1',
    { grant_type: 'password', username: 'mock.printer@print.epsonconnect.com', password: '' },
    {},
    400,
    'unsupported_grant_type',
    /^grant-of-version-1: .*version 1.*\/auth\/authorize/,
  ],
  [
    'an unknown grant',
    { grant_type: 'implicit' },
    {},
    400,
    'unsupported_grant_type',
    /^grant-unknown: .*"implicit"/,
  ],
  [
    'a repeated parameter',
    'grant_type=client_credentials&grant_type=client_credentials',
    {},
    400,
    'invalid_request',
    /^parameter-repeated: /,
  ],
  ['another scope', { ...app, scope: 'print' }, {}, 400, 'invalid_scope', /^token-scope-wrong: .*"print"/],
  [
    'no code',
    { grant_type: 'authorization_code', redirect_uri: REDIRECT_URI },
    {},
    400,
    'invalid_request',
    /^code-missing: .*no code\b/,
  ],
  [
    'no redirect URI',
    { grant_type: 'authorization_code', code: 'a'.repeat(43) },
    {},
    400,
    'invalid_request',
    /^code-missing: .*no redirect_uri/,
  ],
  [
    'an unknown code',
    { grant_type: 'authorization_code', code: 'a'.repeat(43), redirect_uri: REDIRECT_URI },
    {},
    400,
    'invalid_grant',
    /^code-unknown: .*43 characters/,
  ],
  [
    'no refresh token',
    { grant_type: 'refresh_token', refresh_token: '' },
    {},
    400,
    'invalid_request',
    /^refresh-missing: /,
  ],
  [
    'an unknown refresh token',
    { grant_type: 'refresh_token', refresh_token: 'undefined' },
    {},
    400,
    'invalid_grant',
    /^refresh-token-foreign: .*9 characters/,
  ],
];
