import { ConnectionError } from '../errors.js';
import type { Clock } from './clock.js';
import { failed, within, type Call } from './limits.js';
import { withoutSecrets } from './redact.js';

/** Code of this package that is loaded when it is first used, within the limits of the call where there is a clock. */
export async function loaded<T>(call: Call, loading: Promise<T>, clock?: Clock): Promise<T> {
  const arrived = loading.catch((error: unknown) => {
    const details = { ...call.about, code: 'code_missing', notSent: true, cause: withoutSecrets(error) };
    throw new ConnectionError(`${failed(call)} its code is missing.`, details);
  });
  // Whoever has given up does not hear of it.
  arrived.catch(() => {});
  return clock ? within(clock, call, Infinity, () => arrived, true) : arrived;
}

/**
 * What is only needed when a request has failed or somebody watches. That it cannot be had, or not in time, is never
 * what a call fails of.
 */
export const aside = (clock: Clock, call: Call) =>
  loaded(call, import('./aside.js'), clock).catch(() => undefined);
