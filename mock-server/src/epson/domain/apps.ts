import * as v from 'valibot';
import { check, members, textLike } from '../../text/check.js';
import { CLIENT_ID, CLIENT_SECRET } from './clients.js';
import { REDIRECT_URI } from './redirect-uri.js';

/** An app that may ask for authorization: what the developer site hands out, and where it sends people back to. */
export interface AppSeed {
  /** The client ID: 32 lowercase hexadecimal digits, as the host issues them. */
  readonly clientId: string;
  /** The client secret: 86 characters of base64url. */
  readonly clientSecret: string;
  /** The value of the header `x-api-key`: 40 letters and digits. */
  readonly apiKey: string;
  /**
   * The redirect URIs, each matched exactly. Default: `http://127.0.0.1:8381/callback`, and every other one on `127.0.0.1` and
   * `[::1]`.
   */
  readonly redirectUris?: readonly string[];
}

/** The app of a mock that was given none. */
export const DEFAULT_APP = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: 'mock-secret_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789',
  apiKey: '0123456789abcdefghij0123456789abcdefghij',
} satisfies AppSeed;

const API_KEY = textLike(/^[\x21-\x7e]+$/, 'must be a non-empty string of printable ASCII without blanks');

/** An app, as `startMockHost` takes it. */
export const APP = members(
  'member of an app',
  { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, apiKey: API_KEY },
  { redirectUris: v.array(REDIRECT_URI) },
  'must be an object: { "clientId": ..., "clientSecret": ..., "apiKey": ... }',
);

/** Returns the app as it was given. @throws InvalidValue */
export const checkApp = (app: AppSeed): AppSeed => check(APP, app);
