import { AuthenticationError, messageOf, settingError } from '../errors/index.js';
import { checkValues, unusable } from '../http/check.js';
import type { Limits } from '../http/limits.js';
import type { ConfigurationV2 } from './options.js';
import type { DeviceTokens } from './grants.js';

/** Result of `authorizationUrl`: where to send a person, and what to keep until they come back. */
export interface AuthorizationRequest {
  /** The URL for the browser of the person who owns the printer. */
  readonly url: string;
  /** A random text that comes back with the answer. */
  readonly state: string;
  /** The secret of PKCE. Keep it with `state`, in a cookie or a row: the answer may reach another machine. */
  readonly codeVerifier: string;
}

/** Returns random bytes as base64url: 43 characters for 32 bytes. */
const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

function redirectUriOf({ redirectUri }: Pick<ConfigurationV2, 'redirectUri'>): string {
  return redirectUri ?? unusable('redirectUri is missing: pass it or set EPSON_CONNECT_API_REDIRECT_URI');
}

/** Makes the URL of the consent page, with PKCE. Sends nothing. */
export async function authorizationRequest(configuration: ConfigurationV2): Promise<AuthorizationRequest> {
  const { authUrl, clientId } = configuration.credentials;
  const state = randomText();
  const codeVerifier = randomText();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUriOf(configuration),
    scope: 'device',
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  return { url: `${authUrl}/auth/authorize?${query.toString()}`, state, codeVerifier };
}

const VERIFIER = /^[\w.~-]{43,128}$/;

/** Advice by the word of the redirect. Evidence: specification; RFC 6749 for all but the first. */
const advice: Readonly<Record<string, string | undefined>> = {
  not_registered:
    'The Epson account that signed in has no printer: let the person register it there, or sign in with another account.',
  access_denied: 'The person refused. Nothing is connected.',
};

/** Checks what a person's browser brought back, exchanges the code for tokens, and stores them. */
export async function authorize(
  tokens: DeviceTokens,
  limits: Limits,
  configuration: ConfigurationV2,
  callbackUrl: string | URL,
  given: Pick<AuthorizationRequest, 'state' | 'codeVerifier'>,
): Promise<void> {
  const redirectUri = redirectUriOf(configuration);
  const { state, codeVerifier } = Object(given) as Partial<AuthorizationRequest>;
  checkValues('', { state }, { state: [/^".{8,}"$/, 'the state of authorizationUrl()'] }, true);
  // A secret, which no message shows.
  if (typeof codeVerifier !== 'string' || !VERIFIER.test(codeVerifier))
    throw settingError('codeVerifier', 'must be the codeVerifier of authorizationUrl(), whole');
  const { searchParams } = urlOfCallback(callbackUrl, redirectUri);
  if (searchParams.get('state') !== state)
    throw refused(
      'state_mismatch',
      'the state in the callback is not the one that was given',
      'Somebody may have sent the person to your callback. Start again with authorizationUrl().',
    );
  const said = searchParams.get('error');
  if (said !== null) {
    // A word, not prose: anything else is not Epson's.
    const code = /^\w{1,64}$/.test(said) ? said : 'authorization_refused';
    throw refused(code, `Epson answered ${code}`, Object.hasOwn(advice, code) ? advice[code] : undefined);
  }
  const code = searchParams.get('code');
  if (!code) throw refused('no_code', 'the callback has no code', 'Pass the whole address, with its query.');
  await tokens.exchange(limits, { code, redirect_uri: redirectUri, code_verifier: codeVerifier });
}

/** Returns the address that the browser came back to; a server may know only its path and query. */
function urlOfCallback(callbackUrl: string | URL, redirectUri: string): URL {
  try {
    return new URL(callbackUrl, redirectUri);
  } catch {
    return unusable(
      'callbackUrl must be the address that the browser came back to, with its query',
      'invalid_callback',
    );
  }
}

function refused(code: string, problem: string, advice: string | undefined): AuthenticationError {
  const details = { step: 'authorize', problem, advice } as const;
  return new AuthenticationError(messageOf(details), { ...details, code });
}
