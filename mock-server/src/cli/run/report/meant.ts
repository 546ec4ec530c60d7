import type { OperationId } from '../../../rules/contract.js';
import type { Exchange } from '../../../http/exchange.js';
import { meantBy as meantByCall } from '../../../rules/right-call.js';

/** The operation that a call is, or most likely was to be: its path or its method may be wrong. */
export function meantBy({ operation, method, target }: Exchange): OperationId | undefined {
  return operation ?? meantByCall(method, target.replace(/\?.*/, ''));
}
