import type { Api, Operation } from './api.js';
import type { CallLimit } from './call-limit.js';
import type { Clock } from './clock.js';
import type { Hooks } from './hooks.js';
import type { Call } from './limits.js';

/** `fetch` as far as this package uses it: always called with a URL as a string. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The network of a client, and what all its requests share. */
export interface Transport {
  /** The version of the API that is spoken. */
  readonly api: Api;
  readonly fetch: Fetch;
  /** Returns whether requests go through Node's own `fetch` now, which may be replaced at any time. */
  readonly usesNodeFetch: () => boolean;
  /** True if `fetch` sends a stream under a given length. Undefined: only Node's own does. */
  readonly fetchStreams?: boolean | undefined;
  readonly clock: Clock;
  /** Limit of one try, unless the call sets one; undefined when the client sets none either. */
  readonly timeoutMs: number | undefined;
  /** Repeats of a request, unless the call sets them. */
  readonly retries: number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Host and client ID: the host counts their calls together. */
  readonly client: string;
  /** The number of calls that the host accepts per minute. */
  readonly callsPerMinute: number;
  /** Counts the calls of all processes, in the place of this one's pace. */
  readonly callLimit?: CallLimit | undefined;
  readonly hooks?: Hooks | undefined;
}

export interface WireRequest {
  readonly operation: Operation;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Exclude<RequestInit['body'], undefined>;
  /** Advice for a broken connection. */
  readonly ifBroken?: string;
  /** Limit of one try, unless call or client set one. */
  readonly defaultTimeoutMs?: number;
}

/** A whole answer: headers and body have arrived. */
export interface Answer {
  readonly api: Api;
  readonly call: Call;
  readonly clock: Clock;
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly text: string;
}
