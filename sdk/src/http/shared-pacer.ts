import type { CallLimit, LimitedCall } from './call-limit.js';
import { pause, within, type Call } from './limits.js';
import { DEFAULT_TIMEOUT_MS } from './send.js';
import { quietly } from './trace.js';
import type { Answer, Transport } from './transport.js';

/**
 * Runs a call when the limit of all processes lets it leave.
 *
 * @param onWait called when it has to wait: milliseconds until it asks again
 */
export async function pacedByAll(
  { clock, client, callsPerMinute, timeoutMs = DEFAULT_TIMEOUT_MS }: Transport,
  callLimit: CallLimit,
  call: Call,
  run: () => Promise<Answer>,
  onWait?: (delayMs: number) => void,
): Promise<Answer> {
  const turn: LimitedCall = {
    id: crypto.randomUUID(),
    client,
    callsPerMinute,
    timeoutMs: call.limits.timeoutMs ?? timeoutMs,
  };
  for (;;) {
    const delayMs = await within(clock, call, Infinity, async () => callLimit.take(turn), true);
    if (!delayMs) break;
    onWait?.(delayMs);
    await pause(clock, call, delayMs);
  }
  let answer: Answer | undefined;
  try {
    return (answer = await run());
  } finally {
    // The next call finds out when that has failed, because it asks the same store.
    quietly(() => callLimit.end(turn, !!answer?.ok));
  }
}
