import { createApplicationSource } from '../auth/application-source.js';
import { createRotatingSource, type RotatingSource } from '../auth/rotating-source.js';
import { tokenRequest, type ClientCredentials } from '../auth/token-request.js';
import type { TokenSource } from '../auth/token-source.js';
import type { TokenStore } from '../auth/token-store.js';
import { tokensFrom, type StoredTokens } from '../auth/token.js';
import type { components } from '../generated/epson-connect-v2.js';
import { refusal } from '../http/classify-answer.js';
import type { Call, Limits } from '../http/limits.js';
import { retrying } from '../http/retry.js';
import { send } from '../http/send.js';
import type { Transport } from '../http/transport.js';
import { operations } from './operations.js';

type Grant = components['schemas']['TokenRequest'];

/** An app, and one of its connections. */
export interface AppCredentials extends ClientCredentials {
  /** The host of the API. */
  readonly baseUrl: string;
  /** The host of the authorization, which has another name than the API. */
  readonly authUrl: string;
  /** Tells the printers of an app apart: each has tokens of its own. */
  readonly connection: string;
}

/** The code that a person's consent gave, and what it is checked against. */
export interface AuthorizationCode {
  readonly code: string;
  /** The same as in the request for the code. */
  readonly redirect_uri: string;
  /** The secret of PKCE. */
  readonly code_verifier: string;
}

/**
 * A refresh may be repeated whatever became of the one before: where that has used the refresh token up, nothing is lost by the
 * question. So may the request for the token of the app. An authorization code is sent once, see `authorize`.
 */
const requestToken = { ...operations.requestToken, repeat: 'always' } as const;

/** Owner of stored tokens. Host, version and client ID are in it, so that tokens never reach another host or client. */
export const ownerOf = ({ baseUrl, clientId, connection }: AppCredentials): string =>
  [`${baseUrl}/api/2`, clientId, connection].join(' ');

/** Makes one request for tokens. */
async function ask(
  transport: Transport,
  call: Call,
  credentials: AppCredentials,
  grant: Grant,
  refresh_token?: string,
): Promise<StoredTokens> {
  const url = credentials.authUrl + requestToken.path;
  const obtainedAtMs = transport.clock.nowMs();
  const answer = await send(transport, call, tokenRequest(requestToken, url, credentials, { ...grant }));
  if (!answer.ok) throw refusal(answer);
  return tokensFrom(answer, { owner: ownerOf(credentials), obtainedAtMs, refresh_token }, 'no device');
}

/** The tokens of a connection: a person's consent starts them, and each refresh replaces them. */
export interface DeviceTokens extends RotatingSource {
  /** Exchanges the code of a person's consent, once, and stores the tokens. */
  exchange(limits: Limits, code: AuthorizationCode): Promise<StoredTokens>;
}

/** Makes the source of the tokens for one printer. */
export function createDeviceTokens(
  transport: Transport,
  credentials: AppCredentials,
  store: TokenStore,
): DeviceTokens {
  const source = createRotatingSource(
    transport,
    {
      owner: ownerOf(credentials),
      connection: credentials.connection,
      operation: requestToken,
      refresh: (call, refresh_token) =>
        ask(transport, call, credentials, { grant_type: 'refresh_token', refresh_token }, refresh_token),
    },
    store,
  );
  return {
    ...source,
    exchange: (limits, code) =>
      source.authorize(limits, (call) =>
        ask(transport, call, credentials, { grant_type: 'authorization_code', ...code }),
      ),
  };
}

/** Makes the source of the token of the app itself. It lasts as long as the process: another costs one request. */
export function createApplicationTokens(transport: Transport, credentials: AppCredentials): TokenSource {
  return createApplicationSource(transport, (limits) =>
    retrying(transport, { limits, about: { step: 'authenticate' } }, requestToken, (call) =>
      ask(transport, call, credentials, { grant_type: 'client_credentials' }),
    ),
  );
}
