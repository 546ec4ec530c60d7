import { requirePeer } from './entrants.js';
import type { Call } from './calls.js';
import type { Running } from './processes.js';

/** What a server did under load. */
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
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly duration: number;
  readonly latency: { readonly p99: number };
}

export const CONNECTIONS = 10;
/** A call that takes longer counts as lost. */
const TIMEOUT_S = 20;

/** So long, or so many calls. */
export type Extent = { readonly durationS: number } | { readonly amount: number };

/** The same call again and again on ten connections. */
export function repeat(server: Running, call: Call, extent: Extent): Promise<Loaded> {
  return load(server, { requests: [request(call)], ...option(extent) });
}

/** Each of the calls once, shared out among ten connections. */
export function each(server: Running, calls: readonly Call[]): Promise<Loaded> {
  let connection = 0;
  const setupClient = (client: Client) => {
    const mine = calls.filter((_, index) => index % CONNECTIONS === connection);
    connection += 1;
    client.setRequests(mine.map(request));
  };
  return load(server, { amount: calls.length, setupClient });
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
  return load(server, { amount, requests: [first, second] });
}

const option = (extent: Extent) =>
  'amount' in extent ? { amount: extent.amount } : { duration: extent.durationS };

const request = ({ method, path, headers, body }: Call) => ({
  method,
  path,
  headers,
  ...(body === undefined ? {} : { body }),
});

async function load(server: Running, options: object): Promise<Loaded> {
  const autocannon = requirePeer('autocannon') as (options: object) => Promise<Outcome>;
  const [cpuS, startedMs] = [server.cpuS(), performance.now()];
  const outcome = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    timeout: TIMEOUT_S,
    ...options,
  });
  const [usedS, tookS] = [server.cpuS() - cpuS, (performance.now() - startedMs) / 1000];
  const calls = outcome['2xx'];
  const lost = outcome.non2xx + outcome.errors + outcome.timeouts;
  if (calls === 0 || lost > 0)
    throw new Error(`${lost} of ${calls + lost} calls were not answered with a success`);
  return { perSecond: calls / tookS, p99Ms: outcome.latency.p99, cpuPerCallUs: (usedS / calls) * 1e6, calls };
}
