import type { IncomingMessage } from 'node:http';
import type { Host } from '../domain/host.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { WARNINGS } from '../../rules/warnings.js';
import { exchangeOf } from '../../http/exchange.js';

/** Enters warnings in the exchange; a strict mock refuses what the description does not have. */
export function warnerOf(host: Host, request: IncomingMessage): (warning: Warning) => void {
  return (warning) => {
    const exchange = exchangeOf(request);
    const { strict } = WARNINGS[warning.rule];
    if (host.isStrict && strict !== undefined) {
      const rule = typeof strict === 'function' ? strict(exchange.family) : strict;
      throw new Refusal(rule, `${warning.hint} The mock is strict.`);
    }
    exchange.warnings.push(warning);
  };
}
