import type { AppSeed } from '../epson/domain/apps.js';
import { DEFAULT_REDIRECT_URI } from '../epson/domain/default-credentials.js';

/** The values that a program needs to print on the mock by version 1, under the names of the SDK's options. */
export interface MockCredentials {
  /** The client ID, which is the user name of Basic authentication. */
  readonly clientId: string;
  /** The client secret, which is the password of Basic authentication. */
  readonly clientSecret: string;
  /** The address of the first printer, which is the `username` of the token request. */
  readonly printerEmail: string;
}

/** The values that a program needs to print on the mock by version 2, under the names of the SDK's options. */
export interface MockCredentialsV2 {
  /** The client ID, which is the user name of Basic authentication. */
  readonly clientId: string;
  /** The client secret, which is the password of Basic authentication. It is sent as it is, not form-encoded. */
  readonly clientSecret: string;
  /** The value of the header `x-api-key`. */
  readonly apiKey: string;
  /** The redirect URI of the app, to which a person is sent back with a code. */
  readonly redirectUri: string;
}

/** Returns the credentials of an app. @param redirectUris those of apps that bring none */
export function credentialsOf(app: AppSeed, redirectUris: readonly string[]): MockCredentialsV2 {
  const { clientId, clientSecret, apiKey } = app;
  const [redirectUri = DEFAULT_REDIRECT_URI] = app.redirectUris ?? redirectUris;
  return { clientId, clientSecret, apiKey, redirectUri };
}
