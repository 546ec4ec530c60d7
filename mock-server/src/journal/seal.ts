import type { Exchange } from './exchange.js';
import type { Hide } from './mask.js';

type Pairs = readonly [string, string][];

/**
 * Takes every secret out of an exchange that is over, wherever the client put it: in a path, a header of its own, the
 * name of a part, or a value that a hint repeats. Console, journal, stream and HAR show what is left.
 */
export function sealExchange(exchange: Exchange, hide: Hide): void {
  const pairs = (given: Pairs) => given.map(([name, value]): [string, string] => [hide(name), hide(value)]);
  const { refusal, warnings, requestHeaders, responseHeaders, requestBody, responseBody, jobId } = exchange;
  if (refusal !== undefined) exchange.refusal = { ...refusal, hint: hide(refusal.hint) };
  warnings.splice(0, warnings.length, ...warnings.map((each) => ({ ...each, hint: hide(each.hint) })));
  Object.assign(exchange, {
    method: hide(exchange.method),
    target: hide(exchange.target),
    ...(jobId === undefined ? {} : { jobId: hide(jobId) }),
    ...(requestHeaders === undefined ? {} : { requestHeaders: pairs(requestHeaders) }),
    ...(responseHeaders === undefined ? {} : { responseHeaders: pairs(responseHeaders) }),
    ...(requestBody?.text === undefined
      ? {}
      : { requestBody: { ...requestBody, text: hide(requestBody.text) } }),
    ...(responseBody?.text === undefined
      ? {}
      : { responseBody: { ...responseBody, text: hide(responseBody.text) } }),
  });
}
