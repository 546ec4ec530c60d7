import { memoryTokenStore, type TokenStore } from './auth/token.js';
import type { Credentials } from './auth/grants.js';
import {
  callback,
  checkMs,
  checkOptions,
  checkRetries,
  checkTimeoutMs,
  shown,
  unusable,
  type OptionTable,
} from './http/check.js';
import { systemClock, type Clock } from './http/clock.js';
import type { Exchange, Logger } from './http/hooks.js';
import { objectionTo, unsafeUrl } from './http/origin.js';
import { isNodeFetch, type Fetch, type Transport } from './http/send.js';

/**
 * What a client is made of. What is left out, or undefined, comes from the environment, if there is one; what is empty
 * or `null` is refused.
 */
export interface EpsonConnectOptions {
  /** 32 characters, from the licence. Environment: `EPSON_CONNECT_API_CLIENT_ID`. */
  clientId?: string | undefined;
  /** 64 characters, from the licence. Environment: `EPSON_CONNECT_API_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /** The printer's own address in Epson Connect. Environment: `EPSON_CONNECT_API_PRINTER_EMAIL`. */
  printerEmail?: string | undefined;
  /**
   * The host, with or without a path before `/api/`. Environment: `EPSON_CONNECT_API_BASE_URL`.
   * Default: `https://api.epsonconnect.com`.
   */
  baseUrl?: string | undefined;
  /** Sends the requests. Default: the runtime's `fetch`, looked up at each call. */
  fetch?: Fetch | undefined;
  /**
   * Says that `fetch` sends a ReadableStream as it is read, under the `Content-Length` that it is given: undici's does, and
   * so does a wrapper around Node's own. Without this, what is uploaded is first read into memory, for many a `fetch`
   * makes text of a stream that it does not know. Default: true for Node's own `fetch`, false for any other.
   */
  fetchStreams?: boolean | undefined;
  /**
   * Milliseconds for one try of one request; at most 300,000 with Node's own `fetch`. Default: 30 s, and for an upload one
   * second more for every 64 kB.
   */
  timeoutMs?: number | undefined;
  /**
   * Hosts other than this machine that plain http is allowed to: `mock` or `mock:8380`. Environment, separated by commas:
   * `EPSON_CONNECT_API_ALLOW_INSECURE_HOSTS`.
   */
  allowInsecureHosts?: readonly string[] | undefined;
  /** Keeps the tokens. Default: in memory, for this client alone. */
  tokenStore?: TokenStore | undefined;
  /**
   * How often a request that failed is repeated at most, where a repeat can do no harm. 0 turns repeats off. Default: 3.
   */
  retries?: number | undefined;
  /**
   * How many calls a minute the host takes of the client ID. All clients of that ID in the process share it, and a call
   * that would be too many waits for its turn; `Infinity` turns that off. Default: 100. Evidence: specification.
   */
  callsPerMinute?: number | undefined;
  /** Told what is sent, repeated and refused, without any secret. */
  logger?: Logger | undefined;
  /** Told of each try of each request, token requests and uploads too, without any secret. */
  onExchange?: ((exchange: Exchange) => unknown) | undefined;
  /** For tests. Default: the runtime's clock. */
  clock?: Clock | undefined;
  /** For tests: a number from 0 to 1, which spreads repeats in time. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

/** The options with everything in its place. */
export interface Configuration {
  readonly credentials: Credentials;
  readonly transport: Transport;
  readonly tokenStore: TokenStore;
  readonly allowInsecureHosts: readonly string[];
}

const DEFAULT_BASE_URL = 'https://api.epsonconnect.com';

const table: OptionTable<EpsonConnectOptions> = {
  clientId: [],
  clientSecret: [],
  printerEmail: [],
  baseUrl: [],
  fetch: callback,
  fetchStreams: [],
  timeoutMs: [],
  allowInsecureHosts: ['a list of hosts', 'some'],
  tokenStore: ['an object with read and replace', 'read', 'replace'],
  retries: [],
  callsPerMinute: [],
  logger: ['a function or an object'],
  onExchange: callback,
  clock: ['a Clock', 'schedule'],
  random: callback,
};

const names = ['clientId', 'clientSecret', 'printerEmail', 'baseUrl'] as const;

/** Checks the options and fills them up. The one place that reads the environment. No I/O. */
export function configurationOf(given: EpsonConnectOptions): Configuration {
  const options = Object(given) as EpsonConnectOptions;
  checkOptions(options, table);
  const {
    timeoutMs,
    fetchStreams,
    retries = 3,
    callsPerMinute = 100,
    logger,
    onExchange,
    allowInsecureHosts = listIn('EPSON_CONNECT_API_ALLOW_INSECURE_HOSTS'),
    tokenStore = memoryTokenStore(),
    clock = systemClock,
    random = Math.random,
  } = options;
  const problems: string[] = [];
  const credentials = { baseUrl: DEFAULT_BASE_URL } as Record<(typeof names)[number], string>;
  for (const name of names) {
    // clientId: EPSON_CONNECT_API_CLIENT_ID
    const variable = `EPSON_CONNECT_API_${name.replace(/[A-Z]/, '_$&').toUpperCase()}`;
    // What was meant for one printer never goes to another: only what is left out comes from elsewhere.
    const isGiven = options[name] !== undefined;
    const value: unknown = isGiven ? options[name] : environment(variable) || credentials[name];
    // The value is never shown: one of them is the secret, and people mix them up.
    if (typeof value !== 'string' || !value.trim())
      problems.push(
        `${name} is ${isGiven ? 'empty or no text: pass a string or leave it to' : 'missing: pass a string or set'} ${variable}`,
      );
    credentials[name] = value as string;
  }
  if (fetchStreams !== undefined && typeof fetchStreams !== 'boolean')
    unusable(`fetchStreams must be true or false, not ${shown(fetchStreams)}`);
  // Looked up at each call, so that one that replaces the global one later (for a proxy, a test) is used.
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const usesNodeFetch = () => isNodeFetch(options.fetch ?? globalThis.fetch);
  checkMs({ timeoutMs });
  checkTimeoutMs(timeoutMs, usesNodeFetch);
  checkRetries(retries);
  if (typeof callsPerMinute !== 'number' || !(callsPerMinute >= 1))
    unusable(`callsPerMinute has to be 1 or more, not ${shown(callsPerMinute)}`);
  const objection = objectionTo(credentials.baseUrl, allowInsecureHosts);
  if (problems.length > 0) unusable(problems.join('; '));
  if (objection) throw unsafeUrl('baseUrl', objection, { code: 'invalid_configuration' });
  const baseUrl = withoutSlash(new URL(credentials.baseUrl));
  const client = `${baseUrl} ${credentials.clientId}`;
  const hooks = logger || onExchange ? { logger, onExchange } : undefined;
  return {
    credentials: { ...credentials, baseUrl },
    transport: {
      fetch,
      usesNodeFetch,
      fetchStreams,
      clock,
      timeoutMs,
      retries,
      random,
      client,
      callsPerMinute,
      hooks,
    },
    tokenStore,
    allowInsecureHosts,
  };
}

/** As fetch will write it, so that what goes elsewhere can be told. Every path begins with a slash. */
function withoutSlash({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/+$/, '');
}

/** Returns the values of a variable, which are separated by commas. */
function listIn(variable: string): string[] {
  const values = environment(variable)?.split(',') ?? [];
  return values.map((value) => value.trim()).filter(Boolean);
}

/** Browsers and some edge runtimes have no `process`, and Deno refuses who may not look: that is nothing found. */
function environment(variable: string): string | undefined {
  try {
    return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[
      variable
    ]?.trim();
  } catch {
    return undefined;
  }
}
