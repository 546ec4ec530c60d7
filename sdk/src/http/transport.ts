import type { Clock } from './clock.js';
import type { Hooks } from './hooks.js';
import type { Call } from './limits.js';

/** `fetch` as far as this package uses it: always called with a URL as a string. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What every request needs, whatever it is about. */
export interface Transport {
  readonly fetch: Fetch;
  /** Whether requests go through Node's own `fetch` now, which may be replaced at any time. */
  readonly usesNodeFetch: () => boolean;
  /** Whether `fetch` sends a stream under a length that it is told. Undefined: only Node's own does. */
  readonly fetchStreams?: boolean | undefined;
  readonly clock: Clock;
  /** For one try, when the call sets none; undefined when the client sets none either. */
  readonly timeoutMs: number | undefined;
  /** For one call, when the call sets none. */
  readonly retries: number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Whose calls the host counts together: host and client ID. */
  readonly client: string;
  /** How many of them it takes. */
  readonly callsPerMinute: number;
  readonly hooks?: Hooks | undefined;
}

export interface WireRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: Exclude<RequestInit['body'], undefined>;
  /** What to say when the connection breaks. */
  readonly ifBroken?: string;
  /** For one try, when nobody sets any. */
  readonly defaultTimeoutMs?: number;
}

/** A whole answer: headers and body have arrived. */
export interface Answer {
  readonly call: Call;
  readonly clock: Clock;
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly text: string;
}
