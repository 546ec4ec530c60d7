import { aboutSent, isEpsonConnectError, type EpsonConnectError } from '../errors/index.js';
import type { Operation } from './api.js';
import { outcomeOf } from './execute-answer.js';
import { pause, type Call, isAbortReason } from './limits.js';
import { slowDown } from './pacer.js';
import type { Failure } from './redact.js';
import type { Transport } from './transport.js';
import { log } from './trace.js';

// A host that asks for more than this is not waited for: the error says when to come back.
const LONGEST_PAUSE_MS = 120_000;

/**
 * Makes the request, and repeats it when it fails, as the policy of its operation (`api.ts`) and the limits of the call
 * allow. Each attempt must make its body again; calls that cannot pass `retries: 0`.
 */
export async function retrying<T>(
  transport: Transport,
  call: Call,
  operation: Operation,
  attempt: (call: Call) => Promise<T>,
): Promise<T> {
  const { clock, random, retries } = transport;
  const { limits, about } = call;
  const { id, path } = operation;
  let last: Failed | undefined;
  let hasLeft = false;
  const failure = (error: Failed) => (hasLeft ? aboutSent(error) : error);
  for (let n = 1; ; n += 1) {
    try {
      return await attempt(
        last ? { ...call, about: { ...about, attempts: n }, retryReason: last.code } : call,
      );
    } catch (error) {
      if (!isEpsonConnectError(error) || isAbortReason(limits.signal, error)) throw error;
      // The time was over before anything was sent: the failure before it says more.
      if (last && error.code === 'deadline' && (error as Failed).notSent) throw failure(last);
      last = error;
    }
    hasLeft ||= !last.notSent;
    // A failed token request has had repeats of its own.
    const isOurs = last.step === about.step;
    const delayMs = pauseBefore(n, last, random);
    const untilMs = clock.monotonicMs() + delayMs;
    // For all calls of the client, whichever of them is repeated.
    if (isOurs && last.name === 'RateLimitError' && !operation.isUncounted)
      slowDown(transport, Math.min(delayMs, LONGEST_PAUSE_MS));
    const isAllowed =
      isOurs &&
      n <= (limits.retries ?? retries) &&
      delayMs <= LONGEST_PAUSE_MS &&
      untilMs < (limits.deadlineAtMs ?? Infinity);
    if (!isAllowed || !isRepeatable(last, operation)) throw failure(last);
    limits.onPause?.(untilMs, last, n);
    const details = { attempt: n, delayMs: Math.round(delayMs), retryReason: last.code };
    log(transport, 'info', 'repeated', { operation: id, path, job_id: about.job_id, ...details });
    await pause(clock, call, delayMs);
  }
}

type Failed = EpsonConnectError & { notSent?: boolean };

/** Returns whether a repeat makes sense. A failure of a certificate or a redirect is permanent. */
function isRepeatable(error: Failed, { repeat, words }: Operation): boolean {
  const { name, code, status = 0, notSent } = error;
  if (repeat === 'execute') return outcomeOf(words, error, false) === 'repeat' && !isLasting(error);
  if (name === 'RateLimitError' || (status === 503 && code === 'service_unavailable')) return true;
  const isBroken = name === 'ConnectionError' && !isLasting(error);
  if (repeat === 'unprocessed') return isBroken && !!notSent;
  return isBroken || code === 'timeout' || [500, 502, 503, 504].includes(status);
}

function isLasting(error: EpsonConnectError): boolean {
  for (let at = error as Failure | undefined; at; at = at.cause) {
    if (/CERT|ALTNAME|LEAF_|SSL|redirect|bad port/i.test(`${at.code} ${at.message}`)) return true;
  }
  return false;
}

// Pauses between repeats.
const FIRST_MS = 500;
const LONGEST_MS = 20_000;
// The host counts by the minute: three refusals in a row are waited out for more than one.
const CALL_LIMIT_FIRST_MS = 15_000;
const CALL_LIMIT_LONGEST_MS = 60_000;

/**
 * Returns the milliseconds before the `n`-th repeat: full jitter, so that calls that failed together do not return together,
 * plus the time that the host asks for. After a call limit without such a time, as Epson sends it, a share of the minute.
 */
function pauseBefore(
  n: number,
  { name, retryAfterMs }: Partial<EpsonConnectError & { retryAfterMs: number }>,
  random: () => number,
): number {
  const growing = (firstMs: number, longestMs: number) => Math.min(firstMs * 2 ** (n - 1), longestMs);
  const isLimit = name === 'RateLimitError';
  const askedMs = retryAfterMs ?? (isLimit ? growing(CALL_LIMIT_FIRST_MS, CALL_LIMIT_LONGEST_MS) : 0);
  return askedMs + random() * growing(FIRST_MS, LONGEST_MS);
}
