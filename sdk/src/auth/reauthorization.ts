import { messageOf, ReauthorizationRequiredError, type EpsonConnectError } from '../errors/index.js';
import type { StoredTokens } from './token.js';

const ADVICE =
  'Send a person to the url of authorizationUrl(), and give authorize() the address that they come back to; or run epson-connect login.';

function required(
  connection: string,
  code: string,
  problem: string,
  cause?: EpsonConnectError,
): ReauthorizationRequiredError {
  const details = { step: 'authenticate', problem, advice: ADVICE } as const;
  return new ReauthorizationRequiredError(messageOf(details), {
    ...details,
    code,
    connection,
    cause,
    hint: cause?.hint,
  });
}

/** Makes the error for a connection without tokens. */
export const notAuthorized = (connection: string): ReauthorizationRequiredError =>
  required(
    connection,
    'not_authorized',
    `nobody has authorized the connection ${JSON.stringify(connection)} yet`,
  );

/** Returns a stored moment for people; `null` for what somebody has written in its place. */
const at = (ms: unknown): string => String(new Date(Number(ms)).toJSON());

/** Makes the error for a connection whose refresh token the host refused, here or in another process. */
export function refreshRefused(
  connection: string,
  { refresh_token, refreshingSinceMs, refusedAtMs }: StoredTokens,
  cause?: EpsonConnectError,
): ReauthorizationRequiredError {
  const name = JSON.stringify(connection);
  if (refusedAtMs === undefined && refresh_token === undefined)
    return required(
      connection,
      'refresh_refused',
      `the host gave no refresh token for the connection ${name}`,
    );
  const refusal = `the host refused the refresh token of the connection ${name} at ${at(refusedAtMs)}`;
  return refreshingSinceMs === undefined
    ? required(
        connection,
        'refresh_refused',
        `${refusal}: it was not used for 30 days, was revoked, or was used by a program that does not share the token store`,
        cause,
      )
    : required(
        connection,
        'refresh_lost',
        `${refusal}: a refresh at ${at(refreshingSinceMs)} had used it up, and its answer was lost, because the process ended or the connection broke`,
        cause,
      );
}
