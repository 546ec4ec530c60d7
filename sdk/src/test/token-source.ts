import { createTokenSource } from '../auth/token-source.js';
import { memoryTokenStore, type TokenStore } from '../auth/token-store.js';
import type { Limits } from '../http/limits.js';
import { fakeClock } from './fake-clock.js';
import { transportOn } from './transport.js';
import { baseUrl, clientId, clientSecret, fakeHost, printerEmail } from './fake-host.js';

export const HOUR_MS = 3_600_000;

/** A token source on a fake host, with a clock that stands still. */
export function tokenSourceOnFakeHost(store: TokenStore = memoryTokenStore(), retries = 0) {
  const clock = fakeClock();
  const host = fakeHost();
  const transport = transportOn(host.fetch, { clock, retries });
  const credentials = { baseUrl, clientId, clientSecret, printerEmail };
  const another = () => createTokenSource(transport, credentials, store);
  const source = another();
  return {
    clock,
    host,
    store,
    source,
    /** The access token for the next request. */
    usable: async (limits: Limits = {}) => (await source.usable(limits)).access_token,
    /** The grants that the host was asked for, in order. */
    grants: () => host.seen.map(({ text }) => new URLSearchParams(text).get('grant_type')),
    /** A second client with the same store. */
    another,
  };
}
