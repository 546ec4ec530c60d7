import type { Warning } from '../rules/refusal.js';
import { Exchange } from '../http/exchange.js';
import { KeptTold, type KeptBody } from '../http/recorded-body.js';

/** The JSON of an exchange, as `toJSON` returns it. */
export interface WrittenExchange extends Partial<
  Pick<
    Exchange,
    'clientId' | 'operation' | 'family' | 'methods' | 'jobId' | 'documentSha256' | 'refusal' | 'outcome'
  >
> {
  readonly method: string;
  readonly target: string;
  /** As JSON has it. */
  readonly startedAt: string;
  readonly warnings: readonly Warning[];
  readonly requestHeaders?: readonly [string, string][];
  readonly requestBody?: KeptBody;
  readonly responseHeaders?: readonly [string, string][];
  readonly responseBody?: KeptBody;
}

/** Restores an exchange from its JSON. */
export function readExchange(written: WrittenExchange): Exchange {
  const { method, target, startedAt, warnings, outcome, ...rest } = written;
  const { requestHeaders, requestBody, responseHeaders, responseBody, ...own } = rest;
  const exchange = new Exchange(method, target, Date.parse(startedAt));
  Object.assign(exchange, own);
  exchange.warnings.push(...warnings);
  const [request, response] = [
    new KeptTold(requestHeaders, requestBody),
    new KeptTold(responseHeaders, responseBody),
  ];
  if (outcome !== undefined) exchange.end(outcome, request, response);
  return exchange;
}
