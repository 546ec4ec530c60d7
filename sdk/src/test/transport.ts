import { systemClock, type Clock, type Fetch } from '../index.js';
import { api } from '../v1/api.js';
import type { Transport } from '../http/transport.js';

/** A transport that repeats nothing and waits for no turn, unless it is told to. */
export function transportOn(fetch: Fetch, more: Partial<Transport> & { clock?: Clock } = {}): Transport {
  return {
    api,
    fetch,
    usesNodeFetch: () => false,
    clock: systemClock,
    timeoutMs: undefined,
    retries: 0,
    random: () => 0.5,
    client: 'a client',
    callsPerMinute: Infinity,
    ...more,
  };
}
