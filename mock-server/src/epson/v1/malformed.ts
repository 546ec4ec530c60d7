import type { Host } from '../domain/host.js';
import { exchangeOutside, type Exchange } from '../../http/exchange.js';
import type { RefusedCall, Told } from '../../http/raw-answer.js';
import { operationsOf } from './operations.js';
import { peek } from './identify-caller.js';

/** Makes an exchange of what never became a request: of the call that it was to be, where its request line came. */
export function exchangeOfMalformed(host: Host): (told: Told) => Exchange {
  const operations = operationsOf(host).map(({ id, method, family, path }) => {
    const parts = path.replace(/\./g, '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)');
    return {
      id,
      family,
      pattern: new RegExp(`^${method.toUpperCase()} (?:https?://[^/]*)?${parts}(?:\\?|$)`),
    };
  });
  return ({ call, ...told }) => {
    if (call === undefined) return exchangeOutside({ method: '(no request)', target: '', ...told });
    const exchange = exchangeOutside({ ...told, method: call.method, target: call.target });
    for (const { id, family, pattern } of operations) {
      const found = pattern.exec(`${call.method} ${call.target}`);
      if (found === null) continue;
      Object.assign(exchange, { operation: id, family });
      return attribute(host, exchange, call, found.groups ?? {});
    }
    return attribute(host, exchange, call, {});
  };
}

function attribute(
  host: Host,
  exchange: Exchange,
  { target, authorization }: RefusedCall,
  params: Readonly<Record<string, string>>,
): Exchange {
  const headers = authorization === undefined ? {} : { authorization };
  const { world, jobId } = peek(host, { url: target, headers, params });
  return Object.assign(exchange, { clientId: world.clientId, ...(jobId === undefined ? {} : { jobId }) });
}
