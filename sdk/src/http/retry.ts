import { aboutSent, isEpsonConnectError, type EpsonConnectError } from '../errors.js';
import { pauseBefore } from './backoff.js';
import { pause, type Call } from './limits.js';
import { isAbortReason } from './on-abort.js';
import { slowDown } from './pacer.js';
import { isCounted, isRepeatable, operationOf } from './retry-policy.js';
import { log } from './trace.js';
import type { Transport, WireRequest } from './transport.js';

// A host that asks for more than this is not waited for: the error says when to come back.
const LONGEST_PAUSE_MS = 120_000;

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
    if (!isEpsonConnectError(error) || isAbortReason(call.limits.signal, error)) throw error;
    return repeat(transport, call, request, attempt, error);
  }
}

/** What to do after the first failure. Ends with the success of a repeat, or with the last failure that says something. */
async function repeat<T>(
  transport: Transport,
  call: Call,
  request: Pick<WireRequest, 'url' | 'method'>,
  attempt: (call: Call) => Promise<T>,
  failure: EpsonConnectError,
): Promise<T> {
  const { clock, random, retries } = transport;
  const { limits, about } = call;
  const operation = operationOf(request, call);
  let hasLeft = false;
  for (let n = 1, last = failure; ; n += 1) {
    hasLeft ||= !(last as EpsonConnectError & { notSent?: boolean }).notSent;
    // A failed token request has had repeats of its own.
    const isOurs = last.step === about.step;
    const delayMs = pauseBefore(n, last, random);
    const untilMs = clock.monotonicMs() + delayMs;
    // For all calls of the client, whoever of them is repeated.
    if (isOurs && last.name === 'RateLimitError' && isCounted(operation))
      slowDown(transport, Math.min(delayMs, LONGEST_PAUSE_MS));
    const isAllowed =
      isOurs &&
      n <= (limits.retries ?? retries) &&
      delayMs <= LONGEST_PAUSE_MS &&
      untilMs < (limits.deadlineAtMs ?? Infinity);
    if (!isAllowed || !isRepeatable(last, operation.repeat)) throw hasLeft ? aboutSent(last) : last;
    limits.onPause?.(untilMs, last, n);
    const details = { attempt: n, delayMs: Math.round(delayMs), retryReason: last.code };
    log(transport, 'info', 'repeated', { ...operation, job_id: about.job_id, ...details });
    await pause(clock, call, delayMs);
    try {
      return await attempt({ ...call, about: { ...about, attempts: n + 1 }, retryReason: last.code });
    } catch (error) {
      if (!isEpsonConnectError(error) || isAbortReason(limits.signal, error)) throw error;
      const { code, notSent } = error as EpsonConnectError & { notSent?: boolean };
      // The time was over before anything was sent: what there is to say is what went wrong before.
      if (code === 'deadline' && notSent) throw hasLeft ? aboutSent(last) : last;
      last = error;
    }
  }
}
