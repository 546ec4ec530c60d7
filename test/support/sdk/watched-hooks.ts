import type { EpsonConnectOptions } from 'epson-connect-sdk';
import { note } from '../secrets/secrets.js';

/** Hooks of a client whose lines are held against the secrets. */
export function watchedHooks(): Required<Pick<EpsonConnectOptions, 'logger' | 'onExchange'>> {
  return {
    logger: (entry: unknown) => note('a log line', entry),
    onExchange: (exchange) => note('an exchange of the SDK', exchange),
  };
}
