import { requirePeer } from './entrants.js';
import type { Call } from './calls.js';
import type { Running } from './processes.js';

/** The figures of a server under load. */
export interface Loaded {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Microseconds of processor time. */
  readonly cpuPerCallUs: number;
  readonly calls: number;
}

interface Client {
  setRequests(requests: object[]): void;
}

interface Outcome {
  readonly errors: number;
  readonly timeouts: number;
}

/** A run of autocannon, as far as it is used here. */
interface Cannon extends Promise<Outcome> {
  on(event: 'response', listener: (client: object, status: number, bytes: number, ms: number) => void): void;
  stop(): void;
}

export const CONNECTIONS = 10;
/** A call that takes longer counts as lost. */
const TIMEOUT_S = 20;
/** The interval at which autocannon checks if it has ended. */
const LOOK_EVERY_MS = 100;

/** A duration, or a number of calls. */
export type Extent = { readonly forMs: number } | { readonly amount: number };

/** The same call again and again on ten connections. */
export function repeat(server: Running, call: Call, extent: Extent): Promise<Loaded> {
  return load(server, { requests: [request(call)] }, extent);
}

/** Each of the calls once, shared out among ten connections. */
export function each(server: Running, calls: readonly Call[]): Promise<Loaded> {
  let connection = 0;
  const setupClient = (client: Client) => {
    const mine = calls.filter((_, index) => index % CONNECTIONS === connection);
    connection += 1;
    client.setRequests(mine.map(request));
  };
  return load(server, { setupClient }, { amount: calls.length });
}

/**
 * Calls of which each connection makes the next one of the answer to its last one, as with tokens that are replaced.
 *
 * @param first what the first call of each connection is made of
 * @param read returns from an answer what the next call is made of
 */
export function inChains(
  server: Running,
  first: readonly string[],
  call: (from: string) => Call,
  read: (answer: string) => string,
  extent: Extent,
): Promise<Loaded> {
  let connection = 0;
  const setupClient = (client: Client) => {
    let from = first[connection] ?? '';
    connection += 1;
    const onResponse = (_status: number, body: string) => {
      from = read(body);
    };
    const next = { ...request(call(from)), onResponse };
    client.setRequests([{ ...next, setupRequest: () => ({ ...next, ...request(call(from)) }) }]);
  };
  return load(server, { setupClient }, extent);
}

/** Two calls in turn, the second one with the token that the first was answered with last. */
export function inTurn(
  server: Running,
  token: Call,
  then: (token: string) => Call,
  amount: number,
): Promise<Loaded> {
  let newest = '';
  const first = {
    ...request(token),
    onResponse: (_status: number, body: string) => {
      newest = (JSON.parse(body) as { access_token: string }).access_token;
    },
  };
  const second = { setupRequest: () => request(then(newest)) };
  return load(server, { requests: [first, second] }, { amount });
}

const request = ({ method, path, headers, body }: Call) => ({
  method,
  path,
  headers,
  ...(body === undefined ? {} : { body }),
});

async function load(server: Running, options: object, extent: Extent): Promise<Loaded> {
  const autocannon = requirePeer('autocannon') as (options: object) => Cannon;
  const tookMs: number[] = [];
  let failed = 0;
  const [startedMs, startedCpuS] = [performance.now(), server.cpuS()];
  let [endedMs, usedS] = [startedMs, 0];
  const cannon = autocannon({
    url: server.url,
    connections: CONNECTIONS,
    timeout: TIMEOUT_S,
    sampleInt: LOOK_EVERY_MS,
    ...('amount' in extent ? { amount: extent.amount } : { duration: 3600 }),
    ...options,
  });
  const end = () => {
    if (usedS > 0) return;
    [endedMs, usedS] = [performance.now(), server.cpuS() - startedCpuS];
    cannon.stop();
  };
  cannon.on('response', (_client, status, _bytes, ms) => {
    if (usedS > 0) return;
    tookMs.push(ms);
    if (status < 200 || status > 299) failed += 1;
    // Autocannon itself ends at its next look; what it waits for is not the server's.
    if ('amount' in extent && tookMs.length === extent.amount) end();
  });
  const timer = 'forMs' in extent ? setTimeout(end, extent.forMs) : undefined;
  const { errors, timeouts } = await cannon;
  clearTimeout(timer);
  end();
  const [calls, lost] = [tookMs.length, failed + errors + timeouts];
  if (calls === 0 || lost > 0)
    throw new Error(`${lost} of ${Math.max(calls, lost)} calls were not answered with a success`);
  return {
    perSecond: (calls / (endedMs - startedMs)) * 1000,
    p99Ms: tookMs.toSorted((a, b) => a - b)[Math.floor(calls * 0.99)] ?? Number.NaN,
    cpuPerCallUs: (usedS / calls) * 1e6,
    calls,
  };
}
