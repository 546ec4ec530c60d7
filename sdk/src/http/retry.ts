import { isEpsonConnectError } from '../errors.js';
import { pause, type Call } from './limits.js';
import { aside } from './loaded.js';
import { slowDown } from './pacer.js';
import type { Transport, WireRequest } from './send.js';

/**
 * Makes the request, and again when it fails, as far as the policy of its operation and the limits of the call let it:
 * see `retry-policy.ts`. Each attempt has to make its body anew; one that cannot asks for `retries: 0`.
 */
export async function retrying<T>(
  transport: Transport,
  call: Call,
  request: Pick<WireRequest, 'url' | 'method'>,
  attempt: (call: Call) => Promise<T>,
): Promise<T> {
  try {
    return await attempt(call);
  } catch (error) {
    const more = isEpsonConnectError(error) && (await aside(transport.clock, call));
    if (!more) throw error;
    return more.repeat({ pause, slowDown, isEpsonConnectError }, transport, call, request, attempt, error);
  }
}
