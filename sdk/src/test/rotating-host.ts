import { createDeviceTokens, type AppCredentials } from '../v2/grants.js';
import { api } from '../v2/api.js';
import { memoryTokenStore, type TokenStore } from '../auth/token-store.js';
import type { Limits } from '../http/limits.js';
import type { Fetch } from '../index.js';
import { fakeClock } from './fake-clock.js';
import { baseUrl, clientId, clientSecret, json } from './fake-host.js';
import { transportOn } from './transport.js';

type Answering = (grant: () => Response, signal: AbortSignal) => Response | Promise<Response>;

/** A token host in a function: each refresh token works once. */
export function rotatingHost() {
  const seen: URLSearchParams[] = [];
  const authorizations: string[] = [];
  const next: Answering[] = [];
  let issued = 0;
  let valid = '';
  const issue = () => {
    issued += 1;
    valid = `refresh-${issued}`;
    return json(200, {
      access_token: `access-${issued}`,
      refresh_token: valid,
      scope: 'device',
      token_type: 'Bearer',
      expires_in: 3600,
    });
  };
  const fetch: Fetch = async (_url, { body, headers, signal }) => {
    const form = new URLSearchParams(body as string);
    seen.push(form);
    authorizations.push(new Headers(headers).get('authorization') ?? '');
    const grant = () => {
      const isRefresh = form.get('grant_type') === 'refresh_token';
      return isRefresh && form.get('refresh_token') !== valid
        ? json(400, { error: 'invalid_grant' })
        : issue();
    };
    return (next.shift() ?? ((grant) => grant()))(grant, signal as AbortSignal);
  };
  return {
    fetch,
    seen,
    authorizations,
    /** The next request is answered so; several in a row queue up. */
    next: (answering: Answering) => void next.push(answering),
    /** The refresh tokens that were sent, in order. */
    refreshes: () => seen.map((form) => form.get('refresh_token')).filter((token) => token !== null),
    /** Ends the valid refresh token, as its owner or 30 days would. */
    revoke: () => (valid = ''),
  };
}

/** The answer that the host gave and nobody got: the connection broke. */
export const lostAnswer: Answering = (grant) => {
  grant();
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
};

export const HOUR_MS = 3_600_000;

/** Sources of rotating tokens that share a store, a host, and a clock that stands still. */
export async function rotatingSources(store: TokenStore = memoryTokenStore(), retries = 0) {
  const clock = fakeClock();
  const host = rotatingHost();
  const credentials: AppCredentials = {
    baseUrl,
    authUrl: 'https://auth.test',
    clientId,
    clientSecret,
    connection: 'default',
  };
  const another = (more: Partial<AppCredentials> = {}, timeoutMs?: number) =>
    createDeviceTokens(
      transportOn(host.fetch, { api, clock, retries, timeoutMs }),
      { ...credentials, ...more },
      store,
    );
  const source = another();
  const code = { code: 'code', redirect_uri: 'http://127.0.0.1:8381/callback', code_verifier: 'verifier' };
  return {
    clock,
    host,
    store,
    source,
    credentials,
    /** Another process: the same store, and nothing in memory. */
    another,
    exchange: (by = source) => by.exchange({}, code),
    usable: async (by = source, limits: Limits = {}) => (await by.usable(limits)).access_token,
  };
}
