import type { Host } from '../domain/host.js';
import { exchangeOutside, type Exchange } from '../../http/exchange.js';
import type { RefusedCall, Told } from '../../http/raw-answer.js';
import { PATHS } from './operations.js';
import { identifyCaller } from './identify-caller.js';

const PATTERNS = PATHS.map(({ path, ...more }) => {
  const parts = path.replace(/\./g, '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return { ...more, pattern: new RegExp(`^(?:https?://[^/]*)?${parts}(?:\\?|$)`) };
});

/** Makes an exchange of what never became a request: of the call that it was to be, where its request line came. */
export function exchangeOfMalformed(host: Host): (told: Told) => Exchange {
  return ({ call, ...told }) => {
    if (call === undefined) return exchangeOutside({ method: '(no request)', target: '', ...told });
    const exchange = exchangeOutside({ ...told, method: call.method, target: call.target });
    return attribute(host, exchange, call);
  };
}

function attribute(
  host: Host,
  exchange: Exchange,
  { method, target: url, authorization }: RefusedCall,
): Exchange {
  let params: Readonly<Record<string, string>> = {};
  for (const { pattern, family = 'api', operations } of PATTERNS) {
    const operation = Object.entries(operations).find(([each]) => each.toUpperCase() === method)?.[1];
    const found = operation && pattern.exec(url);
    if (!found) continue;
    Object.assign(exchange, { operation, family });
    params = found.groups ?? {};
    break;
  }
  const { world, jobId } = identifyCaller(host, { url, headers: { authorization }, params });
  return Object.assign(exchange, { clientId: world.clientId, jobId });
}
