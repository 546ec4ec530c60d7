import type { Capabilities } from '../epson/domain/capability.js';
import { menderOf, type OperationId } from '../rules/rule.js';
import { RULES } from '../rules/rules.js';
import { meantBy } from '../rules/right-call.js';
import type { Exchange } from '../http/exchange.js';
import type { Line, SentCall } from './curl-line.js';
import { LINES_V1 } from './curl-v1.js';
import { LINES_V2 } from './curl-v2.js';

/** Returns the operation of a call, or the most likely one if its path or its method is wrong. */
export function likelyOperation({ operation, method, target }: Exchange): OperationId | undefined {
  return operation ?? meantBy(method, target.replace(/\?.*/, ''));
}

/** Returns true if a corrected call mends what a rule found. A remark needs none. */
export function isMendable(rule: string): boolean {
  const { isMistake = true, mendedBy } = RULES[rule] ?? {};
  return isMistake && mendedBy !== null;
}

/** An unknown call. */
const NOTHING = { target: '', requestBody: { sizeBytes: 0 }, warnings: [] };

/** The operations on a schedule that mend what those on a job would. */
const OF_SCHEDULE: Readonly<Partial<Record<OperationId, OperationId>>> = {
  createPrintJob: 'createSchedule',
  uploadPrintFile: 'uploadScheduleFile',
};

/**
 * Returns the corrected call as a shell line; undefined if no call is right, or the right one is unknown.
 *
 * @param extension of the job's file, as far as it is known
 */
export function curlFor(
  exchange: Exchange,
  capabilities: Capabilities,
  extension = 'pdf',
): string | undefined {
  const version = exchange.apiVersion ?? 1;
  const mender = menderOf(RULES[exchange.refusal?.rule ?? ''] ?? {}, version);
  const lines: Readonly<Partial<Record<OperationId, Line>>> = version === 2 ? LINES_V2 : LINES_V1;
  if (mender === null) return undefined;
  const likely = likelyOperation(exchange);
  if (mender === undefined) return likely && lines[likely]?.(exchange, capabilities, extension);
  const { operation, refusal, startedAt } = exchange;
  // Another operation does not accept the same body, except for a destination that is changed instead.
  const sent: SentCall =
    mender === 'updateDestination'
      ? exchange
      : { ...NOTHING, operation, refusal, startedAt, apiVersion: version };
  const right = /Schedule/.test(operation ?? '') ? (OF_SCHEDULE[mender] ?? mender) : mender;
  return lines[right]?.(sent, capabilities, extension);
}
