import type { EpsonConnectError, isEpsonConnectError } from '../errors.js';
import { pauseBefore } from './backoff.js';
import type { Call, pause } from './limits.js';
import type { slowDown } from './pacer.js';
import { isCounted, isRepeatable, operationOf } from './retry-policy.js';
import type { Transport, WireRequest } from './transport.js';
import { log } from './trace.js';

// A host that asks for more than this is not waited for: the error says when to come back.
const LONGEST_PAUSE_MS = 120_000;

/** What the main door hands over, instead of being imported from here: see `api/workbench.ts`. */
interface Tools {
  readonly pause: typeof pause;
  readonly slowDown: typeof slowDown;
  readonly isEpsonConnectError: typeof isEpsonConnectError;
}

/** What to do after the first failure. Ends with the success of a repeat, or with the last failure that says something. */
export async function repeat<T>(
  { pause, slowDown, isEpsonConnectError }: Tools,
  transport: Transport,
  call: Call,
  request: Pick<WireRequest, 'url' | 'method'>,
  attempt: (call: Call) => Promise<T>,
  failure: EpsonConnectError,
): Promise<T> {
  const { clock, random, retries } = transport;
  const { limits, about } = call;
  const operation = operationOf(request, call);
  for (let n = 1, last = failure; ; n += 1) {
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
    if (!isAllowed || !isRepeatable(last, operation.repeat)) throw last;
    limits.onPause?.(untilMs, last, n);
    const details = { attempt: n, delayMs: Math.round(delayMs), retryReason: last.code };
    log(transport, 'info', 'repeated', { ...operation, job_id: about.job_id, ...details });
    await pause(clock, call, delayMs);
    try {
      return await attempt({ ...call, about: { ...about, attempts: n + 1 }, retryReason: last.code });
    } catch (error) {
      if (!isEpsonConnectError(error)) throw error;
      const { code, notSent } = error as EpsonConnectError & { notSent?: boolean };
      // The time was over before anything was sent: what there is to say is what went wrong before.
      if (code === 'deadline' && notSent) throw last;
      last = error;
    }
  }
}
