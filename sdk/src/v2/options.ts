import type { TokenStore } from '../auth/token-store.js';
import { checkOptions, checkValues, unusable, word, type OptionTable } from '../http/check.js';
import { objectionTo, unsafeUrl } from '../http/origin.js';
import { commonTable, configure, type Configured, type EpsonConnectOptions } from '../options.js';
import { api } from './api.js';
import type { AppCredentials } from './grants.js';

type Common = Omit<
  EpsonConnectOptions,
  'clientId' | 'clientSecret' | 'printerEmail' | 'baseUrl' | 'tokenStore' | 'callsPerMinute'
>;

/**
 * Options of a client of version 2. Options that are left out, or undefined, come from the environment, if there is one;
 * empty ones and `null` are rejected.
 */
export interface EpsonConnectV2Options extends Common {
  /** 32 characters, from the developer site. Environment: `EPSON_CONNECT_API_CLIENT_ID`. */
  clientId?: string | undefined;
  /** 86 characters, from the developer site. Environment: `EPSON_CONNECT_API_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /** 40 characters, from the developer site. Environment: `EPSON_CONNECT_API_KEY`. */
  apiKey?: string | undefined;
  /**
   * The redirect URI of the app, exactly as it is registered. Only `authorizationUrl` and `authorize` need it. Environment:
   * `EPSON_CONNECT_API_REDIRECT_URI`.
   */
  redirectUri?: string | undefined;
  /**
   * The host, with or without a path before `/api/`. Environment: `EPSON_CONNECT_API_BASE_URL`. Default:
   * `https://api.epsonconnect.com`. Any host but Epson's own is taken for the host of the authorization, too.
   */
  baseUrl?: string | undefined;
  /**
   * Your name for the printer that a person connects: each has tokens of its own in the store. Default: `default`.
   */
  connection?: string | undefined;
  /**
   * Stores the tokens of the connection. Default: in memory, for this client alone, so that a person has to authorize again
   * after each start. One that cannot be written ends a call before a refresh token is sent.
   */
  tokenStore?: TokenStore | undefined;
  /**
   * Number of calls per minute that the host accepts from the client ID. All clients of that ID in the process share it;
   * further calls wait for their turn. Default: `Infinity`, because no limit is documented.
   */
  callsPerMinute?: number | undefined;
}

/** The checked options, with their defaults. */
export interface ConfigurationV2 extends Omit<Configured<never>, 'named'> {
  readonly credentials: AppCredentials;
  readonly apiKey: string;
  readonly redirectUri: string | undefined;
}

const table: OptionTable<EpsonConnectV2Options> = {
  clientId: [],
  clientSecret: [],
  apiKey: [],
  redirectUri: [],
  ...commonTable,
  connection: [],
};

const names = ['clientId', 'clientSecret', 'apiKey', 'redirectUri', 'baseUrl'] as const;

/** Epson's own hosts of the API, which have one host for the authorization. */
const EPSON = /^https:\/\/(dummy-)?api\.epsonconnect\.com$/;

/** Checks the options and adds their defaults. No I/O. */
export function configurationOfV2(given: EpsonConnectV2Options): ConfigurationV2 {
  const options = Object(given) as EpsonConnectV2Options;
  if ('printerEmail' in options && options.printerEmail !== undefined)
    unusable(
      'printerEmail is an option of version 1: in version 2 a person chooses the printer, see authorizationUrl()',
    );
  checkOptions(options, table);
  const { connection = 'default' } = options;
  checkValues('', { connection }, { connection: word });
  const { named, ...configuration } = configure(options, api, names, ['redirectUri'], Infinity);
  const { clientId, clientSecret, apiKey, redirectUri, baseUrl } = named;
  // Otherwise fetch would refuse it, and show it.
  if (!/^[!-~]+$/.test(apiKey))
    unusable('apiKey has blanks, line breaks or other signs that no key has: copy it again');
  const authUrl = EPSON.test(baseUrl) ? 'https://auth.epsonconnect.com' : baseUrl;
  const objection = redirectUri && objectionTo(redirectUri, [...configuration.allowInsecureHosts]);
  if (objection) throw unsafeUrl('redirectUri', objection, { code: 'invalid_configuration' });
  return {
    ...configuration,
    credentials: { baseUrl, authUrl, clientId, clientSecret, connection },
    apiKey,
    redirectUri,
  };
}
