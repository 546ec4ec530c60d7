import { memoryTokenStore, type TokenStore } from './auth/token-store.js';
import type { Credentials } from './auth/grants.js';
import type { Api } from './http/api.js';
import {
  callback,
  checkMs,
  checkOptions,
  checkRetries,
  checkTimeoutMs,
  mustBe,
  unusable,
  type OptionTable,
} from './http/check.js';
import type { CallLimit } from './http/call-limit.js';
import { systemClock, type Clock } from './http/clock.js';
import type { Exchange, Logger } from './http/hooks.js';
import { objectionTo, unsafeUrl } from './http/origin.js';
import type { Fetch, Transport } from './http/transport.js';
import { api } from './v1/api.js';

/**
 * Options of a client. Options that are left out, or undefined, come from the environment, if there is one; empty ones and
 * `null` are rejected.
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
   * Declares that `fetch` sends a ReadableStream as it is read, under the given `Content-Length`: undici's does, and so does a
   * wrapper around Node's own. Otherwise uploads are read into memory first, because some `fetch` turn an unknown stream
   * into text. Default: true for Node's own `fetch`, false for any other.
   */
  fetchStreams?: boolean | undefined;
  /**
   * Milliseconds for one try of one request; at most 300,000 with Node's own `fetch`. Default: 30 s, and for an upload one
   * more second for every 64 kB.
   */
  timeoutMs?: number | undefined;
  /**
   * Hosts other than this machine that plain http is allowed to: `mock` or `mock:8380`. Environment, separated by commas:
   * `EPSON_CONNECT_API_ALLOW_INSECURE_HOSTS`.
   */
  allowInsecureHosts?: readonly string[] | undefined;
  /** Stores the tokens. Default: in memory, for this client alone. */
  tokenStore?: TokenStore | undefined;
  /**
   * Maximal number of repeats of a failed request, where a repeat does no harm. 0 turns repeats off. Default: 3.
   */
  retries?: number | undefined;
  /**
   * Number of calls per minute that the host accepts from the client ID. All clients of that ID in the process share it;
   * further calls wait for their turn. `Infinity` turns that off. Default: 100. Evidence: specification.
   */
  callsPerMinute?: number | undefined;
  /**
   * Counts the calls of all processes that share the client ID. It is asked before each call, unless `callsPerMinute` is
   * `Infinity`. Default: none, each process counts its own calls.
   */
  callLimit?: CallLimit | undefined;
  /** Logs requests, repeats and refusals, without any secret. */
  logger?: Logger | undefined;
  /** Called after each try of each request, token requests and uploads too, without any secret. */
  onExchange?: ((exchange: Exchange) => unknown) | undefined;
  /** The time, for tests. Default: the runtime's clock. */
  clock?: Clock | undefined;
  /** For tests: returns a number from 0 to 1, which spreads repeats in time. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

/** The checked options, with their defaults. */
export interface Configuration {
  readonly credentials: Credentials;
  readonly transport: Transport;
  readonly tokenStore: TokenStore;
  readonly allowInsecureHosts: readonly string[];
}

const DEFAULT_BASE_URL = 'https://api.epsonconnect.com';

/** The options of both versions. */
export const commonTable: OptionTable<
  Omit<EpsonConnectOptions, 'clientId' | 'clientSecret' | 'printerEmail'>
> = {
  baseUrl: [],
  fetch: callback,
  fetchStreams: [],
  timeoutMs: [],
  allowInsecureHosts: ['a list of hosts', 'some'],
  tokenStore: ['a TokenStore', 'read', 'replace'],
  retries: [],
  callsPerMinute: [],
  callLimit: ['a CallLimit', 'take'],
  logger: ['a function or an object'],
  onExchange: callback,
  clock: ['a Clock', 'schedule'],
  random: callback,
};

const table: OptionTable<EpsonConnectOptions> = {
  // In this order a message lists them.
  clientId: [],
  clientSecret: [],
  printerEmail: [],
  ...commonTable,
};

const names = ['clientId', 'clientSecret', 'printerEmail', 'baseUrl'] as const;

/** Checks the options of a client of version 1 and adds their defaults. No I/O. */
export function configurationOf(given: EpsonConnectOptions): Configuration {
  const options = Object(given) as EpsonConnectOptions;
  checkOptions(options, table);
  const { named, ...configuration } = configure(options, api, names, [], 100);
  return { ...configuration, credentials: named };
}

/** The checked options of any version. */
export interface Configured<Name extends string> extends Omit<Configuration, 'credentials'> {
  /** The options that are strings. */
  readonly named: Readonly<Record<Name, string>>;
}

/**
 * Checks the values of the options, and adds their defaults. The only place that reads the environment.
 *
 * @param names options that are strings, which come from the environment where they are left out
 * @param optional those of them that may be missing; they are empty then
 * @param hostLimit the number of calls per minute that the host of this version accepts
 */
export function configure<Name extends string>(
  options: Omit<EpsonConnectOptions, 'printerEmail'> & Partial<Record<Name, string | undefined>>,
  api: Api,
  names: readonly (Name | 'clientId' | 'baseUrl')[],
  optional: readonly string[],
  hostLimit: number,
): Configured<Name | 'clientId' | 'baseUrl'> {
  const {
    timeoutMs,
    fetchStreams,
    retries = 3,
    callsPerMinute = hostLimit,
    callLimit,
    logger,
    onExchange,
    allowInsecureHosts = listIn('EPSON_CONNECT_API_ALLOW_INSECURE_HOSTS'),
    tokenStore = memoryTokenStore(),
    clock = systemClock,
    random = Math.random,
  } = options;
  const problems: string[] = [];
  const named = { baseUrl: DEFAULT_BASE_URL } as Record<Name | 'clientId' | 'baseUrl', string>;
  for (const name of names) {
    // clientId: EPSON_CONNECT_API_CLIENT_ID; apiKey: EPSON_CONNECT_API_KEY
    const variable = `EPSON_CONNECT_API_${name
      .replace(/^api/, '')
      .replace(/\B[A-Z]/, '_$&')
      .toUpperCase()}`;
    // A job for one printer never goes to another: only an option that is left out comes from the environment.
    const isGiven = options[name] !== undefined;
    const value: unknown = isGiven ? options[name] : environment(variable) || named[name];
    if (value === undefined && optional.includes(name)) continue;
    // The value is never shown: one of them is the secret, and people mix them up.
    if (typeof value !== 'string' || !value.trim())
      problems.push(
        `${name} ${isGiven ? 'must be a non-empty string' : 'is missing'}: pass it or set ${variable}`,
      );
    named[name] = value as string;
  }
  if (fetchStreams !== undefined && typeof fetchStreams !== 'boolean')
    mustBe('fetchStreams', 'true or false', fetchStreams);
  // Looked up at each call, so that one that replaces the global one later (for a proxy, a test) is used.
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const usesNodeFetch = () => isNodeFetch(options.fetch ?? globalThis.fetch);
  checkMs({ timeoutMs });
  checkTimeoutMs(timeoutMs, usesNodeFetch);
  checkRetries(retries);
  if (typeof callsPerMinute !== 'number' || !(callsPerMinute >= 1))
    mustBe('callsPerMinute', '1 or more', callsPerMinute);
  const objection = objectionTo(named.baseUrl, allowInsecureHosts);
  if (problems.length > 0) unusable(problems.join('; '));
  if (objection) throw unsafeUrl('baseUrl', objection, { code: 'invalid_configuration' });
  const baseUrl = withoutSlash(new URL(named.baseUrl));
  const client = `${baseUrl} ${named.clientId}`;
  const hooks = logger || onExchange ? { logger, onExchange } : undefined;
  return {
    named: { ...named, baseUrl },
    transport: {
      api,
      fetch,
      usesNodeFetch,
      fetchStreams,
      clock,
      timeoutMs,
      retries,
      random,
      client,
      callsPerMinute,
      callLimit,
      hooks,
    },
    tokenStore,
    allowInsecureHosts,
  };
}

/** Returns the URL as fetch writes it, to compare others with it. Every path begins with a slash. */
function withoutSlash({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/+$/, '');
}

/** Returns the values of a variable, which are separated by commas. */
function listIn(variable: string): string[] {
  const values = environment(variable)?.split(',') ?? [];
  return values.map((value) => value.trim()).filter(Boolean);
}

/** Returns a variable; undefined also where there is no `process`, and where Deno denies access. */
function environment(variable: string): string | undefined {
  try {
    return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[
      variable
    ]?.trim();
  } catch {
    return undefined;
  }
}

/**
 * Returns whether a `fetch` is Node's own, which sends a stream under a given length and gives up after 300 s. Its source
 * decides, because `globalThis.fetch` may have been replaced before this package was loaded; a wrapper counts as another.
 */
const isNodeFetch = (fetch: unknown): boolean =>
  typeof fetch === 'function' && Function.prototype.toString.call(fetch).includes('internal/deps/undici');
