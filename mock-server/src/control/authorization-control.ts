import * as v from 'valibot';
import { printersOf, type AccountSeed } from '../epson/domain/accounts.js';
import * as consent from '../epson/domain/consent.js';
import type { Printer } from '../epson/domain/printers.js';
import { DEFAULT_REDIRECT_URI } from '../epson/domain/default-credentials.js';
import { CHALLENGE_METHODS } from '../epson/domain/pkce.js';
import type { AffectedTokens } from '../epson/domain/tokens.js';
import type { World } from '../epson/domain/world.js';
import type { Host } from '../epson/domain/worlds.js';
import { readChallenge } from '../epson/v2/authorize.js';
import type { components } from '../generated/mock-control.js';
import { Refusal } from '../rules/refusal.js';
import { check, members, oneOf, textLike } from '../text/check.js';

type Schemas = components['schemas'];

/** A person as the control API shows it. */
export type AccountView = Schemas['Account'];

/** A request for an authorization code, in the words of the control API. */
export type CodeRequest = Schemas['CodeRequest'];

/** An authorization code, and the address that the browser would have been sent to. */
export type IssuedCode = Schemas['IssuedCode'];

/** A request for a code, in code and over HTTP. */
export const CODE_REQUEST = members(
  'member',
  {},
  {
    account: v.string(),
    printer: v.string(),
    redirect_uri: v.string(),
    state: v.string(),
    code_challenge: textLike(
      /^[A-Za-z0-9._~-]{43,128}$/,
      '43 to 128 letters, digits, hyphens, dots, low lines and tildes',
    ),
    code_challenge_method: oneOf(CHALLENGE_METHODS),
  },
);

export function viewAccount(world: World, account: AccountSeed): AccountView {
  const { email, name = email } = account;
  return { email, name, printers: printersOf(account, world).map((printer) => printer.email) };
}

/**
 * Hands out a code of version 2 as the consent page would.
 *
 * @throws Refusal when the app, the redirect URI, the account, the printer or the challenge does not stand
 */
export function giveCode(host: Host, clientId: string, request: CodeRequest): IssuedCode {
  const { account, printer, state, code_challenge: value = '', code_challenge_method: method = '' } = request;
  const [registered = DEFAULT_REDIRECT_URI] = host.apps.redirectUrisOf(clientId);
  const { redirect_uri: redirectUri = registered } = request;
  const challenge = readChallenge(host, value, method);
  const { code, redirectTo } = consent.issueCode(host, {
    clientId,
    redirectUri,
    ...(account === undefined ? {} : { account }),
    ...(printer === undefined ? {} : { printer }),
    ...(state === undefined ? {} : { state }),
    ...(challenge === undefined ? {} : { challenge }),
  });
  return { code, redirect_to: redirectTo, state: state ?? null };
}

/** Expires or revokes the tokens of both versions, of one printer or of all. */
export function endTokens(
  world: World,
  how: 'expire' | 'revoke',
  printer: Printer | undefined,
): AffectedTokens {
  const [one, two] = [world.tokens[how](printer), world.authorizations[how](printer)];
  return {
    accessTokens: one.accessTokens + two.accessTokens,
    refreshTokens: one.refreshTokens + two.refreshTokens,
  };
}

/** @throws RangeError */
export function issueCode(host: Host, clientId: string, request: CodeRequest): IssuedCode {
  try {
    return giveCode(host, clientId, check(CODE_REQUEST, request));
  } catch (error) {
    if (error instanceof Refusal) throw new RangeError(error.message, { cause: error });
    throw error;
  }
}
