import { AuthenticationError } from '../errors/index.js';
import type { components } from '../generated/epson-connect.js';
import { refusal } from '../http/classify-answer.js';
import type { Limits } from '../http/limits.js';
import { retrying } from '../http/retry.js';
import { send } from '../http/send.js';
import type { Transport } from '../http/transport.js';
import { operations } from '../v1/operations.js';
import { tokenRequest, type ClientCredentials } from './token-request.js';
import { tokensFrom, type StoredTokens } from './token.js';

type Grant = components['schemas']['TokenRequest'];

/** The credentials of a client, and its printer. */
export interface Credentials extends ClientCredentials {
  readonly baseUrl: string;
  readonly printerEmail: string;
}

export const ownerOf = ({ baseUrl, clientId, printerEmail }: Credentials): string =>
  [baseUrl, clientId, printerEmail].join(' ');

/**
 * Requests new tokens: by the refresh grant if there is a refresh token, and by the password grant if there is none or the host
 * refuses it. A host that fails (5xx) or cannot be reached has not refused anything.
 */
export async function requestTokens(
  transport: Transport,
  limits: Limits,
  credentials: Credentials,
  refresh_token: string | undefined,
): Promise<StoredTokens> {
  const ask = (grant: Grant, cause?: unknown) => {
    const operation = operations.authenticate;
    const url = `${credentials.baseUrl}${operation.path}?subject=printer`;
    const request = tokenRequest(operation, url, credentials, { ...grant });
    return retrying(
      transport,
      { limits, about: { step: 'authenticate' } },
      request.operation,
      async (call) => {
        const obtainedAtMs = transport.clock.nowMs();
        const answer = await send(transport, call, request);
        if (!answer.ok) throw refusal(answer, cause);
        // Only a refresh leaves the refresh token that it was made with in force.
        return tokensFrom(answer, {
          owner: ownerOf(credentials),
          obtainedAtMs,
          refresh_token: cause ? undefined : refresh_token,
        });
      },
    );
  };
  // The password must be present and empty. Evidence: specification, sample.
  const password: Grant = { grant_type: 'password', username: credentials.printerEmail, password: '' };
  if (refresh_token === undefined) return ask(password);
  return ask({ grant_type: 'refresh_token', refresh_token }).catch((error: unknown) => {
    if (!(error instanceof AuthenticationError)) throw error;
    return ask(password, error);
  });
}
