import type { Session } from '../auth/bearer.js';
import { unusable } from '../http/limits.js';
import { loaded } from '../http/loaded.js';
import { exchange } from './exchange.js';
import type { ApiClient } from './plain-client.js';
import { pathWith } from './route.js';

type Methods = keyof ApiClient;
/** Any of its methods, for all that matters here. */
type Run = (...args: unknown[]) => unknown;

const methods: readonly Methods[] = [
  'request',
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'PATCH',
  'TRACE',
  'use',
  'eject',
];

/**
 * The plain client, whose code is loaded when it is first used. What is asked of it is done in the order in which it
 * was asked, so that a middleware is there for the calls after it.
 */
export function createLateClient(session: Session): ApiClient {
  let coming: Promise<Record<Methods, Run>> | undefined;
  const load = async () => {
    const { createPlainClient } = await loaded({ limits: {}, about: {} }, import('./plain-client.js'));
    return createPlainClient(session, { exchange, pathWith, unusable }) as never;
  };
  const late = methods.map((name) => [
    name,
    (...args: unknown[]) => (coming ??= load()).then((client) => client[name](...args)),
  ]);
  return Object.fromEntries(late) as ApiClient;
}
