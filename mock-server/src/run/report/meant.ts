import type { OperationId } from '../../domain/contract.js';
import type { Exchange } from '../../journal/exchange.js';

/** What a path that is no operation's was probably meant to be, the most telling part first. */
const MEANT: readonly [RegExp, OperationId][] = [
  [/oauth|\/token\b/i, 'authenticate'],
  [/PostData|storage|upload/i, 'uploadPrintFile'],
  [/\/jobs?\/[^/?]+\/(?:print|execute)/i, 'executePrint'],
  [/\/jobs?\/[^/?]+\/cancel/i, 'cancelPrint'],
  [/\/notifications?\b/i, 'setNotification'],
  [/\/capabilit/i, 'getCapability'],
  [/\/destinations?\b/i, 'listDestinations'],
  [/\/jobs?\/?(?:\?|$)/i, 'createPrintJob'],
];

/** The operation that a call is, or most likely was to be: its path or its method may be wrong. */
export function meantBy({ operation, method, target }: Exchange): OperationId | undefined {
  if (operation !== undefined) return operation;
  // A POST on the job itself is an execute that lacks its /print.
  if (method === 'POST' && /\/jobs\/[^/?]+(?:\?|$)/.test(target)) return 'executePrint';
  return MEANT.find(([pattern]) => pattern.test(target))?.[1];
}
