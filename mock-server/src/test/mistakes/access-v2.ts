import { JOB_V2, VERIFIER } from '../report-scene-v2.js';
import { authenticate, JSON_TYPE } from '../watched-program.js';
import type { MistakeV2 } from './mistake.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Mistakes of authorization, of tokens, of the API key, and of where a call goes, in version 2. */
export const ACCESS_MISTAKES_V2: readonly MistakeV2[] = [
  ['authorize-parameter-repeated', ({ authorize, clientId }) => authorize({}, `&client_id=${clientId}`)],
  ['authorize-app-unknown', ({ authorize }) => authorize({ client_id: 'x' })],
  ['redirect-uri-missing', ({ authorize }) => authorize({ redirect_uri: '' })],
  [
    'redirect-uri-unregistered',
    ({ authorize }) => authorize({ redirect_uri: 'http://localhost:8381/callback' }),
  ],
  ['response-type-wrong', ({ authorize }) => authorize({ response_type: 'token' })],
  ['authorize-scope-wrong', ({ authorize }) => authorize({ scope: '' })],
  ['challenge-malformed', ({ authorize }) => authorize({ code_challenge: 'short' })],
  ['authorize-repeated', ({ authorize }) => authorize({ state: 'a' }, '&state=b')],
  ['method-wrong', ({ call }) => call('POST', '/auth/authorize')],

  ['token-method', ({ call, basic }) => call('GET', '/auth/token', basic)],
  ['token-body-not-a-form', ({ token }) => token('{"grant_type":"refresh_token"}', JSON_TYPE)],
  ['basic-missing', ({ token }) => token({ grant_type: 'client_credentials' }, { Authorization: '' })],
  [
    'basic-malformed',
    ({ token }) => token({ grant_type: 'client_credentials' }, { Authorization: 'Basic !' }),
  ],
  [
    'app-unknown',
    ({ token, clientId }) =>
      token(
        { grant_type: 'client_credentials' },
        { Authorization: `Basic ${btoa(`${clientId}:${'S'.repeat(64)}`)}` },
      ),
  ],
  [
    'app-credentials-in-form',
    ({ token, clientId, clientSecret, tokens }) =>
      token(
        {
          grant_type: 'refresh_token',
          refresh_token: tokens['refresh_token'] ?? '',
          client_id: clientId,
          client_secret: clientSecret,
        },
        { Authorization: '' },
      ),
  ],
  [
    'basic-form-encoded',
    ({ clientId, clientSecret, token, code, redirectUri }) =>
      code().then((fresh) =>
        token(
          { grant_type: 'authorization_code', code: fresh, redirect_uri: redirectUri },
          {
            Authorization: `Basic ${btoa(`${clientId}:${clientSecret.replaceAll('-', '%2D').replaceAll('_', '%5F')}`)}`,
          },
        ),
      ),
  ],
  ['client-id-other', ({ exchange }) => exchange({ client_id: 'x' })],
  ['grant-missing', ({ token }) => token('a=b')],
  ['grant-unknown', ({ exchange }) => exchange({ grant_type: 'magic' })],
  [
    'grant-of-version-1',
    ({ token }) => token({ grant_type: 'password', username: 'a@print.epsonconnect.com', password: '' }),
  ],
  ['parameter-repeated', ({ token }) => token('grant_type=client_credentials&scope=device&scope=device')],
  ['token-scope-wrong', ({ token }) => token({ grant_type: 'client_credentials', scope: 'print' })],
  ['code-missing', ({ token }) => token({ grant_type: 'authorization_code', code: 'x' })],
  ['code-unknown', ({ exchange }) => exchange({ code: 'x'.repeat(43) })],
  [
    'code-used',
    async ({ exchange, code }) => {
      const fresh = await code();
      await exchange({ code: fresh });
      await exchange({ code: fresh });
    },
  ],
  [
    'code-expired',
    async ({ own, exchange, code }) => {
      const fresh = await code();
      own.host.control.clock.advance(HOUR_MS);
      await exchange({ code: fresh });
    },
  ],
  ['code-redirect-uri-wrong', ({ exchange }) => exchange({ redirect_uri: 'http://127.0.0.1:8381/other' })],
  [
    'code-verifier-wrong',
    async ({ exchange, code }) => exchange({ code: await code(true), code_verifier: `${VERIFIER}x` }),
  ],
  ['refresh-missing', ({ token }) => token('grant_type=refresh_token')],
  [
    'refresh-token-foreign',
    ({ token }) => token({ grant_type: 'refresh_token', refresh_token: 'r'.repeat(43) }),
  ],
  [
    'refresh-token-used',
    async ({ token, tokens }) => {
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' };
      await token(refresh);
      await token(refresh);
    },
  ],
  [
    'refresh-token-expired',
    async ({ own, token, tokens }) => {
      own.host.control.clock.advance(31 * DAY_MS);
      await token({ grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' });
    },
  ],
  [
    'grant-ended',
    async ({ token, exchange, code }) => {
      const fresh = await code();
      const { refresh_token = '' } = JSON.parse(await exchange({ code: fresh })) as Record<string, string>;
      await exchange({ code: fresh });
      await token({ grant_type: 'refresh_token', refresh_token });
    },
  ],

  ['path-unknown', ({ json }) => json(`/printing/printers/${'0'.repeat(32)}/jobs`, JOB_V2)],
  ['path-unknown', ({ json }) => json('/printing/oauth2/auth/token', {})],
  ['path-malformed', ({ call, device }) => call('GET', '/api/2/printing/jobs/%zz', device)],
  ['method-wrong', ({ call, device, jobId }) => call('DELETE', `/api/2/printing/jobs/${jobId}`, device)],
  ['bearer-missing', ({ execute, key }) => execute(key)],
  ['bearer-unknown', ({ execute, key }) => execute({ ...key, Authorization: `Bearer ${'x'.repeat(43)}` })],
  [
    'bearer-expired',
    async ({ own, execute }) => {
      own.host.control.clock.advance(2 * HOUR_MS);
      await execute();
    },
  ],
  [
    'bearer-expired',
    async ({ own, call, key, applicationToken }) => {
      const bearer = { Authorization: `Bearer ${await applicationToken()}`, ...key };
      own.host.control.clock.advance(2 * HOUR_MS);
      await call('GET', '/api/2/printing/settings/notification', bearer);
    },
  ],
  [
    'bearer-revoked',
    async ({ exchange, code, json, key }) => {
      const fresh = await code();
      const { access_token } = JSON.parse(await exchange({ code: fresh })) as Record<string, string>;
      await exchange({ code: fresh });
      await json('/printing/jobs', JOB_V2, { ...key, Authorization: `Bearer ${access_token}` });
    },
  ],
  [
    'bearer-of-other-kind',
    ({ json, device }) => json('/printing/settings/notification', { notification: false }, device),
  ],
  [
    'bearer-of-other-kind',
    async ({ json, key, applicationToken }) =>
      json('/printing/jobs', JOB_V2, { ...key, Authorization: `Bearer ${await applicationToken()}` }),
  ],
  [
    'bearer-other-version',
    async ({ own, json, key }) => {
      const { bearer } = await authenticate(own);
      await json('/printing/jobs', JOB_V2, { ...key, ...bearer });
    },
  ],
  [
    'api-key-missing',
    ({ json, tokens }) =>
      json('/printing/jobs', JOB_V2, { Authorization: `Bearer ${tokens['access_token']}` }),
  ],
  [
    'api-key-wrong',
    ({ json, device, clientId }) => json('/printing/jobs', JOB_V2, { ...device, 'x-api-key': clientId }),
  ],
  [
    'call-limit-passed',
    async ({ newJob }) => {
      for (let count = 0; count < 3; count += 1) await newJob();
    },
    { callsPerMinuteV2: 3 },
  ],
];
